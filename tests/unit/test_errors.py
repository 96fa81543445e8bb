"""The exception tree: builtin cousins, words, and the way through a pickle."""

from __future__ import annotations

import copy
import pickle

import pytest

from gatewright import errors
from gatewright.errors import (
    ClientClosed,
    ConfigurationError,
    ConnectionFailed,
    ConnectionLost,
    GatewayError,
    ImportInterrupted,
    InvalidItem,
    NotSupported,
    RequestTimeout,
    ServiceError,
    discreet,
)

CLASSES = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, GatewayError)
]


def make(kind: type[GatewayError]) -> GatewayError:
    if kind is InvalidItem:
        return InvalidItem("bad", index=3, field="o", operation="put")
    if kind is ImportInterrupted:
        return ImportInterrupted("stopped", sent=10, confirmed=5, operation="put")
    return kind("it failed", operation="ask", type="llm-error", status=503, hint="try again")


def test_all_classes_are_in_the_tree_of_the_docstring() -> None:
    assert errors.__doc__ is not None
    assert len(CLASSES) > 10
    assert all(kind.__name__ in errors.__doc__ for kind in CLASSES)


@pytest.mark.parametrize("kind", CLASSES)
def test_errors_go_through_a_pickle_and_a_copy(kind: type[GatewayError]) -> None:
    error = make(kind)
    error.partial = [1, 2]
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is kind
        assert str(again) == str(error)
        assert vars(again) == vars(error)
        assert again.args == error.args
        assert again.retryable == error.retryable


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (ConfigurationError, ValueError),
        (NotSupported, TypeError),
        (InvalidItem, ValueError),
        (ConnectionFailed, ConnectionError),
        (ConnectionLost, ConnectionError),
        (ClientClosed, ConnectionError),
        (ImportInterrupted, ConnectionError),
        (RequestTimeout, TimeoutError),
    ],
)
def test_errors_are_builtin_ones_too(kind: type[GatewayError], builtin: type[Exception]) -> None:
    assert isinstance(make(kind), builtin)


def test_the_text_says_what_where_and_what_to_do() -> None:
    error = make(ServiceError)
    assert str(error) == "ask: it failed [llm-error] (HTTP 503) - try again"
    assert str(ServiceError("it failed")) == "it failed"
    assert str(ServiceError("it failed", status=200)) == "it failed"
    assert str(ServiceError("t: it failed", type="t")) == "t: it failed"


def test_which_errors_are_worth_another_try() -> None:
    worth = {kind.__name__ for kind in CLASSES if make(kind).retryable}
    assert {"ConnectionLost", "ConnectionFailed", "RequestTimeout", "Unavailable"} <= worth
    assert not {"ClientClosed", "ConfigurationError", "NotSupported", "InvalidRequest", "NotFound"} & worth


def test_an_interrupted_import_says_where_to_go_on() -> None:
    error = ImportInterrupted("stopped", sent=10, confirmed=5)
    assert "5 of the 10 items sent are confirmed; resume with start=5" in str(error)
    assert (error.sent, error.confirmed, error.position) == (10, 5, 5)
    error = ImportInterrupted("stopped", sent=10, confirmed=5, position=1003)
    assert "5 of the 10 items sent are confirmed; resume with start=1003" in str(error)
    assert (error.sent, error.confirmed, error.position) == (10, 5, 1003)


def test_an_invalid_item_says_which() -> None:
    error = InvalidItem("bad", index=3, field="o")
    assert (error.index, error.field) == (3, "o")
    assert "3" in str(error)


def test_partial_results_are_not_shared() -> None:
    first, second = make(ServiceError), make(ServiceError)
    first.partial.append(1)
    assert second.partial == []


def test_a_credential_is_struck_out() -> None:
    error = discreet(ServiceError("bad tg_secret", hint="not tg_secret"), "tg_secret")
    assert "tg_secret" not in f"{error} {error!r} {error.args}"
    assert "***" in str(error)
    assert str(discreet(ServiceError("a bad day"), "a")) == "a bad day"
    assert str(discreet(ServiceError("bad"), None)) == "bad"
