"""A student's page of feedback: it fits a phone, needs no network, and says what still waits."""

import html
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jinja2
from latex2mathml.converter import convert
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.config import Config

TEMPLATES = Path(__file__).parent / "templates"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
#: Elements and attributes of MathML that only show something.
_ELEMENTS = {
    *("math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "msub", "msup", "msubsup", "mfrac"),
    *("msqrt", "mroot", "mover", "munder", "munderover", "mtable", "mtr", "mtd", "mstyle"),
    *("mpadded", "mphantom", "menclose"),
}
_ATTRIBUTES = {
    *("display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "separator"),
    *("form", "accent", "accentunder", "columnalign", "rowspacing", "columnspacing", "lspace"),
    *("linethickness", "rspace", "width", "height", "depth", "minsize", "maxsize", "notation"),
    *("movablelimits", "symmetric", "linebreak", "largeop", "columnlines", "rowlines"),
}


class Page(HTMLExporter):
    """Exports feedback by our template, as ``c.GenerateFeedback.exporter_class``."""

    def __init__(self, **options: Any) -> None:
        """Look up what waits before nbgrader's preprocessors run."""
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.register_preprocessor(Waiting, enabled=True)  # type: ignore[no-untyped-call]

    @property
    def default_config(self) -> Config:
        """Our template, which goes before the one that nbgrader names for any HTMLExporter."""
        ours = {"template_name": "gradelab-feedback", "extra_template_basedirs": [str(TEMPLATES)]}
        config = Config({"Page": ours})
        config.merge(super().default_config)
        return config

    @jinja2.pass_context
    def markdown2html(self, context: jinja2.runtime.Context, source: str) -> str:
        """Return Markdown as HTML, its formulas as MathML."""
        cell = context.get("cell", {})
        renderer = _Renderer(escape=False, attachments=cell.get("attachments", {}))
        made: str = MarkdownWithMath(renderer=renderer).render(source)
        return made


class _Renderer(IPythonRenderer):
    """nbconvert's, with formulas for a browser that is offline."""

    def block_math(self, body: str) -> str:
        """Return a displayed formula."""
        return formula(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        """Return an environment that stands alone."""
        return formula(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def inline_math(self, body: str) -> str:
        """Return a formula in a line."""
        return formula(body, "inline")


def formula(tex: str, display: str) -> str:
    """Return a formula as MathML, or as it was written where it cannot be."""
    text = re.sub(r"\{aligned\}", "{align*}", tex).replace("<", r"\lt ").replace(">", r"\gt ")
    try:
        made: str = convert(text, display=display)
        elements = list(ElementTree.fromstring(made).iter())
    except Exception:  # of its own, and whatever a formula makes it trip over
        elements = []
    if not elements or not all(map(_only_shows, elements)):
        return f"<code>{html.escape(tex)}</code>"
    return made


def _only_shows(element: ElementTree.Element) -> bool:
    return element.tag.removeprefix(_MATHML) in _ELEMENTS and element.attrib.keys() <= _ATTRIBUTES


class Waiting(NbGraderPreprocessor):
    """Notes which points of a notebook still wait for a person."""

    def preprocess(
        self, notebook: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Set ``waiting`` in the cells' nbgrader metadata, in place."""
        said = resources["nbgrader"]
        with Gradebook(said["db_url"]) as book:
            found = book.find_submission_notebook(
                said["notebook"], said["assignment"], said["student"]
            )
            waiting = {grade.name for grade in found.grades if grade.needs_manual_grade}
        for cell in notebook.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata.nbgrader["waiting"] = cell.metadata.nbgrader.grade_id in waiting
        return notebook, resources
