"""Reading a folder that somebody else filled."""

import os
import unicodedata
from datetime import datetime

import pytest

from gradelab.core.attention import Reason
from gradelab.notebooks import submission

PS = "ps1"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "submitted" / "ada" / PS
    made.mkdir(parents=True)
    (made / "ps1.ipynb").write_bytes(b"{}")
    return made


def _read(folder):
    return submission.read(folder.parents[1], "ada", PS)


def test_files_are_read_with_their_folders_and_the_time(folder):
    (folder / "data").mkdir()
    (folder / "data" / "points.csv").write_text("1,2")
    (folder / "timestamp.txt").write_text("2026-10-01 10:30:00 UTC")
    read = _read(folder)
    assert read.problem is None
    assert read.files.keys() == {"ps1.ipynb", "data/points.csv", "timestamp.txt"}
    assert read.extra_files == {"data/points.csv": b"1,2"}
    assert read.timestamp == datetime(2026, 10, 1, 10, 30)


def _link_to_a_file(folder):
    (folder / "secret.txt").symlink_to("/etc/passwd")


def _link_instead_of_the_notebook(folder):
    (folder / "ps1.ipynb").unlink()
    (folder / "ps1.ipynb").symlink_to("/etc/passwd")


def _link_to_a_folder(folder):
    (folder / "data").symlink_to("/")


def _link_to_itself(folder):
    (folder / "loop").symlink_to(folder)


def _dangling_link(folder):
    (folder / "x").symlink_to("nowhere")


def _pipe(folder):
    os.mkfifo(folder / "pipe")


def _link_instead_of_the_folder(folder):
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.symlink_to(aside)


def _file_instead_of_the_folder(folder):
    folder.rename(folder.with_name("aside"))
    folder.write_text("hello")


def _name_that_moves_the_cursor(folder):
    (folder / "a\x1b[2Jb").write_text("x")


def _timestamp_that_is_no_time(folder):
    (folder / "timestamp.txt").write_text("yesterday, I promise")


def _timestamp_of_random_bytes(folder):
    (folder / "timestamp.txt").write_bytes(bytes(range(256)) * 100)


@pytest.mark.parametrize(
    "attack",
    [
        _link_to_a_file,
        _link_instead_of_the_notebook,
        _link_to_a_folder,
        _link_to_itself,
        _dangling_link,
        _pipe,
        _link_instead_of_the_folder,
        _file_instead_of_the_folder,
        _name_that_moves_the_cursor,
        _timestamp_that_is_no_time,
        _timestamp_of_random_bytes,
    ],
)
@pytest.mark.timeout(10)
def test_what_is_no_ordinary_file_is_named_and_not_opened(folder, attack):
    attack(folder)
    read = _read(folder)
    assert read.problem is not None
    assert read.problem.reason is Reason.BAD_FILE
    assert read.problem.detail.isprintable()
    assert read.files == {}


def _one_huge_file(folder):
    with (folder / "ps1.ipynb").open("wb") as file:
        file.truncate(submission.LARGEST_FILE + 1)


def _many_files(folder):
    for i in range(submission.MOST_FILES + 1):
        (folder / f"{i}.txt").touch()


def _deep_folders(folder):
    (folder / "/".join("d" * 20)).mkdir(parents=True)


def _many_large_files(folder):
    for i in range(3):
        with (folder / f"{i}.bin").open("wb") as file:
            file.truncate(submission.LARGEST_FILE)


@pytest.mark.parametrize("attack", [_one_huge_file, _many_files, _deep_folders, _many_large_files])
def test_what_is_too_large_is_not_taken(folder, attack):
    attack(folder)
    assert _read(folder).problem.reason is Reason.TOO_LARGE


def test_a_changed_submission_has_another_digest(folder):
    before = _read(folder).digest
    assert _read(folder).digest == before
    (folder / "ps1.ipynb").write_bytes(b"{ }")
    assert _read(folder).digest != before


def test_folders_whose_names_are_no_ids_are_told_apart(folder):
    submitted = folder.parents[1]
    for name in ("ben\n", "x" * 129, b"\xff".decode("utf-8", "surrogateescape")):
        (submitted / name / PS).mkdir(parents=True)
    (submitted / "eve").mkdir()
    assert submission.students(submitted, PS) == ["ada"]
    assert len(submission.strangers(submitted, PS)) == 3
    assert all(name.isprintable() for name in submission.strangers(submitted, PS))


#: A Mac's screenshots have the first in their names; phones and word processors write the others.
HARMLESS = ["\u202f", "\u00a0", "\u3000", "\u200d", "\u200f", "\u00ad"]


@pytest.mark.parametrize("sign", HARMLESS, ids=ascii)
def test_signs_that_only_look_odd_are_taken_in_names_of_people_and_files(folder, sign):
    (folder / f"Bild 9.41{sign}AM.png").write_bytes(b"x")
    assert _read(folder).extra_files == {f"Bild 9.41{sign}AM.png": b"x"}
    submitted = folder.parents[1]
    (submitted / f"a{sign}b" / PS).mkdir(parents=True)
    assert submission.students(submitted, PS) == sorted(["ada", f"a{sign}b"])
    assert submission.strangers(submitted, PS) == []


COMPOSED = "Jos\u00e9"
APART = unicodedata.normalize("NFD", COMPOSED)


def test_a_mac_and_a_pc_spell_one_name(folder):
    assert APART != COMPOSED
    submitted = folder.parents[1]
    made = submitted / APART / unicodedata.normalize("NFD", "\u00fcbung")
    made.mkdir(parents=True)
    (made / f"{APART}.csv").write_bytes(b"1")
    assert submission.students(submitted, "\u00fcbung") == [COMPOSED]
    read = submission.read(submitted, COMPOSED, "\u00fcbung")
    assert read.student == COMPOSED
    assert read.files == {f"{COMPOSED}.csv": b"1"}


def test_two_spellings_of_one_student_or_file_are_told(folder):
    submitted = folder.parents[1]
    for name in (COMPOSED, APART):
        (submitted / name / PS).mkdir(parents=True)
        (folder / f"{name}.csv").write_text(name)
    assert submission.students(submitted, PS) == [COMPOSED, "ada"]
    assert submission.strangers(submitted, PS) == [ascii(APART)]
    problem = _read(folder).problem
    assert problem.reason is Reason.BAD_FILE
    assert "two spellings" in problem.detail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_time_is_read_however_it_was_saved(folder, encoding):
    (folder / "timestamp.txt").write_bytes("2026-10-01 10:30:00 UTC\r\n".encode(encoding))
    assert _read(folder).timestamp == datetime(2026, 10, 1, 10, 30)
