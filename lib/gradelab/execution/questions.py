"""An instructor's own questions, in modules beside the notebook: for tests to see, not for answers.

Where answers run, a stub stands in the place of each such file; see ``inside.kernel.blindfold``.
"""

import ast
import inspect
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from gradelab.execution.plan import plain
from gradelab.sandbox import CHECKS, Kernel

#: Prints the modules in which questions are written, but for those of trainlab.
_ASKING = f"""
import json
from {CHECKS}.question import QUESTIONS
answers = [q.answer for q in QUESTIONS.values()]
answers += [v for q in QUESTIONS.values() for m in q.mistakes.values() for v in m.variants]
written = {{getattr(answer, "func", answer).__module__ for answer in answers}}
print(json.dumps(sorted(name for name in written if not name.startswith({CHECKS!r}))))
"""
_LINE = "\n"
#: The problem set of a question that a test asks; empty for a bare name.
_SETS = re.compile(r"""\bcheck\(\s*["'](?:([\w.-]+)/)?""")
#: A module that knows nothing, where the checks are stubs: every name is theirs.
_STUB = f"from {CHECKS} import __getattr__\n".encode()


def asking(kernel: Kernel, imports: str, files: Iterable[str]) -> tuple[str, ...]:
    """Return the modules beside the notebook in which questions are written.

    Args:
        kernel: one that has run nothing of a student's.
        imports: the notebook's import statements, which are run.
        files: paths of what lies beside it.
    """
    _, outputs = kernel.ask({"run": f"exec({imports + _ASKING!r}, {{}})"})
    beside = {module(path) for path in files}
    said = json.loads("".join(output.get("text", "") for output in outputs) or "[]")
    return tuple(name for name in said if name.split(".")[0] in beside)


def importing(tests: Iterable[str]) -> str:
    """Return code that imports the checks of the problem sets that tests name; of all for none."""
    names = f"{{name or FIRST for name in {_asked(tests)}}}"
    return f"from {CHECKS}.sets import FIRST, load\nload(*{names})\n"


def _asked(tests: Iterable[str]) -> list[str]:
    return sorted({name for code in tests for name in _SETS.findall(code)})


def libraries(
    kernel: Kernel, imports: str, tests: Iterable[str], given: Iterable[str]
) -> tuple[str, ...] | None:
    """Return the modules that answers may import; None for all.

    Args:
        kernel: one that has run nothing of a student's.
        imports: the notebook's import statements, which are run.
        tests: code of its tests, which name the problem sets that are asked.
        given: code of its given cells, whose imports are allowed too.
    """
    sets = [name for name in _asked(tests) if name]
    if not sets:
        return None
    code = f"import json\nfrom {CHECKS}.question import LIBRARIES\n"
    code += f"from {CHECKS}.sets import load\nload(*{sets})\nprint(json.dumps(LIBRARIES))"
    _, outputs = kernel.ask({"run": f"exec({imports + _LINE + code!r}, {{}})"})
    known = json.loads("".join(output.get("text", "") for output in outputs) or "{}")
    if not all(name in known for name in sets):
        return None
    named = [module for name in sets for module in known[name]]
    named += [module for code in given for module in imported(plain(code))]
    return tuple(dict.fromkeys(named))


def withheld(
    asking: Collection[str], files: Mapping[str, bytes], cells: Iterable[str]
) -> frozenset[str]:
    """Return the files that hold questions, or that only such files import.

    A module in a folder stands for the whole folder, data included.

    Args:
        asking: the modules in which questions are written.
        files: what lies beside the notebook, by path.
        cells: the notebook's code, but for its tests, as plain Python.
    """
    imports: dict[str, set[str]] = {}
    for path, content in files.items():
        if (name := module(path)) is not None:
            imports.setdefault(name, set()).update(_imported(path, content))
    own = {name.split(".")[0] for name in asking}
    needed = {name for cell in cells for name in imported(cell)}
    shown = _reached(needed - own, imports, own)
    hidden = own | (_reached(own, imports) - shown)
    return frozenset(path for path in files if module(path) in hidden)


def stubbed(files: Mapping[str, bytes], withheld: Collection[str]) -> dict[str, bytes]:
    """Return the files with nothing in those withheld: modules become stubs, data goes."""
    return {
        path: _STUB if path in withheld else content
        for path, content in files.items()
        if path not in withheld or path.endswith(".py")
    }


def module(path: str) -> str | None:
    """Return the name by which a file beside the notebook, or its folder, is imported."""
    first, *rest = PurePosixPath(path).parts
    return first if rest else inspect.getmodulename(first)


def _reached(
    names: Collection[str], imports: Mapping[str, Collection[str]], without: Collection[str] = ()
) -> set[str]:
    """Return these modules and all that they import, and those import, but not through some."""
    found: set[str] = set()
    queue = list(names)
    while queue:
        name = queue.pop()
        if name in imports and name not in found and name not in without:
            found.add(name)
            queue += imports[name]
    return found


def _imported(path: str, content: bytes) -> Iterator[str]:
    return imported(content.decode(errors="replace")) if path.endswith(".py") else iter(())


def imported(code: str) -> Iterator[str]:
    """Yield the first part of every module that code imports; none where it is no Python."""
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError):
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
