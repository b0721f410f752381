"""Feedback where a process that makes pages does not live to make one."""

import multiprocessing
import os
from pathlib import Path

import pytest
from traitlets.config import Config

from gradelab.commands import feedback
from gradelab.core.errors import GradelabError

pytestmark = pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="processes start without what a test set"
)


def _made(monkeypatch, make) -> list[feedback.Page]:
    monkeypatch.setattr(feedback, "Pages", make)
    return list(feedback._made("ps", Config(), {"ann": Path("ann")}, workers=1))


def test_a_killed_process_is_told_in_one_sentence(monkeypatch):
    with pytest.raises(GradelabError, match=r"was killed.*fewer --workers"):
        _made(monkeypatch, lambda *order: os._exit(9))


def test_a_converter_that_cannot_be_made_is_a_page_s_problem(monkeypatch):
    def broken(*order):
        raise ValueError("No template sub-directory with name 'base' found")

    (page,) = _made(monkeypatch, broken)
    assert "No template sub-directory" in page.problem
