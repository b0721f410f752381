"""Code that students could send, and what has to come of it.

Every attack is put into a cell before the first test, or into an answer that is wrong. Outcomes:

- reasons: the submission needs attention for one of them;
- "no credit": the wrong answer gets no points, whether the submission is graded, is found to have
  tampered, or waits for a person because its kernels disagree;
- "harmless": the right answers around it get all their points.
"""

from dataclasses import dataclass, field

from gradelab.core.attention import Reason
from tests.gradelab.small import RIGHT

WRONG = {"double": "def double(x):\n    return x", "tanh": "def tanh_forward(z):\n    return z"}


@dataclass(frozen=True)
class Attack:
    """Code in a cell before the tests, the answers beside it, and the outcome."""

    code: str
    outcome: tuple[Reason, ...] | str
    answers: dict[str, str] = field(default_factory=lambda: RIGHT)


def _fakes(code: str, **answers: str) -> Attack:
    return Attack(code, "no credit", WRONG | answers)


TIMED_OUT, KILLED = (Reason.TIMED_OUT,), (Reason.KILLED,)
OUT_OF_MEMORY, OUTPUT_FLOOD = (Reason.OUT_OF_MEMORY,), (Reason.OUTPUT_FLOOD,)
#: What a bomb runs into first depends on how busy the machine is.
STARVED = (*TIMED_OUT, *OUT_OF_MEMORY, *KILLED)

EXHAUST = {
    "an endless loop": Attack("while True:\n    pass", TIMED_OUT),
    "an endless loop that cannot be interrupted": Attack(
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        TIMED_OUT,
    ),
    "an endless loop in an answer": Attack(
        "", TIMED_OUT, RIGHT | {"double": "def double(x):\n    while True: pass"}
    ),
    "a fork bomb": Attack(
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
        STARVED,
    ),
    "a thread bomb": Attack(
        "import threading, time\nwhile True:\n    try:\n"
        "        threading.Thread(target=time.sleep, args=(60,)).start()\n"
        "    except RuntimeError:\n        pass",
        STARVED,
    ),
    "a memory bomb": Attack(
        "hoard = []\nwhile True:\n    hoard.append(bytearray(10**7))", OUT_OF_MEMORY
    ),
    "a memory bomb in shared pages": Attack(
        "import mmap\nhoard, block = [], b'x' * 10**7\nwhile True:\n"
        "    hoard.append(mmap.mmap(-1, 10**7))\n    hoard[-1].write(block)",
        OUT_OF_MEMORY,
    ),
    "a memory bomb in many processes": Attack(
        "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n"
        "        hoard = b'x' * 10**8\n        time.sleep(60)\ntime.sleep(60)",
        OUT_OF_MEMORY,
    ),
    "50 MB printed": Attack("print('x' * 50_000_000)", OUTPUT_FLOOD),
    "50 MB printed in lines": Attack(
        "for _ in range(500_000):\n    print('x' * 100)", OUTPUT_FLOOD
    ),
    "50 MB written past Python": Attack(
        "import os\nfor _ in range(50):\n    os.write(1, b'x' * 1_000_000)", OUTPUT_FLOOD
    ),
    "50 MB in one display": Attack(
        "from IPython.display import HTML\nHTML('x' * 50_000_000)", OUTPUT_FLOOD
    ),
    "20 MB in an error": Attack("raise ValueError('x' * 20_000_000)", OUTPUT_FLOOD),
    "files without end": Attack(
        "import itertools\nfor i in itertools.count():\n    try:\n"
        "        open(f'{i}', 'wb').write(b'x' * 10**7)\n    except OSError as e:\n        break",
        "harmless",
    ),
    "a huge file": Attack("open('huge', 'wb').truncate(10**12)", "harmless"),
    "open files without end": Attack(
        "try:\n    kept = [open('/dev/null') for _ in range(10**6)]\nexcept OSError:\n    kept = 0",
        "harmless",
    ),
}

