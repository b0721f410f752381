"""Values that pass between the two kernels."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from gradelab.sandbox.inside.values import adopt, decode, encode


def refuse(value):
    raise AssertionError(f"{value!r} went by reference")


def passed(value):
    return decode(json.loads(json.dumps(encode(value, refuse))), refuse)


plain = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.floats()
plain |= st.complex_numbers(allow_nan=False)
nested = st.recursive(
    plain,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
dtypes = arrays.scalar_dtypes() | arrays.unicode_string_dtypes(max_len=3)


def same(a, b):
    if isinstance(a, float):
        return type(b) is float and (a == b or (a != a and b != b))
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and a == b


@given(nested)
def test_plain_values_come_out_as_they_went_in(value):
    assert same(value, passed(value))


@given(dtypes.flatmap(lambda d: arrays.arrays(d, arrays.array_shapes(min_dims=0, min_side=0))))
def test_arrays_keep_type_shape_and_bytes(array):
    got = passed(array)
    assert (got.dtype, got.shape, got.tobytes()) == (array.dtype, array.shape, array.tobytes())


def test_numpy_numbers_stay_numpy_numbers():
    got = passed(np.float32(1.5))
    assert type(got) is np.float32
    assert got == 1.5


def test_an_array_with_gaps_arrives_with_gaps():
    array = np.arange(6.0)[::2]
    got = passed(array)
    assert not got.flags.c_contiguous
    np.testing.assert_array_equal(got, array)


def test_subclasses_go_as_what_they_derive_from():
    class Odd(list):
        def __eq__(self, other):
            return True

    assert type(passed(Odd([1]))) is list
    assert type(passed(np.asmatrix([[1.0]]))) is np.ndarray
    assert passed(iter([1, 2])) == [1, 2]


def test_objects_go_by_reference():
    assert encode([print], lambda value: {"mine": 7}) == {"list": [{"mine": 7}]}
    assert decode({"list": [{"mine": 7}]}, lambda data: data["mine"]) == [7]


@pytest.mark.parametrize(
    "forged",
    [
        {"array": "O", "shape": [1], "data": "AAAAAAAAAAA=", "gaps": False},
        {"array": "<f8", "shape": [10**9], "data": "", "gaps": False},
        {"array": "<f8", "shape": [1], "data": 3, "gaps": False},
        {"array": "nonsense", "shape": [], "data": "", "gaps": False},
        {"dict": [[1]]},
        {"dict": [[{"list": []}, 1]]},
        {"list": 3},
        {"complex": ["a"]},
        [1],
    ],
)
def test_what_encode_cannot_have_made_is_refused(forged):
    with pytest.raises(ValueError):  # noqa: PT011
        decode(forged, lambda data: data["mine"])


def test_changes_are_adopted_in_place():
    ours = [np.zeros(2), [1, 2], {"a": np.zeros(1)}, (np.zeros(1),)]
    array, inner = ours[0], ours[1]
    adopt(ours, [np.ones(2), [1, 2, 3], {"a": np.ones(1)}, (np.ones(1),)])
    assert array.tolist() == [1, 1]
    assert inner == [1, 2, 3]
    assert ours[2]["a"].tolist() == ours[3][0].tolist() == [1]
