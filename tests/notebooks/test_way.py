"""The way through the course: what its index says of each lecture, and the links between pages."""

import re

import nbformat
import pytest

from tests.lectures import COURSE, LECTURES, ROOT, link, links, markdown, rows

INDEX = COURSE / "index.ipynb"
BESIDE = [path for path in sorted(COURSE.glob("*.ipynb")) if path not in [*LECTURES, INDEX]]
PAGES = [*sorted(COURSE.glob("*.ipynb")), *sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
NEEDS = re.compile(r"\*You need:\* (.+)\. \*Time:\* about (\d+) minutes")


def _of_the_lecture(path):
    """Its link, its minutes and what it needs, as its first cell says."""
    said = NEEDS.search(nbformat.read(path, as_version=4).cells[0].source)
    assert said, "the first cell says '*You need:* WHAT. *Time:* about N minutes.'"
    return [link(path), said[2], said[1]]


def test_the_index_has_each_lecture_once_in_order_with_its_minutes_and_what_it_needs():
    assert [row[:3] for row in rows(markdown(INDEX))] == [*map(_of_the_lecture, LECTURES)]


def test_the_index_asks_a_question_for_each_lecture_and_answers_it():
    for row in rows(markdown(INDEX)):
        assert re.fullmatch(r"[^?.]+\? [^?]+\.", row[3])


def test_each_problem_set_follows_one_lecture():
    follow = [name for row in rows(markdown(INDEX)) for name in re.findall(r"`(.+?)`", row[-1])]
    assert sorted(follow) == sorted(path.name for path in (ROOT / "solutions").glob("ps*"))


@pytest.mark.parametrize("lecture", LECTURES, ids=lambda path: path.stem)
def test_what_a_lecture_needs_comes_before_it(lecture):
    needed = re.findall(r"\b\d\d\b", _of_the_lecture(lecture)[2])
    assert all(number < lecture.name[:2] for number in needed)


def _navigation(page):
    """The text of a page's last cell."""
    if page not in LECTURES:
        return "[All lectures](index.ipynb)"
    i = LECTURES.index(page)
    before = [f"Previous: {link(path)}" for path in LECTURES[:i][-1:]]
    after = [f"Next: {link(path)}" for path in LECTURES[i + 1 :][:1]]
    return " · ".join([*before, "[All lectures](index.ipynb)", *after])


@pytest.mark.parametrize("page", [*LECTURES, *BESIDE], ids=lambda path: path.stem)
def test_a_page_ends_with_the_way_on(page):
    last = nbformat.read(page, as_version=4).cells[-1]
    expected = _navigation(page)
    assert (last.id, last.cell_type) == ("navigation", "markdown"), (
        f"{page.name} lacks its last cell, of id 'navigation' and this text: {expected}"
    )
    assert last.source == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_links_lead_to_files(page):
    assert [target for target in links(markdown(page)) if not (page.parent / target).exists()] == []