DIE = {
    "os._exit": Attack("import os\nos._exit(0)", KILLED),
    "os._exit in an answer": Attack(
        "", KILLED, RIGHT | {"double": "import os\ndef double(x):\n    os._exit(0)"}
    ),
    "a crash": Attack("import ctypes\nctypes.string_at(0)", KILLED),
    "sys.exit": Attack("import sys\nsys.exit(1)", "harmless"),
    "killing everybody": Attack(
        "import os\nfor target in (os.getppid(), 0, -1, 1, 2):\n    for number in (2, 9, 15, 19):\n"
        "        try:\n            os.kill(target, number)\n"
        "        except (OSError, KeyboardInterrupt):\n            pass",
        "harmless",
    ),
    "stopping itself": Attack("import os\nos.kill(os.getpid(), 19)", "harmless"),
    "a fork that comes back": Attack("import os\nos.fork()", "harmless"),
    "code at exit": Attack(
        "import atexit, time\natexit.register(time.sleep, 600)\natexit.register(print, 'x' * 10**7)",
        "harmless",
    ),
    "a thread that outlives its cell": Attack(
        "import threading, time\ndef talk():\n    while True:\n        print('still here')\n"
        "        time.sleep(0.01)\nthreading.Thread(target=talk, daemon=True).start()",
        "harmless",
    ),
    "closing every file": Attack("import os\nos.closerange(0, 256)", KILLED),
    "waiting for input": Attack("input('password: ')", "harmless"),
    "reading standard input": Attack("import sys\nsys.__stdin__.read()", "harmless"),
    "an input hook": Attack(
        "import IPython.core.interactiveshell as i\nimport time\n"
        "get_ipython().events.register('pre_run_cell', lambda info: time.sleep(600))",
        TIMED_OUT,
    ),
}

