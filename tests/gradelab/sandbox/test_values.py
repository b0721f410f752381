"""Values that pass between the two kernels."""

import itertools
import json
from array import array
from collections import UserDict, deque, namedtuple
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from gradelab.sandbox.inside.values import adopt, decode, encode


def refuse(value):
    raise AssertionError(f"{value!r} went by reference")


def name(data):
    """Return the named tuple that is meant: the one thing that ``decode`` leaves to others."""
    return namedtuple(data["name"], data["fields"])(*data["tuple"])


def passed(value):
    return decode(json.loads(json.dumps(encode(value, refuse))), name)


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


@pytest.mark.filterwarnings("ignore:the matrix subclass is not the recommended way")
def test_subclasses_go_as_what_they_derive_from():
    class Odd(list):
        def __eq__(self, other):
            return True

    assert type(passed(Odd([1]))) is list
    assert type(passed(np.asmatrix([[1.0]]))) is np.ndarray
    assert passed(iter([1, 2])) == [1, 2]


@pytest.mark.parametrize(
    "value",
    [
        *(range(2, 9, 3), deque([1, 2], 3), deque([[1]]), Fraction(1, 3), Decimal("0.1")),
        *(Path("a/b"), slice(1, None), np.dtype("float32"), UserDict(a=[1])),
        *(MappingProxyType({"a": 1}), int, list, np.float32),
    ],
    ids=repr,
)
def test_values_and_types_of_the_library_travel(value):
    got = passed(value)
    assert type(got) is type(value)
    assert got == value


def test_views_of_dictionaries_stay_views():
    table = {"a": [1], "b": [2]}
    assert passed(table.keys()) == table.keys()
    assert list(passed(table.values())) == [[1], [2]]
    assert list(passed(table.items())) == [("a", [1]), ("b", [2])]
    assert type(passed(table.values())) is type(table.values())


def test_an_array_of_the_library_arrives_as_a_list():
    assert passed(array("d", [1.0, 2.0])) == [1.0, 2.0]


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        *(("range", [1, 2, 0]), ("fraction", [1, 0]), ("decimal", "x"), ("keys", [[]])),
        *(("type", "eval"), ("dtype", "["), ("path", 3), ("deque", [3]), ("user", [1])),
    ],
)
def test_a_forged_value_of_the_library_is_refused(kind, parts):
    with pytest.raises(ValueError, match=r"not an encoded value|must not be zero"):
        decode({kind: encode(parts, refuse)}, refuse)


def test_a_named_tuple_keeps_its_names():
    got = passed(namedtuple("Step", "loss grad")(0.5, [1.0]))
    assert (got.loss, got.grad, type(got).__name__) == (0.5, [1.0], "Step")
    assert got == (0.5, [1.0])


def test_an_endless_iterator_is_refused():
    with pytest.raises(ValueError, match="100,000 values"):
        encode(itertools.count(), refuse)


@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.PCG64DXSM])
def test_a_random_generator_draws_what_it_would_have_drawn(bits):
    ours = np.random.Generator(bits(3))
    ours.integers(10, dtype=np.int32)  # leaves half a draw behind
    theirs = passed(ours)
    np.testing.assert_array_equal(deepcopy(ours).normal(size=9), theirs.normal(size=9))
    assert adopt(ours, theirs) is ours
    assert ours.random() == theirs.random()


@pytest.mark.parametrize(
    "change",
    [
        {"bit_generator": "MT19937"},
        {"state": {"state": 2**200, "inc": 1}},
        {"state": "x"},
        {"has_uint32": 2**80},
    ],
)
def test_a_forged_state_of_a_generator_is_refused(change):
    state = np.random.PCG64(3).state | change
    with pytest.raises(ValueError, match=r"not an encoded value|int_to_array|elements"):
        decode({"generator": encode(state, refuse)}, refuse)


def test_other_random_generators_go_by_reference():
    mersenne = np.random.Generator(np.random.MT19937(3))
    assert encode(mersenne, lambda value: {"mine": 7}) == {"mine": 7}


def test_objects_go_by_reference():
    assert encode([print], lambda value: {"mine": 7}) == {"list": [{"mine": 7}]}
    assert decode({"list": [{"mine": 7}]}, lambda data: data["mine"]) == [7]


def test_long_integers_travel():
    for value in (10**5000, -(10**5000), True, 10**1000):
        assert same(value, passed([value])[0])


def test_arrays_of_objects_go_item_by_item():
    array = np.empty((2, 2), dtype=object)
    array[:] = [[1, "a"], [None, 2.5]]
    array[0, 0] = [np.arange(2), 3]
    got = passed(array)
    assert (got.dtype, got.shape) == (array.dtype, array.shape)
    assert got[1].tolist() == [None, 2.5]
    assert got[0, 0][0].tolist() == [0, 1]
    assert passed(np.array(None, dtype=object)).shape == ()


def test_what_contains_itself_is_refused():
    value = []
    value.append(value)
    with pytest.raises(ValueError, match="nested too deeply"):
        encode(value, refuse)


@pytest.mark.parametrize(
    "forged",
    [
        {"int": 3},
        {"int": "0xg"},
        {"objects": [1, 2], "shape": [3]},
        {"objects": 3, "shape": [3]},
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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([3, 1, 2], [1, 2, 3]),
        ([1], [True]),
        ([[1, 2], 3], [[2, 1], 3]),
        ([1, 2], [[1], None]),
        ({"a": 1}, {"a": 2}),
        ({"a": 1, "b": 2}, {"c": {"d": 3}}),
        ({1, 2}, {2, 3}),
        ([(1, 2)], [(2, 1)]),
        ([(1, [2])], [(1, [3])]),
        ([{1: [2]}], [{1: [3]}]),
    ],
)
def test_changes_of_containers_are_adopted(before, after):
    ours = deepcopy(before)
    assert adopt(ours, passed(after)) is ours
    assert same(ours, after) if not isinstance(after, set) else ours == after


def test_arrays_of_another_shape_or_type_are_adopted_where_they_lie_in_a_container():
    ours = [np.zeros(2), np.zeros(2, dtype=int)]
    adopt(ours, [np.ones(3), np.full(2, 0.5)])
    assert [array.tolist() for array in ours] == [[1, 1, 1], [0.5, 0.5]]


def test_what_did_not_change_stays_the_same_object():
    class Pair(tuple):
        pass

    pair, inner = Pair([1000, 2000.5]), [1]
    ours = [pair, inner, 5]
    adopt(ours, passed([pair, inner, 6]))
    assert ours[0] is pair
    assert ours[1] is inner
    assert ours[2] == 6
