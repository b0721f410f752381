"""What the plan for instructors quotes is there: lectures, problem sets, figures, states."""

import re
from functools import cache

import pytest

from tests.lectures import LECTURES, ROOT, rows
from trainlab import widgets
from trainlab.experiments import REGISTRY
from trainlab.widgets import lectures

PLAN = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
STATE = re.compile(r"`(defaults|\w+=[^`\s]+)`")
#: Each section with demonstrations, by its heading.
WEEKS = {part.partition("\n")[0]: part for part in re.split(r"^## (?=Week)", PLAN, flags=re.M)[1:]}
DEMONSTRATIONS = [
    (week, *(cell.strip("`") for cell in row[:2]))
    for week, part in WEEKS.items()
    for row in rows(part)
]


@cache
def _widget(name):
    return getattr(lectures if name in lectures.__all__ else widgets, name)()


def _accepts(widget, state):
    try:
        return bool(widget.table.from_text(state))
    except ValueError:
        return False


def test_every_lecture_has_its_week_in_order():
    assert re.findall(r"\]\(\.\./course/(\d\d-.+?\.ipynb)\)", PLAN.partition("\n## In")[0]) == [
        path.name for path in LECTURES
    ]
    assert f"Lectures 00 to {LECTURES[-1].name[:2]}, and" in PLAN


def test_problem_sets_that_it_names_by_their_folders_are_those_there_are():
    named = set(re.findall(r"`(ps\d-[\w-]+)`", PLAN))
    assert named == {path.name for path in (ROOT / "solutions").glob("ps*")}


def test_figures_of_the_exercise_hours_can_be_run():
    figures = [re.findall(r"`(.+?)`", row[4]) for row in rows(PLAN) if len(row) == 5]
    assert all(figures)
    assert {figure for each in figures for figure in each} <= REGISTRY.keys()


@pytest.mark.parametrize(("week", "name", "state"), DEMONSTRATIONS)
def test_a_demonstration_is_a_state_that_the_widget_offers(week, name, state):
    widget = _widget(name)
    widget.table.from_text(state)
    assert not widget.tries or state in [each.state for each in widget.tries]


@pytest.mark.parametrize("week", WEEKS)
def test_every_state_in_the_text_is_one_of_a_widget_beside_it(week):
    for line in WEEKS[week].splitlines():
        named = [name for of, name, _ in DEMONSTRATIONS if of == week]
        beside = [name for name in named if f"`{name}`" in line] or named
        for state in STATE.findall(line):
            assert any(_accepts(_widget(name), state) for name in beside), state


@pytest.mark.parametrize("week", [week for week in WEEKS if not week.startswith("Weeks")])
def test_the_weeks_widgets_stand_in_its_lectures(week):
    number = week.removeprefix("Week ").partition(":")[0]
    (plan,) = [row for row in rows(PLAN) if row[0] == number]
    linked = re.findall(r"course/(.+?\.ipynb)", plan[1])
    pages = "".join((ROOT / "course" / name).read_text(encoding="utf-8") for name in linked)
    assert {name for of, name, _ in DEMONSTRATIONS if of == week} <= set(re.findall(r"\w+", pages))