FAKE = {
    "a syntax transformer that drops assert": _fakes(
        "import ast\nclass Drop(ast.NodeTransformer):\n"
        "    def visit_Assert(self, node): return ast.Pass()\n"
        "    def visit_Expr(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(Drop())",
    ),
    "an input transformer that empties cells": _fakes(
        "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])",
    ),
    "a patched check": _fakes("check = lambda *a, **k: None\nimport trainlab.checks as c\nc.check = check"),
    "a check patched inside": _fakes(
        "import trainlab.checks.verdict as q\nimport numpy as np\nq.Tried.fails = False\n"
        "q.close = lambda *a: lambda *b: np.array(True)\n"
        "q.check_question.__code__ = (lambda question, function, *more: '').__code__",
        double=RIGHT["double"],
    ),
    "patched numpy.testing": _fakes(
        "import numpy.testing as t\nt.assert_allclose = lambda *a, **k: None\n"
        "np.testing.assert_allclose = lambda *a, **k: None\nnp.isclose = lambda a, b, **k: a == a\n"
        "np.isclose.__module__",
    ),
    "numpy patched in place": _fakes(
        "np.isclose.__code__ = (lambda *a, **k: __import__('numpy').array(True)).__code__\n"
    ),
    "a numpy of one's own": _fakes("class Np: pass\nnp = Np()\nnp.testing = np"),
    "patched builtins": _fakes(
        "import builtins\nbuiltins.AssertionError = None\nbuiltins.all = lambda x: True\n"
        "builtins.compile = lambda *a, **k: None",
    ),
    "a patched shell": _fakes(
        "from types import SimpleNamespace\nip = get_ipython()\n"
        "ip.run_cell = lambda *a, **k: SimpleNamespace(success=True, execution_count=1)",
    ),
    "a patched shell class": _fakes(
        "from types import SimpleNamespace\n"
        "type(get_ipython()).run_cell = lambda *a, **k: SimpleNamespace(success=True, execution_count=1)",
    ),
    "tracebacks that are never shown": _fakes(
        "type(get_ipython())._showtraceback = lambda *a: None\n"
        "get_ipython().showtraceback = lambda *a, **k: None",
    ),
    "sys.settrace that leaves test code": _fakes(
        "import sys\ndef trace(frame, event, arg):\n    frame.f_trace_lines = True\n"
        "    for name in ('expected', 'right'):\n        frame.f_locals.get(name)\n    return trace\n"
        "sys.settrace(trace)",
    ),
    "a thread that patches without rest": _fakes(
        "import threading, sys\ndef patch():\n    while True:\n"
        "        for m in list(sys.modules.values()):\n"
        "            if getattr(m, '__name__', '') == 'trainlab.checks.verdict':\n"
        "                m.Tried.fails = False\n"
        "        get_ipython().user_ns['double'] = lambda x: x\n"
        "threading.Thread(target=patch, daemon=True).start()",
        double=RIGHT["double"],
    ),
    "an answer that equals everything": _fakes(
        "class Yes:\n    def __eq__(self, other): return True\n"
        "    def __array__(self, *a, **k): return np.array([0, 2, 4, 6])",
        double="def double(x):\n    return Yes()",
    ),
    "an array that equals everything": _fakes(
        "class Yes(np.ndarray):\n    def __eq__(self, other): return np.array(True)\n"
        "    def __array_function__(self, *a, **k): return np.array(True)\n"
        "    def __array_ufunc__(self, *a, **k): return np.array(True)",
        double="def double(x):\n    return np.zeros(4).view(Yes)",
    ),
    "the oracle asked for the answer": _fakes(
        "", tanh="def tanh_forward(z):\n    from trainlab.checks import QUESTIONS\n"
        "    return QUESTIONS['ps1/tanh_forward'].expected(z=z)['a']",
    ),
    "the oracle found in memory": _fakes(
        "", tanh="import gc\ndef tanh_forward(z):\n    for q in gc.get_objects():\n"
        "        if type(q).__name__ == 'Question' and q.name == 'ps1/tanh_forward':\n"
        "            return next(iter(q.expected(z=z).values()))",
    ),
    "the oracle read from the disk": _fakes(
        "", tanh="def tanh_forward(z):\n    import importlib, sys\n    sys.modules.pop('trainlab.checks', 0)\n"
        "    return importlib.import_module('trainlab.checks.ps1.tanh').tanh_forward.answer(z)",
    ),
    "the oracle read from its source": _fakes(
        "", tanh="def tanh_forward(z):\n    import trainlab, pathlib\n"
        "    place = pathlib.Path(trainlab.__file__).parent / 'checks/ps1/tanh.py'\n"
        "    exec(place.read_text(), spoils := {'__name__': 'trainlab.checks.ps1.tanh'})\n"
        "    return spoils['tanh_forward'].answer(z)",
    ),
    "expected values read from the caller": _fakes(
        "", double="import sys, re\ndef double(x):\n    frame = sys._getframe()\n    while frame:\n"
        "        for v in list(frame.f_locals.values()):\n            if isinstance(v, str) and 'assert' in v:\n"
        "                return float(re.search('== (-?\\\\d+)', v)[1])\n        frame = frame.f_back\n    return x",
    ),
    "stdout that imitates a score": _fakes(
        "print('4.0')", double="import sys\ndef double(x):\n    print('4.0')\n    sys.displayhook(4.0)\n    return x",
    ),
    "a forged execute_result": _fakes(
        "", double="def double(x):\n    get_ipython().emit({'output_type': 'execute_result', 'metadata': {},"
        " 'execution_count': 1, 'data': {'text/plain': '4.0'}})\n    return x",
    ),
    "forged answers on every open file": _fakes(
        "", double="import json, os, struct\nforged = json.dumps({'done': True, 'ok': True, 'count': 9,"
        " 'result': 6, 'shown': []}).encode()\ndef double(x):\n    for fd in range(3, 64):\n"
        "        try:\n            os.write(fd, struct.pack('!I', len(forged)) + forged)\n"
        "        except OSError:\n            pass\n    os._exit(0)",
    ),
    "noise on every open file": _fakes(
        "import os\nfor fd in range(3, 64):\n    try:\n        os.write(fd, b'\\x00\\x00\\x00\\x04null' * 9)\n"
        "    except OSError:\n        pass",
    ),
    "a namespace taken from the tests": _fakes(
        "try:\n    from inside.answerer import Passed\n    print(Passed.peer.ask({'variables': ['np', 'check']}))\n"
        "except Exception as error:\n    print(type(error).__name__)",
    ),
    "an answer that patches where it is called from": _fakes(
        "", tanh="def tanh_forward(z):\n    import trainlab.checks.verdict as q\n"
        "    q.Tried.fails = False\n    return z",
    ),
}  # fmt: skip


def _spies(code: str, halve: str = "x", triple: str = "x") -> Attack:
    """An answer that takes what it returns from the questions of ``tests.gradelab.own``."""
    answers = {"halve": halve, "triple": triple}
    return Attack(
        code, "no credit", {name: f"def {name}(x):\n    return {a}" for name, a in answers.items()}
    )


