"""Pictures in an answer, in every form that editors write: nbconvert's page shows each of them."""

import json
import re
import unicodedata
from urllib.parse import quote

import pytest
from nbconvert import HTMLExporter

from gradelab.notebooks.inert import make_inert
from gradelab.notebooks.parse import parse

PNG = "iVBORw0KGgo="
#: Its templates are read once.
EXPORTER = HTMLExporter()
NAMES = [
    "a.png",
    "two words.png",
    "Übung ß.png",
    unicodedata.normalize("NFD", "Übung.png"),
    "image(1).png",
    "image (1).png",
    "50%.png",
    "a&b.png",
    "[1].png",
    "Bildschirmfoto 2026-10-01 um 12.30.15\u202fPM.png",
]
FORMS = {
    "angle brackets": "![words](<attachment:{name}>)",
    "as it is": "![words](attachment:{name})",
    "quoted": "![words](attachment:{quoted})",
    "quoted but for brackets": "![words](attachment:{lightly})",
    "composed": "![words](attachment:{composed})",
    "a title": '![words](attachment:{quoted} "a title")',
    "a title in brackets": "![words](<attachment:{name}> (a title))",
    "brackets in the words": "![words [1] and \\] more](attachment:{quoted})",
    "no words": "![](attachment:{quoted})",
    "HTML": '<p>see <img width="300" src="attachment:{name}" alt="words"/></p>',
    "HTML, quoted": "<IMG SRC=attachment:{quoted} title='words'>",
    "a reference": "![words][fig]\n\n[fig]: attachment:{quoted}\n",
    "a reference with a title": "![words][Fig]\n\n[fig]: <attachment:{name}> 'a title'",
    "a short reference": "![words]\n\n[words]: attachment:{quoted}",
    "a collapsed reference": "![words][]\n\n[words]: attachment:{quoted}",
    "a link to it": "[words](attachment:{quoted}) and ![words](attachment:",
    "no link at all": "I have pasted a picture.",
    "two of it": "![words](attachment:{quoted}) and ![again](<attachment:{name}>)",
}


def _shown(source: str, *names: str) -> list[str]:
    """Return the addresses of the pictures in the page of an answer."""
    attachments = {name: {"image/png": PNG} for name in names}
    cell = {"cell_type": "markdown", "source": source, "metadata": {}, "attachments": attachments}
    content = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})
    notebook = parse(content.encode())
    make_inert(notebook)
    page, _ = EXPORTER.from_notebook_node(notebook)
    return re.findall(r'<img[^>]*src="([^"]*)"', page)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_picture_is_shown_whatever_its_name_and_its_form(form, name):
    source = form.format(
        name=name,
        quoted=quote(name),
        lightly=quote(name, safe="()"),
        composed=quote(unicodedata.normalize("NFC", name)),
    )
    times = 2 if " and ![again" in form else 1
    assert _shown(source, name) == [f"data:image/png;base64,{PNG}"] * times


def test_several_pictures_of_one_answer_are_all_shown():
    source = "".join(f"![words](<attachment:{name}>)\n" for name in NAMES)
    assert len(_shown(source, *NAMES)) == len(NAMES)


def test_a_picture_elsewhere_is_not_fetched():
    source = "![a](attachment:a.png) ![x](http://127.0.0.1/x.png)\n\n![y][z]\n\n[z]: //x/y.png"
    assert _shown(source, "a.png") == [f"data:image/png;base64,{PNG}"]
