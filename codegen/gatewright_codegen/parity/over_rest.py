"""Questions over REST, each made so that nothing is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from gatewright import wire

from .asking import Answer, fill, located
from .described import Call, placeholders
from .ground import ALIKE, GENERIC, NOBODY, NOTHING, Ground, Unasked, elsewhere, fixed, is_harmless

UNREADABLE = b"{"


@dataclass(frozen=True, slots=True)
class Question:
    """A request that asks whether an operation is there.

    Attributes:
        path: Still with its placeholders.
        body: JSON to be sent; None: as `content` says.
        told_by: Constants of the body that name the operation; none: the path does.
    """

    method: str
    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any] | None = None
    content: bytes | None = None
    told_by: Mapping[str, Any] | None = None


class OverRest:
    """Asks for operations by their routes."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._controls: dict[object, Answer] = {}
        self._refused: bool | None = None
        self._routes = Counter(
            (call.route.method, call.route.path) for call in ground.described if call.route is not None
        )

    def ask(self, call: Call) -> Answer:
        """The answer that tells whether an operation is there.

        Raises:
            Unasked: nothing can tell.
            ParityError: the gateway cannot be reached.
        """
        question = self._question(call)
        answer = self._ask(question)
        unknown = self._ground.is_unknown(answer)
        if question.method == "OPTIONS":
            if unknown and answer.status != 405:
                return answer
            if call.route is None or call.route.method not in answer.allowed:
                raise Unasked("the gateway does not tell which methods it serves there")
            return Answer(200)
        known = not unknown and not answer.silent
        if known and question.content is not None and call.operation.send and self._is_shared(call):
            raise Unasked(f"its route is there, but {NOTHING}")
        return answer

    def _question(self, call: Call) -> Question:
        """How to ask for an operation over REST without doing anything.

        Raises:
            Unasked: there is no way.
        """
        operation, route, probe = call.operation, call.route, self._ground.probe
        assert route is not None
        shared = self._is_shared(call)
        if call.generic and shared:
            raise Unasked(GENERIC)
        question = Question(route.method, route.path, self._ground.filled(route.query))
        told_by = operation.send if shared and route.method != "GET" else None
        whole = {**fill(self._ground.gateway.rest.body, self._ground.values), **operation.send}
        if call.key in probe.bodies:
            return replace(question, body={**whole, **probe.bodies[call.key]}, told_by=told_by)
        if route.method == "GET":
            return question
        if operation.idempotent or (not operation.open and self._refuses()):
            return replace(question, body=whole, told_by=told_by)
        if any(field.place == "body" for field in operation.request.values()):
            return replace(question, content=UNREADABLE)
        if told_by:
            raise Unasked(NOTHING)
        if route.method == "DELETE" and placeholders(route.path):
            return question
        return replace(question, method="OPTIONS")

    def _refuses(self) -> bool:
        """Whether the gateway refuses everything, as described; something harmless tells."""
        if self._refused is None:
            harmless = (
                call
                for call in self._ground.described
                if call.route is not None and call.route.method != "GET" and is_harmless(call)
            )
            call = next(harmless, None) if self._ground.probe.refuses_rest else None
            self._refused = call is not None and self._send(self._question(call)).is_refusal
        return self._refused

    def _is_shared(self, call: Call) -> bool:
        """Whether other operations have the same route."""
        return call.route is not None and self._routes[call.route.method, call.route.path] > 1

    def _ask(self, question: Question) -> Answer:
        """The answer.

        Raises:
            Unasked: the gateway would say the same if it did not have the operation.
        """
        answer = self._send(question)
        if question.told_by:
            nobody = {**(question.body or {}), **dict.fromkeys(question.told_by, NOBODY)}
            told = [str(value) for value in question.told_by.values()]
            if self._ground.says_more(answer, self._control(replace(question, body=nobody)), told):
                return answer
        # A gateway that does not look at the constants goes by the path.
        control = self._control(replace(question, path=elsewhere(question.path)))
        if not self._ground.says_more(answer, control, fixed(question.path)):
            raise Unasked(ALIKE)
        return answer

    def _control(self, question: Question) -> Answer:
        """The answer to a question about something that no gateway has."""
        kept = (question.method, question.path, wire.dumps(question.body), question.content)
        if kept not in self._controls:
            self._controls[kept] = self._send(question)
        return self._controls[kept]

    def _send(self, question: Question) -> Answer:
        ground = self._ground
        path = located(question.path, dict.fromkeys(placeholders(question.path), NOBODY) | ground.scopes)
        content = question.content if question.body is None else wire.dumps(dict(question.body))
        headers = ground.headers(ground.credential)
        return ground.http.ask(question.method, path, query=question.query, headers=headers, content=content)
