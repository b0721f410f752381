"""Ctrl-C after the part that answers the question: the answer is there, the rest is left out."""

import pytest

from trainlab import experiments


@pytest.mark.parametrize(
    ("id", "networks", "quick", "share"),
    [
        ("beale-saddle", 20, False, 0.65),
        ("information-plane", 8, True, 0.3),
        ("laplacian", 4, False, 0.65),
        ("rbf-learning", 8, True, 0.3),
        ("snapshot-ensemble", 8, True, 0.6),
        ("xor-init", 20, True, 0.5),
    ],
)
def test_what_was_computed_is_told_and_drawn(id, networks, quick, share):
    def stop(done, doing):
        if share < done < 1:
            raise KeyboardInterrupt

    result = experiments.run(id, networks=networks, quick=quick, device="cpu", progress=stop)
    assert not result.complete
    assert "nan" not in result.verdict
    picture = result.picture()
    assert "nan" not in picture.caption + picture.alt


@pytest.mark.parametrize("id", ["information-plane", "rbf-learning", "xor-init"])
def test_before_there_is_anything_to_tell_the_interruption_goes_on(id):
    def stop(done, doing):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        experiments.run(id, networks=8, quick=True, device="cpu", progress=stop)
