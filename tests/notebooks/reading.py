"""How long a lecture takes, by the rates that CONTRIBUTING.md names."""

import ast
import re

from nbformat import NotebookNode

_FOLD = re.compile(r"<details>.*?</details>", re.DOTALL)
_SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
_DISPLAYED = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
_TABLE = re.compile(r"^\|.*$", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
#: What is called for its output: not read as code.
_SHOWN = {"print", "show", "recorded", "Markdown"}


def minutes(notebook: NotebookNode) -> float:
    """Return about how long reading, predicting and playing once take.

    200 words a minute, 20 seconds for a displayed formula or a statement of code in sight, two
    minutes for a prediction with its experiment, one for a picture. Folds, folded code, what
    imports or prints, references and the table of the sources are left out; the answers to check
    oneself by are not.
    """
    total = 0.0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            total += _of_text(cell.source)
        else:
            folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
            total += 0 if folded else statements(cell.source) / 3
            data = [output.get("data", {}) for output in cell.outputs]
            total += sum("image/png" in each for each in data)
            total += (
                sum(words(_TABLE.sub("", each.get("text/markdown", ""))) for each in data) / 200
            )
    return total


def _of_text(source: str) -> float:
    text = re.split(r"^##+ (?:Where the sources differ|References)", source, flags=re.MULTILINE)[0]
    if "## Check yourself" not in text:
        text = _FOLD.sub(lambda fold: "".join(_SUMMARY.findall(fold[0])), text)
    formulas, predictions = len(_DISPLAYED.findall(text)), text.count("**Predict")
    return words(text) / 200 + formulas / 3 + 2 * predictions


def words(text: str) -> int:
    """Return the number of words outside of displayed formulas and folds' contents.

    >>> words("The slope $2 (q w - r)$ is 0. $$x = 1$$ [Next](page.ipynb)")
    6
    """
    text = re.sub(r"\$[^$]+\$", " formula ", _DISPLAYED.sub(" ", text))
    return len(_WORD.findall(re.sub(r"<[^>]+>|\]\([^)]*\)", " ", text)))


def statements(code: str) -> int:
    r"""Return the number of statements that one reads.

    >>> statements("import torch\ndef f(x):\n    return x\nprint(f(1))")
    2
    """
    return sum(isinstance(node, ast.stmt) and _is_read(node) for node in ast.walk(ast.parse(code)))


def _is_read(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return False
    if not isinstance(statement, ast.Expr):
        return True
    value = statement.value
    if not isinstance(value, ast.Call):
        return not isinstance(value, ast.Constant | ast.Name)
    name = value.func.attr if isinstance(value.func, ast.Attribute) else ast.unparse(value.func)
    return name not in _SHOWN and not name[0].isupper()  # a widget is called by its class
