"""Nothing that a student wrote or printed runs in the browser of who reads it."""

import functools
import re
from html.parser import HTMLParser

import pytest
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gradelab.notebooks.inert import make_inert

#: Ways to run code from text; each would set a mark that a test can look for.
ATTACKS = [
    "<script>PWNED()</script>",
    "<img src=x onerror=PWNED()>",
    "<svg/onload=PWNED()>",
    "<iframe srcdoc='<script>PWNED()</script>'></iframe>",
    "[click](javascript:PWNED())",
    "[click](JaVaScRiPt\\:PWNED())",
    "[click](&#106;avascript:PWNED())",
    "[click](javascript&colon;PWNED())",
    "[click][1]\n\n[1]: javascript:PWNED()",
    "![x](data:text/html,PWNED)",
    "<javascript:PWNED()>",
    "<!--><script>PWNED()</script>",
    "<a href='java\nscript:PWNED()'>x</a>",
]


class _Active(HTMLParser):
    """Collects what a browser would run: scripts, handlers, links that are code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False

    def handle_starttag(self, tag, attributes):
        self._script = tag == "script"
        for name, value in attributes:
            target = re.sub(r"[\t\r\n]", "", value or "").strip().lower()
            runs = name.startswith("on") or target.startswith(("javascript:", "data:text"))
            if "PWNED" in (value or "") and (runs or name == "srcdoc"):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data):
        if self._script and "PWNED" in data:
            self.found.append(data)
        self._script = False


@functools.cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(template_name="classic")


def _active_in(notebook: NotebookNode) -> list[str]:
    page, _ = _exporter().from_notebook_node(notebook)
    parser = _Active()
    parser.feed(page)
    return parser.found


def _active_when_inert(cell: NotebookNode) -> list[str]:
    notebook = new_notebook(cells=[cell])
    make_inert(notebook)
    return _active_in(notebook)


def test_most_of_the_attacks_would_work():
    raw = [new_notebook(cells=[new_markdown_cell(attack)]) for attack in ATTACKS]
    assert sum(bool(_active_in(notebook)) for notebook in raw) >= 9


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_runs_nothing(attack):
    assert _active_when_inert(new_markdown_cell(attack)) == []


@pytest.mark.parametrize("attack", ATTACKS[:4])
@pytest.mark.parametrize(
    "output",
    [
        lambda a: new_output("display_data", data={"text/html": a, "text/plain": "x"}),
        lambda a: new_output("display_data", data={"image/svg+xml": a}),
        lambda a: new_output("display_data", data={"application/javascript": a}),
        lambda a: new_output("display_data", data={"text/markdown": a}),
        lambda a: new_output("display_data", data={"text/latex": a}),
        lambda a: new_output("display_data", data={"image/png": f'"{a}'}),
        lambda a: new_output(
            "display_data",
            data={"image/png": "aGVsbG8="},
            metadata={"image/png": {"width": f'1"{a}'}},
        ),
        lambda a: new_output("stream", name="stdout", text=a),
        lambda a: new_output("error", ename=a, evalue=a, traceback=[a]),
    ],
)
def test_outputs_run_nothing(attack, output):
    assert _active_when_inert(new_code_cell("x", outputs=[output(attack)])) == []


def test_pictures_and_plain_text_stay():
    kept = {"image/png": "aGVsbG8=", "text/plain": "<Figure>"}
    notebook = new_notebook(
        cells=[new_code_cell("x", outputs=[new_output("display_data", data=kept)])]
    )
    make_inert(notebook)
    assert notebook.cells[0].outputs[0].data == kept


@pytest.mark.parametrize(
    "text", ["if $a < b$ & c", "x &= y", "memory grows with **depth**", "> a quotation"]
)
def test_prose_and_formulas_are_left_alone(text):
    notebook = new_notebook(cells=[new_markdown_cell(text)])
    make_inert(notebook)
    assert notebook.cells[0].source == text


def _fetched(text: str) -> list[str]:
    """Return the addresses of the pictures that the page of a text shows."""
    cell = new_markdown_cell(text, attachments={"plot.png": {"image/png": "aGVsbG8="}})
    notebook = new_notebook(cells=[cell])
    make_inert(notebook)
    page, _ = _exporter().from_notebook_node(notebook)
    return re.findall(r"<img[^>]* src=\"([^\"]*)", page.split("<body")[1])


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://example.org/x.png)",
        "![x](//example.org/x.png)",
        "![x][1]\n\n[1]: https://example.org/x.png",
        "![x]\n\n[x]: https://example.org/x.png",
        "![a[b]c](https://example.org/x.png)",
        r"![a\](attachment:plot.png](https://example.org/x.png)",
        "![[y](attachment:plot.png)](https://example.org/x.png)",
        "[![x](https://example.org/x.png)](https://example.org)",
        "![`](attachment:plot.png)`](https://example.org/x.png)",
        "![$](attachment:plot.png)$](https://example.org/x.png)",
        "![~~](attachment:plot.png)~~](https://example.org/x.png)",
        "![a `](attachment:plot.png) b` ](https://example.org/x.png)",
    ],
)
def test_reading_a_text_fetches_nothing(text):
    assert _fetched(text) == []


def test_an_attached_picture_is_shown():
    assert _fetched("![my plot](attachment:plot.png)") == ["data:image/png;base64,aGVsbG8="]


def test_a_very_long_text_is_shortened_and_says_so():
    cell = new_markdown_cell("\\begin{a}" * 20_000)
    make_inert(new_notebook(cells=[cell]))
    assert len(cell.source) < 51_000
    assert cell.source.endswith("(The rest of this cell, 130,000 characters, is left out.)")


def test_the_instructors_own_text_is_left_alone():
    cell = new_markdown_cell("<b>bold</b>", metadata={"nbgrader": NotebookNode(locked=True)})
    make_inert(new_notebook(cells=[cell]))
    assert cell.source == "<b>bold</b>"
