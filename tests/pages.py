"""What a page shows a reader who cannot see it."""

from html.parser import HTMLParser

from nbformat import NotebookNode


class _Images(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            told = dict(attributes)
            self.found.append((told["src"], told.get("alt")))


def images(page: str) -> list[tuple[str, str | None]]:
    """Return each picture's address and alternative text, in their order; None where it lacks."""
    parser = _Images()
    parser.feed(page)
    parser.close()
    return parser.found


def pictures(notebook: NotebookNode) -> list[tuple[NotebookNode, str | None]]:
    """Return each output with a picture, and the text that stands with it."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [
        (output, alt)
        for output in outputs
        if "image/png" in output.get("data", {})
        for _, alt in images(output.data["text/html"])
    ]
