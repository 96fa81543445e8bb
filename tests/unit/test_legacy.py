"""Older argument names: accepted, with a word about it where they have lost their meaning."""

from __future__ import annotations

import asyncio
import warnings
from typing import Any

import pytest

from gatewright.legacy import legacy


class Client:
    """A client whose method has had other names for its arguments."""

    @legacy(renamed={"question": "query"}, ignored={"user": "there are workspaces instead"})
    def ask(self, query: str, limit: int = 10) -> tuple[str, int]:
        """Ask something."""
        return query, limit

    @legacy(ignored={"user": "there are workspaces instead"})
    async def ask_later(self, query: str) -> str:
        return query


def ask(*args: Any, **kwargs: Any) -> Any:
    return Client().ask(*args, **kwargs)


def test_new_names_need_no_word() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert ask("a", 5) == ("a", 5)
        assert ask(query="a") == ("a", 10)
        assert ask(question="a", limit=1) == ("a", 1)


def test_an_argument_without_meaning_is_dropped_with_a_warning_at_the_caller() -> None:
    with pytest.warns(DeprecationWarning, match=r"ask\(user=\.\.\.\): there are workspaces") as warned:
        assert Client().ask("a", user="me") == ("a", 10)  # type: ignore[call-arg]
    assert warned[0].filename == __file__


def test_both_names_at_once_are_an_error() -> None:
    with pytest.raises(TypeError, match="both 'query' and its older name 'question'"):
        ask(query="a", question="b")
    with pytest.raises(TypeError, match="multiple values"):
        ask("a", question="b")


def test_unknown_names_stay_errors() -> None:
    with pytest.raises(TypeError, match="nonsense"):
        ask("a", nonsense=1)


def test_asynchronous_methods_too() -> None:
    with pytest.warns(DeprecationWarning, match="workspaces"):
        answer = Client().ask_later("a", user="me")  # type: ignore[call-arg]
    assert asyncio.run(answer) == "a"


def test_name_and_documentation_stay() -> None:
    assert (Client.ask.__name__, Client.ask.__doc__) == ("ask", "Ask something.")


def test_the_callers_arguments_are_left_alone() -> None:
    given = {"question": "a"}
    assert ask(**given) == ("a", 10)
    assert given == {"question": "a"}
