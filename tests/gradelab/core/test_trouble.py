"""What systems and databases refuse, by the refusals of real ones."""

import sqlite3
from pathlib import Path

import pytest
from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from gradelab.core import trouble
from tests.gradelab.conftest import PS


def _use(address: str) -> None:
    with Gradebook(address, "course") as gradebook:
        gradebook.find_assignment(PS)
        gradebook.add_student("ada")


def _refused(address: str) -> str:
    """Return what is said of the error that the use of a gradebook ends with."""
    with pytest.raises((DBAPIError, InvalidEntry)) as refused:
        _use(address)
    return trouble.sentence(refused.value)


def test_a_file_that_is_no_gradebook(tmp_path):
    (tmp_path / "gradebook.db").write_bytes(b"not at all" * 1000)
    said = _refused(f"sqlite:///{tmp_path}/gradebook.db")
    assert said.startswith("the gradebook is broken")


def test_an_old_gradebook_names_the_command(recorded, tmp_path):
    file = tmp_path / "gradebook.db"
    file.write_bytes(recorded.read_bytes())
    with sqlite3.connect(file) as connection:
        connection.execute("ALTER TABLE assignment RENAME COLUMN duedate TO due")
    connection.close()
    assert "'nbgrader db upgrade'" in _refused(f"sqlite:///{file}")


def test_an_old_gradebook_in_postgresql(postgresql):
    engine = create_engine(postgresql)
    with engine.connect() as connection, pytest.raises(DBAPIError) as refused:
        connection.execute(text("SELECT no_such_column FROM pg_class"))
    engine.dispose()
    assert "'nbgrader db upgrade'" in trouble.sentence(refused.value)


def test_a_gradebook_that_another_program_holds(recorded, tmp_path):
    file = tmp_path / "gradebook.db"
    file.write_bytes(recorded.read_bytes())
    holder = sqlite3.connect(file)
    holder.execute("BEGIN EXCLUSIVE")
    said = _refused(f"sqlite:///{file}?timeout=0.1")
    holder.close()
    assert said.startswith("the gradebook is in use by another program")


def test_a_gradebook_that_may_not_be_written(recorded):
    said = _refused(f"sqlite:///file:{recorded}?mode=ro&uri=true")
    assert said.startswith("the gradebook cannot be opened or written")


def test_a_folder_that_is_not_there(tmp_path):
    said = _refused(f"sqlite:///{tmp_path}/nowhere/gradebook.db")
    assert said.startswith("the gradebook cannot be opened or written")


def test_a_full_disk_under_the_gradebook(sqlite):
    pages = sqlite.db.execute(text("PRAGMA page_count")).scalar()
    sqlite.db.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(DBAPIError) as refused:
        sqlite.db.execute(text("CREATE TABLE more (x)"))
    sqlite.db.rollback()
    assert trouble.sentence(refused.value).startswith("the disk is full")


def test_a_database_that_does_not_run():
    said = _refused("postgresql+psycopg://grader@127.0.0.1:1/gradebook")
    assert said.startswith("the gradebook's database does not answer")
    assert "\n" not in said


def test_a_full_disk_under_a_file():
    with pytest.raises(OSError, match="No space") as refused:
        Path("/dev/full").write_text("x")
    assert trouble.sentence(refused.value).startswith("the disk is full")


def test_a_file_that_cannot_be_written(tmp_path):
    with pytest.raises(OSError, match="directory") as refused:
        (tmp_path).write_text("x")
    assert trouble.sentence(refused.value).startswith(f"{tmp_path}: is a directory;")


def test_a_mistake_of_ours_is_none_of_them():
    assert trouble.sentence(KeyError("x")) is None
    assert trouble.sentence(ValueError("x")) is None
