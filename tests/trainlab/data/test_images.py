"""Images with a margin, and moved, against scipy.ndimage."""

import numpy as np
import pytest
import torch
from scipy import ndimage

from trainlab.data.images import framed, shifted


@pytest.mark.parametrize(("right", "down"), [(0, 0), (2, 0), (-1, 0), (0, 3), (1, -2), (4, 0)])
def test_images_are_moved_as_scipy_moves_them(right, down):
    x = torch.randn(3, 25, generator=torch.Generator().manual_seed(0))
    for before, after in zip(x, shifted(x, 5, right=right, down=down), strict=True):
        expected = ndimage.shift(before.view(5, 5).numpy(), (down, right), order=0)
        np.testing.assert_array_equal(after.view(5, 5), expected)


def test_a_margin_is_that_of_numpy():
    x = torch.arange(8.0).view(2, 4)
    expected = np.pad(x.view(2, 2, 2).numpy(), ((0, 0), (2, 2), (2, 2))).reshape(2, -1)
    np.testing.assert_array_equal(framed(x, 2, 2), expected)
