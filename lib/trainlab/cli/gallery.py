"""The gallery of experiments: pictures, a web page, the same page in Markdown, and JSON."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

#: What a verdict is called, by ``holds``; a sentence is "it depends".
VERDICTS = {True: "holds", False: "does not hold"}
RESULTS = "results.json"
#: File of the gallery -> its template.
PAGES = {"index.html": "gallery.html", "README.md": "gallery.md"}

Summary = Mapping[str, Any]


class Gallery:
    """A folder of results, each the newest of its experiment.

    Args:
        folder: made where it does not exist; results of an earlier run in it are kept.
        order: ids in the order in which to show them; results of others are dropped.

    Raises:
        ValueError: when the folder holds a file of results that cannot be read.
        OSError: when the folder cannot be made or written.
    """

    def __init__(self, folder: Path, order: Sequence[str]) -> None:
        """Read what is there."""
        self.folder, self._order = folder, order
        folder.mkdir(parents=True, exist_ok=True)
        self._results = {r["id"]: r for r in _read(folder / RESULTS) if r["id"] in order}

    @property
    def results(self) -> list[Summary]:
        """Summaries in order."""
        return [self._results[id] for id in self._order if id in self._results]

    def add(self, summary: Summary, png: bytes) -> None:
        """Put in one result, in place of an earlier one, and write the pages anew."""
        self._results[summary["id"]] = summary
        (self.folder / f"{summary['id']}.png").write_bytes(png)
        content = json.dumps(self.results, indent=1, ensure_ascii=False)
        (self.folder / RESULTS).write_text(content + "\n", encoding="utf-8")
        for name, template in PAGES.items():
            page = _TEMPLATES.get_template(template).render(results=self.results)
            (self.folder / name).write_text(page, encoding="utf-8")


def _read(path: Path) -> list[Summary]:
    if not path.exists():
        return []
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
        return [result for result in results if result["verdict"] is not None]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{path} is not a list of results ({error}); move it away, or choose another folder "
            "with --out."
        ) from error


def verdict_word(holds: bool | str) -> str:
    """Return "holds", "does not hold" or "it depends"."""
    return VERDICTS[holds] if isinstance(holds, bool) else "it depends"


def shown(value: Any) -> str:
    """Return a number, a pair, a list, a table or words as a reader wants them."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.4g}" if isinstance(value, float) else f"{value}"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {shown(part)}" for name, part in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(shown, value))
    return str(value)


def interval(pair: Sequence[float] | None) -> str:
    """Return "low to high", or a dash."""
    return f"{shown(pair[0])} to {shown(pair[1])}" if pair else "–"


def claimed(value: Any) -> str:
    """Return what the source says of a quantity; a pair is bounds."""
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
        return interval(value)
    return shown(value)


def markdown(text: str) -> str:
    """Return text in which nothing is taken for Markdown, fit for a table's cell."""
    for character in "\\`*_|":
        text = text.replace(character, f"\\{character}")
    return text.replace("<", "&lt;")


_TEMPLATES = Environment(
    loader=PackageLoader("trainlab.cli", "templates"),
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.filters.update(
    verdict=verdict_word, shown=shown, interval=interval, claimed=claimed, md=markdown
)
