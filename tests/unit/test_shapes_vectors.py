"""Vectors as JSON: whatever holds the numbers, each is sent, and with no more digits than it has."""

from __future__ import annotations

import json
import random
import struct
from array import array
from typing import Any

import pytest

from gatewright import vectors
from gatewright.vectors import number_text, shortest, vector_text

NUMBERS = random.Random(5)
SINGLE = array(
    "f", [NUMBERS.gauss(0, 0.05) for _ in range(500)] + [0.0, -1.5, 3.4028235e38, 1.1754944e-38, 8589973504.0]
)


@pytest.fixture(params=[True, False], ids=["numpy", "no numpy"])
def _numpy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NumPy, and as where it is not installed."""
    if request.param:
        pytest.importorskip("numpy")
    else:
        monkeypatch.setattr(vectors, "_numpy", lambda: None)


def same_in_single(text: str, numbers: array[float]) -> bool:
    return array("f", json.loads(text)) == numbers


def digits(text: str) -> int:
    """Most significant digits of a number in a list."""
    said = (
        each.lower().partition("e")[0].lstrip("-").replace(".", "") for each in text.strip("[]").split(",")
    )
    return max(len(each.strip("0")) for each in said)


@pytest.mark.parametrize("numbers", [[1.0, 2.5], (1.0, 2.5), [1, 2.5]], ids=["list", "tuple", "whole"])
def test_lists_and_tuples(numbers: Any) -> None:
    assert json.loads(vector_text(numbers)) == [1.0, 2.5]


def test_double_precision_keeps_all_its_digits() -> None:
    numbers = [NUMBERS.random() for _ in range(100)]

    assert json.loads(vector_text(numbers)) == numbers
    assert json.loads(vector_text(array("d", numbers))) == numbers


@pytest.mark.usefixtures("_numpy")
def test_single_precision_is_written_with_the_digits_that_it_has() -> None:
    for given in (SINGLE, memoryview(SINGLE)):
        text = vector_text(given)

        assert same_in_single(text, SINGLE)
        assert digits(text) <= 9
        assert len(text) < 0.7 * len(vector_text(SINGLE.tolist()))
    assert vector_text(array("f", [0.1, 2.5, -0.3])) == "[0.1,2.5,-0.3]"


@pytest.mark.usefixtures("_numpy")
def test_whole_numbers_in_arrays() -> None:
    assert vector_text(array("i", [1, -2])) == "[1,-2]"


def test_the_shortest_text_of_a_number_of_single_precision() -> None:
    for number, short in zip(SINGLE, shortest(SINGLE), strict=True):
        text = repr(short)
        assert struct.pack("f", short) == struct.pack("f", number)
        fewer = float(f"{number:.{digits(text) - 1}g}") if digits(text) > 1 else 0.0
        assert number == 0 or array("f", [fewer])[0] != number


def test_numpy_arrays_of_any_layout() -> None:
    numpy = pytest.importorskip("numpy")
    plain = numpy.array(SINGLE[:6], numpy.float32)
    spread = numpy.repeat(plain, 2)[::2]
    foreign = plain.astype(plain.dtype.newbyteorder())

    texts = {vector_text(each) for each in (plain, spread, foreign, list(plain), tuple(plain))}

    assert len(texts) == 1
    assert same_in_single(texts.pop(), SINGLE[:6])
    assert json.loads(vector_text(numpy.array([0.25, 3], numpy.float64))) == [0.25, 3]
    assert json.loads(vector_text(numpy.array([7, 8], numpy.uint8))) == [7, 8]


class Tensor:
    """What another library may have."""

    dtype = "float32"

    def tolist(self) -> list[float]:
        return [0.5, 1.5]


def test_anything_with_a_list_in_it() -> None:
    assert vector_text(Tensor()) == "[0.5,1.5]"


NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ([1.0, NAN], ValueError, "nan is no number that can be sent"),
        ((INFINITE, 1.0), ValueError, "inf is no number that can be sent"),
        (array("f", [NAN]), ValueError, "nan is no number"),
        (array("d", [-INFINITE]), ValueError, "-inf is no number"),
        ([True], ValueError, "True is no number"),
        ([False], ValueError, "False is no number"),
        ([None], TypeError, "a number, not NoneType"),
        (["1.0"], TypeError, "a number, not str"),
        ([[1.0]], TypeError, "a number, not list"),
        ([{}], TypeError, "a number, not dict"),
        ([{1.0}], TypeError, "a number, not set"),
        ([b"1"], TypeError, "a number, not bytes"),
        ("1.0", TypeError, "a list of numbers, not str"),
        ({1.0}, TypeError, "a list of numbers, not set"),
        ({0: 1.0}, TypeError, "a list of numbers, not dict"),
        pytest.param(iter([1.0]), TypeError, "a list of numbers, not list_iterator", id="an iterator"),
        (1.0, TypeError, "a list of numbers, not float"),
        (b"1.0", TypeError, "a list of numbers, not bytes"),
        ([2**70], TypeError, "64-bit"),
    ],
    ids=str,
)
def test_what_is_no_vector_is_refused(value: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        vector_text(value)


@pytest.mark.parametrize("numbers", [[1.0, NAN], [INFINITE]])
def test_numbers_that_are_none_are_refused_in_arrays_of_numpy(numbers: list[float]) -> None:
    numpy = pytest.importorskip("numpy")

    with pytest.raises(ValueError, match="is no number that can be sent"):
        vector_text(numpy.array(numbers, numpy.float32))
    with pytest.raises(TypeError, match="a number, not list"):
        vector_text(numpy.array([[1.0], [2.0]]))
    with pytest.raises(ValueError, match="True is no number"):
        vector_text(numpy.array([True]))
    with pytest.raises(TypeError, match="a list of numbers, not float32"):
        vector_text(numpy.float32(1.0))
    with pytest.raises(TypeError, match="a number, not str"):
        vector_text(numpy.array(["1.0"]))


def test_single_numbers() -> None:
    assert number_text(3) == "3"
    assert number_text(0.5) == "0.5"
