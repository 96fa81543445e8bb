"""One feed: events in, and the few words that a watcher says.

The feed's events are the bodies of one call. It ends with an event that says so, or when
the gateway has twice in succession said of something that it is over: the event that
belongs to the end may never come, or may still be on its way at the first time.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from typing import Any

from .. import wire
from ..errors import GatewayError, ProtocolViolation, RequestTimeout, discreet
from ..operation import Command, Feed
from .mux import HIGH_BYTES, HIGH_WATER, LOW_WATER, Call, copy_of

MOST_UNANSWERED = 4
"""Polls without an answer after which a feed is given up, however lively the gateway is otherwise."""


class Asked:
    """A command that waits for its answer."""

    __slots__ = ("answer", "command", "deadline", "error", "wake")

    def __init__(self, command: Command[Any], deadline: float) -> None:
        self.command = command
        self.deadline = deadline
        self.answer: Any = None
        self.error: GatewayError | None = None
        self.wake: Callable[[], None] | None = None

    def ready(self) -> bool:
        return self.answer is not None or self.error is not None

    def settle(self) -> None:
        """Wake whoever waits."""
        if self.wake is not None:
            self.wake()


class FeedSession:
    """The conversation on the socket of a feed.

    Attributes:
        call: Collects the events; its deadline is when to look after the feed again.
        paused: The reader is slow; do not read.
        outgoing: Frames to send.
    """

    def __init__(self, feed: Feed[Any], timeout: float, now: float, token: str | None = None) -> None:
        self.call = Call("", feed.name, b"", True, timeout, now)
        self.paused = False
        self.failure: GatewayError | None = None
        self.outgoing: list[bytes] = []
        self._feed = feed
        self._token = token
        self._words = {word.encode(): word for word in feed.words}
        self._longest_word = max(map(len, self._words), default=-1)
        self._replies = {kind: text.encode() for kind, text in feed.replies.items()}
        self._special = frozenset({*feed.hidden, *feed.replies, *feed.settled, *feed.end})
        self._heard = now
        self._due = now + feed.every if feed.poll is not None else math.inf
        self._polls = 0
        self._signs = 0
        self._told = False
        self._asked: deque[Asked] = deque()

    # What a shell asks when a reader waits

    def expect(self, now: float) -> None:
        """Somebody waits from now on: silence counts, and the next poll comes in time."""
        self._heard = now
        self._plan()

    def attend(self, now: float) -> RequestTimeout | None:
        """The call's deadline has come: poll if it is time; says why if there is no hope any more."""
        if now >= self._heard + self.call.timeout:
            return self._given_up(f"no sign of life within {self.call.timeout:g} s")
        if self._polls >= MOST_UNANSWERED:
            return self._given_up(f"the gateway does not answer {self._feed.poll!r} any more")
        if now >= self._due and self._feed.poll is not None:
            self.outgoing.append(self._feed.poll.encode())
            self._polls += 1
            self._due = now + (self._feed.every if not self._signs else self._feed.settle)
        self._plan()
        return None

    def ask(self, command: Command[Any], deadline: float) -> Asked:
        """Enter a command; its text is to be sent."""
        asked = Asked(command, deadline)
        if self.failure is not None:
            asked.error = copy_of(self.failure, command.name)
        else:
            self._asked.append(asked)
        return asked

    def forget(self, asked: Asked) -> None:
        """Nobody waits for this answer any more. When it comes, it still is not anybody else's."""
        asked.wake = None

    # What the connection tells

    def receive(self, text: wire.Text, now: float) -> None:
        """Take one frame."""
        call = self.call
        self._heard = now
        if len(text) <= self._longest_word:
            word = self._words.get(text.encode() if isinstance(text, str) else bytes(text))
            if word is not None:
                self._answered(word, None, word)
                return
        try:
            event = wire.loads(text)
        except wire.JSONDecodeError:
            self.fail(ProtocolViolation("the gateway sent an event that is not JSON"))
            return
        if not wire.is_object(event):
            self.fail(ProtocolViolation("the gateway sent an event that is not a JSON object"))
            return
        kind = event.get(self._feed.type)
        asked = bool(self._asked) and self._answered(None, kind, event)
        if type(kind) is str and kind in self._special:
            if self._concerns_us(kind, event, now, asked):
                return
        elif asked:
            return
        if call.abandoned or call.done:
            return
        call.size = call.size + len(text) if call.bodies else len(text)
        call.bodies.append(event)
        if kind in self._feed.end or self._signs > 1:
            call.finish()
            return
        self.paused = len(call.bodies) >= HIGH_WATER or call.size >= HIGH_BYTES
        self._plan()
        if call.wake is not None:
            call.wake()

    def pong(self, data: bytes) -> None:
        """Nothing is asked of a feed in this way."""

    def taken(self) -> None:
        """The reader took events; reading may go on."""
        if self.paused and len(self.call.bodies) <= (LOW_WATER if self.call.size < HIGH_BYTES else 0):
            self.paused = False

    def fail(self, error: GatewayError) -> None:
        """The connection is gone."""
        if self.failure is not None:
            return
        self.failure = discreet(error, self._token)
        error.operation = self.call.operation
        self.paused = False
        for asked in self._asked:
            asked.error = copy_of(error, asked.command.name)
            asked.settle()
        self._asked.clear()
        self.call.finish(error)

    def _concerns_us(self, kind: str, event: dict[str, Any], now: float, asked: bool) -> bool:
        """Act on an event; True if it goes no further."""
        reply = self._replies.get(kind)
        if reply is not None:
            self.outgoing.append(reply)
        if kind in self._feed.hidden:
            self._plan()
            return True
        settled = self._feed.settled.get(kind)
        if settled is None:
            return asked
        polled = self._polls > 0 and not asked
        if polled:
            self._polls -= 1
        if not all(event.get(name) in values for name, values in settled.items()):
            self._signs = 0
            self._plan()
            return asked or polled
        self._signs += 1
        if self._signs > 1 and self._told:
            self.call.finish()
            return True
        if self._signs == 1 and self._feed.poll is not None:
            self._due = min(self._due, now + self._feed.settle)
            self._plan()
        if asked and self._signs == 1:
            return True
        self._told = True
        return False

    def _answered(self, word: str | None, kind: Any, event: Any) -> bool:
        """Whether the oldest command that can be answered so was waiting for this."""
        for asked in self._asked:
            command = asked.command
            if (word is not None and command.word == word) or (
                kind is not None and command.event is not None and command.event == kind
            ):
                self._asked.remove(asked)
                asked.answer = event
                asked.settle()
                return True
        return False

    def _given_up(self, text: str) -> RequestTimeout:
        return RequestTimeout(text, operation=self.call.operation)

    def _plan(self) -> None:
        self.call.deadline = min(self._heard + self.call.timeout, self._due)
