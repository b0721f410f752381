"""Controls: what a table of them says to the page."""

import json

import numpy as np
import pytest

from trainlab.widgets.controls import Controls, choice, typed

PICTURES = {"up": np.array([[0.0, 0.0], [1.0, 1.0]]), "down": np.array([[0.0, 1.0], [1.0, 0.0]])}


def test_a_choice_with_thumbnails_is_a_choice_and_hands_its_points_to_the_page():
    table = Controls([choice("way", ("up", "down"), thumbnails=PICTURES)])
    assert table.from_text("way=down") == {"way": "down"}
    (spec,) = table.spec(["way"])
    assert spec["choices"] == ("up", "down")
    np.testing.assert_array_equal(spec["thumbnails"]["down"], [[0, 1], [1, 0]])


def test_thumbnails_of_other_choices_are_refused():
    with pytest.raises(ValueError, match=r"way has thumbnails of up, down; .* in order: up, left"):
        choice("way", ("up", "left"), thumbnails=PICTURES)


def _reversed(value):
    if value == "bad":
        raise ValueError("bad was given; expected anything else.")
    return str(value)[::-1]


def test_a_typed_text_is_kept_as_it_is_read_and_the_page_gets_an_example():
    table = Controls([typed("words", _reversed, example="a,b", tooltip="Some words")])
    assert table.defaults() == {"words": ""}
    assert table.from_text("words=c,d") == {"words": "d,c"}
    assert table.to_text({"words": "d,c"}) == "words=d,c"
    with pytest.raises(ValueError, match="bad was given"):
        table.from_text("words=bad")
    (spec,) = table.spec(["words"])
    assert spec["example"] == "a,b"
    json.dumps(spec)
