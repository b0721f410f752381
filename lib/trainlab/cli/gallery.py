"""The gallery of experiments: pictures, a web page, the same page in Markdown, and JSON."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from trainlab.experiments import words
from trainlab.plots.palette import PALETTE

RESULTS = "results.json"
#: File of the gallery -> its template.
PAGES = {"index.html": "gallery.html", "README.md": "gallery.md"}

Summary = Mapping[str, Any]


class Gallery:
    """Results and pictures, each the newest of its experiment, and pages that show them.

    Args:
        folder: of the pages; made where it does not exist.
        order: ids in the order in which to show them; results of others are dropped.
        data: folder of results and pictures, that of the pages when not given; results of an
            earlier run in it are kept.

    Raises:
        ValueError: when the folder holds a file of results that cannot be read.
        OSError: when a folder cannot be made or written.
    """

    def __init__(self, folder: Path, order: Sequence[str], data: Path | None = None) -> None:
        """Read what is there."""
        self.folder, self._order, self._data = folder, order, data or folder
        for made in (self.folder, self._data):
            made.mkdir(parents=True, exist_ok=True)
        self._results = {r["id"]: r for r in _read(self._data / RESULTS) if r["id"] in order}

    @property
    def results(self) -> list[Summary]:
        """Summaries in order."""
        return [self._results[id] for id in self._order if id in self._results]

    def add(self, summary: Summary, png: bytes) -> None:
        """Put in one result, in place of an earlier one, and write the pages anew."""
        self._results[summary["id"]] = summary
        (self._data / f"{summary['id']}.png").write_bytes(png)
        content = json.dumps(self.results, indent=1, ensure_ascii=False)
        (self._data / RESULTS).write_text(content + "\n", encoding="utf-8")
        pictures = Path(os.path.relpath(self._data, self.folder)).as_posix()
        for name, template in PAGES.items():
            page = _TEMPLATES.get_template(template).render(
                results=self.results, pictures="" if pictures == "." else f"{pictures}/"
            )
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


_TEMPLATES = Environment(
    loader=PackageLoader("trainlab.cli", "templates"),
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEMPLATES.globals["palette"] = PALETTE
_TEMPLATES.filters.update(
    verdict=words.verdict_word,
    shown=words.shown,
    interval=words.interval,
    claimed=words.claimed,
    md=words.markdown,
    findings=words.findings,
)
