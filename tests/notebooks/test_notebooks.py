"""What every committed notebook keeps to; that it runs and says the same is nbval's part."""

import re
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

from tests.pages import images

ROOT = Path(__file__).parents[2]
COURSE = sorted((ROOT / "course").glob("*.ipynb"))
#: Pages that lead to the others and teach nothing of their own.
GUIDES = {"index", "notation"}
NOTEBOOKS = COURSE + sorted((ROOT / "solutions").glob("*/*.ipynb"))
MACHINE = re.compile(r"(/home/|/root/|/Users/|/work/|/tmp/|[A-Z]:\\\\Users)")


def _outputs(notebook):
    return [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request) -> Path:
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def test_there_are_notebooks():
    assert len(COURSE) >= 2


def test_it_is_small(path):
    assert path.stat().st_size < 1_000_000


def test_its_metadata_are_the_ones_agreed_on(notebook):
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info.name == "python"
    assert "widgets" not in notebook.metadata


def test_its_cells_have_lasting_ids(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert not [i for i in ids if re.fullmatch(r"[0-9a-f]{8}(-.*)?", i)]


def test_it_warns_of_nothing_and_fails_nowhere(notebook):
    for output in _outputs(notebook):
        assert output.output_type != "error"
        assert output.get("name") != "stderr"


def test_it_names_no_folder_of_a_machine(path):
    assert not MACHINE.search(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def exporter():
    """Renders all but the code, in which there are no pictures."""
    return HTMLExporter(exclude_input=True)


def test_every_picture_on_the_rendered_page_says_what_it_shows(exporter, notebook):
    page, _ = exporter.from_notebook_node(notebook)
    shown = images(page)
    outputs = [output.get("data", {}) for output in _outputs(notebook)]
    pngs = [f"data:image/png;base64,{data['image/png']}" for data in outputs if "image/png" in data]
    assert [address for address, _ in shown] == pngs
    for _, alt in shown:
        assert len(alt) > 40
        assert "No description has been provided" not in alt


@pytest.mark.parametrize(
    "lecture", [path for path in COURSE if path.stem not in GUIDES], ids=lambda path: path.stem
)
def test_a_lecture_lets_students_check_themselves_and_names_its_references(lecture):
    text = "\n".join(cell.source for cell in nbformat.read(lecture, as_version=4).cells)
    assert text.count("<details>") >= 3
    assert "## Summary" in text
    assert "## References" in text
