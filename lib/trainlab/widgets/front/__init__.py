"""The page's side of every widget: plain ES modules and style sheets, joined when imported."""

import re
from graphlib import TopologicalSorter
from importlib.resources import files

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=class|function|const)", re.MULTILINE)


def style_sheet() -> str:
    """Return the style sheets as one."""
    names = ("live.css", "panels.css")
    return "\n".join((files(__name__) / name).read_text(encoding="utf-8") for name in names)


def module() -> str:
    """Return all modules as one ES module, each after those that it imports.

    Names are unique over all modules, so that imports can be left out.
    """
    texts = {
        path.name.removesuffix(".js"): path.read_text(encoding="utf-8")
        for path in files(__name__).iterdir()
        if path.name.endswith(".js")
    }
    imports = {name: _IMPORT.findall(text) for name, text in texts.items()}
    order = TopologicalSorter(imports).static_order()
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", texts[name])) for name in order)
