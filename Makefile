# make lab: set up and open the course.  make test: set up and prove that everything works.
PYTHON ?= python3
PORT ?= 8888
BROWSER ?= 1
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
KERNELSPEC := lib/gradelab/sandbox/kernelspec
DEFINED_BY := pyproject.toml constraints.txt
#: What hundreds of processes import is compiled once, also where the surroundings say otherwise.
PYTEST := OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
#: The tests of a file share what it has made, and stay together; files begin in their order.
BESIDE := -n 2 --dist loadfile --no-loadscope-reorder
#: What `make unit` leaves to other parts.
ELSEWHERE := gradelab end_to_end notebooks browser
#: What tries our own problem sets, with `make notebooks`: their answers, mistakes and grading.
SETS := tests/notebooks/test_answers.py \
	$(addprefix tests/end_to_end/test_,rounds.py project.py released_before.py docs_problem_sets.py) \
	$(addprefix tests/trainlab/checks/test_,mutants.py diagnoses.py)
#: Last, since it reads the release that `make grading` makes meanwhile.
LAST := tests/browser/test_nbgrader.py

.PHONY: lab test lint unit notebooks grading browser check-release release figures bench help

help:
	@echo "make lab      set up and open the course (PORT=8888 BROWSER=1 ARGS=...)"
	@echo "make test     set up and run every check: lint, unit, notebooks, grading, browser"
	@echo "make lint     formatting, lint and types only; so too each of the others"
	@echo "make release  generate assignments/ from solutions/"
	@echo "make figures  reproduce every figure of the sources: recorded results, docs/gallery"
	@echo "make bench    run the benchmarks and write benchmarks/RESULTS.md"

lab: $(VENV)/.student
	@$(BIN)/trainlab lab --port $(PORT) $(if $(filter 0,$(BROWSER)),--no-browser) $(if $(ARGS),-- $(ARGS))

test: $(VENV)/.dev
	@$(BIN)/python tests/parts.py

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

unit: $(VENV)/.dev
	$(PYTEST) $(BESIDE) $(ELSEWHERE:%=--ignore=tests/%) $(SETS:%=--ignore=%)

notebooks: check-release
	$(PYTEST) $(BESIDE) --nbval --nbval-sanitize-with tests/notebooks/sanitize.cfg \
		$(SETS) course solutions tests/notebooks

grading: $(VENV)/.dev
	$(PYTEST) $(BESIDE) $(SETS:%=--ignore=%) tests/end_to_end tests/gradelab

browser: $(VENV)/.dev
	$(PYTEST) $(filter-out $(LAST),$(wildcard tests/browser/test_*.py)) $(LAST)

check-release: $(VENV)/.dev
	$(BIN)/gradelab release --check

release: $(VENV)/.dev
	$(BIN)/gradelab release

figures: $(VENV)/.student
	$(BIN)/trainlab figures --out docs/gallery --data lib/trainlab/experiments/recorded $(ARGS)

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/report.py

$(VENV)/.student: $(DEFINED_BY) | $(VENV)
	$(BIN)/python -m pip install --quiet --editable ".[instructor]" --constraint constraints.txt
	@$(BIN)/jupyter kernelspec install --sys-prefix --name gradelab-sandbox $(KERNELSPEC) 2>/dev/null
	@touch $@

$(VENV)/.dev: $(DEFINED_BY) | $(VENV)
	$(BIN)/python -m pip install --quiet --editable ".[dev]" --constraint constraints.txt
	@$(BIN)/jupyter kernelspec install --sys-prefix --name gradelab-sandbox $(KERNELSPEC) 2>/dev/null
	@touch $@ $(VENV)/.student

$(VENV):
	@command -v $(PYTHON) >/dev/null || { echo "trainlab needs Python 3.11 or newer, and '$(PYTHON)' was not found: install it, or name it with PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "trainlab needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version): install a newer one, or name it with PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "'$(PYTHON)' cannot make virtual environments: install its venv module (on Debian and Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