#: Reads an oracle beside the notebook, or changes it, in every place where one could lie.
ORACLE = {
    "a question beside the notebook": _spies(
        "import questions", halve="questions.halve.answer(x)"
    ),
    "a question in a folder": _spies(
        "import bank.rates", triple="bank.rates.triple.answer(x)"
    ),
    "all questions": _spies(
        "from trainlab.checks import QUESTIONS",
        halve="QUESTIONS['ps9/halve'].answer(x)", triple="QUESTIONS['ps9/triple'].answer(x)",
    ),
    "the registry itself": _spies(
        "from trainlab.checks import question as q", halve="q.QUESTIONS['ps9/halve'].answer(x)",
        triple="q.find('ps9/triple').answer(x)",
    ),
    "a library that the set does not name": _spies(
        "import importlib, sys\n"
        "sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != 'Refused']\n"
        "importlib.invalidate_caches()\nimport torch",
        halve="(torch.tensor(x) / 2).numpy()", triple="(3 * torch.tensor(x)).numpy()",
    ),
    "what questions share": _spies("import oracles", halve="oracles.half(x)"),
    "an oracle kept from before": _spies(
        "import questions\nfrom trainlab.checks import QUESTIONS\nkept = questions.halve.answer\n"
        "other = QUESTIONS['ps9/triple'].answer", halve="kept(x)", triple="other(x)",
    ),
    "an oracle imported anew": _spies(
        "import importlib, sys\ndef anew(name):\n"
        "    for known in ('questions', 'oracles', 'bank', 'bank.rates'):\n"
        "        sys.modules.pop(known, None)\n    return importlib.import_module(name)",
        halve="anew('oracles').half(x)", triple="anew('bank.rates').FACTOR * x",
    ),
    "the text of a question": _spies(
        "from pathlib import Path\nfrom types import SimpleNamespace\ndef read(name):\n"
        "    text = Path(name).read_text().partition('@question')\n"
        "    exec(text[2].partition('\\n')[2].partition('@')[0], spoils := {\n"
        "        'half': lambda x: x / 2, 'FACTOR': 3})\n    return SimpleNamespace(**spoils)",
        halve="read('questions.py').halve(x)", triple="read('bank/rates.py').triple(x)",
    ),
    "data of a question": _spies(
        "from pathlib import Path", triple="int(Path('bank/table.json').read_text()) * x"
    ),
    "an oracle in memory": _spies(
        "import gc\ndef found(name):\n    for q in gc.get_objects():\n"
        "        if type(q).__name__ == 'Question' and q.name == name:\n            return q.answer",
        halve="found('ps9/halve')(x)", triple="found('ps9/triple')(x)",
    ),
    "a question with a wide tolerance": _spies(
        "import questions\nfrom trainlab.checks import QUESTIONS\n"
        "for q in QUESTIONS.values():\n    q.tolerance = 1e9",
    ),
    "a question with another answer": _spies(
        "import bank.rates, questions\n"
        "questions.half = bank.rates.triple.answer = lambda x: x",
    ),
    "an oracle with other code": _spies(
        "import bank.rates, questions\n"
        "questions.half.__code__ = bank.rates.triple.answer.__code__ = (lambda x: x).__code__",
    ),
    "a question written over": _spies(
        "from numpy import zeros\nfrom trainlab.checks import QUESTIONS\n"
        "from trainlab.checks.question import Case\nclass Easy:\n    name = function = ''\n"
        "    tolerance, steps = 1.0, {}\n"
        "    draw = lambda *a: (Case('', {}),)\n    driven = lambda *a: lambda **k: 1\n"
        "    expected = unpack = lambda *a, **k: {'y': zeros(1)}\n"
        "for name in list(QUESTIONS):\n    QUESTIONS[name] = Easy()",
    ),
    "a check asked for more than a verdict": _spies(
        "from inside.answerer import Passed\ndef asked(name):\n"
        "    return Passed.peer.ask({'check': 'find'}, [name]).answer",
        halve="asked('ps9/halve')(x)", triple="asked('ps9/triple')(x)",
    ),
}  # fmt: skip
