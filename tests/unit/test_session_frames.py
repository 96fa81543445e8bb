"""Finding frames in what arrives: the quick way must say what websockets' own parser says."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN, Protocol, Side
from websockets.uri import parse_uri

from gatewright.errors import GatewayError
from gatewright.session.frames import Assembler, Intake, Masks, text_frame

LIMIT = 70_000


class Heard:
    """A conversation that notes what it hears."""

    failure: GatewayError | None = None
    paused = False

    def __init__(self) -> None:
        self.outgoing: list[bytes] = []
        self.messages: list[bytes] = []
        self.pongs: list[bytes] = []

    def receive(self, text: Any, now: float) -> None:
        self.messages.append(bytes(text))

    def pong(self, data: bytes) -> None:
        self.pongs.append(data)

    def fail(self, error: GatewayError) -> None:
        self.failure = error


class Reader:
    """A socket's receiving side, with or without the quick way."""

    def __init__(self) -> None:
        self.protocol = ClientProtocol(parse_uri("ws://localhost/"), state=OPEN, max_size=LIMIT)
        self.assembler = Assembler()
        self.heard = Heard()
        self.intake = Intake(self.library, LIMIT)

    def library(self, data: bytes) -> bool:
        self.protocol.receive_data(data)
        self.assembler.deliver(self.protocol.events_received(), self.heard, 0.0)
        return self.protocol.state is OPEN and not self.assembler.halfway

    def quick(self, data: bytes) -> None:
        if self.protocol.state is OPEN:
            self.intake.feed(data, self.heard, 0.0)
        else:
            self.library(data)

    def outcome(self) -> tuple[Any, ...]:
        return self.heard.messages, self.heard.pongs, self.protocol.state, type(self.protocol.parser_exc)


text = st.binary(max_size=300) | st.sampled_from([b"x" * 125, b"x" * 126, b"x" * 65_535, b"x" * 65_536])
whole = text.map(lambda data: Frame(Opcode.TEXT, data).serialize(mask=False))
control = st.tuples(st.sampled_from([Opcode.PING, Opcode.PONG]), st.binary(max_size=125)).map(
    lambda made: Frame(made[0], made[1]).serialize(mask=False)
)
fragments = st.lists(st.binary(max_size=40), min_size=2, max_size=4).map(
    lambda parts: b"".join(
        Frame(Opcode.CONT if at else Opcode.TEXT, part, at == len(parts) - 1).serialize(mask=False)
        for at, part in enumerate(parts)
    )
)
wrong = st.sampled_from(
    [
        Frame(Opcode.TEXT, b"masked").serialize(mask=True),
        Frame(Opcode.TEXT, b"x" * (LIMIT + 1)).serialize(mask=False),
        Frame(Opcode.CONT, b"of nothing").serialize(mask=False),
        Frame(Opcode.CLOSE, b"\x03\xe8").serialize(mask=False),
        b"\xc1\x01x",
    ]
)


@given(
    st.lists(whole | whole | control | fragments, max_size=8),
    st.none() | wrong,
    st.lists(st.integers(1, 200_000), max_size=12),
)
def test_any_cut_of_any_frames_is_heard_as_the_library_hears_it(
    frames: list[bytes], last: bytes | None, cuts: list[int]
) -> None:
    data = b"".join(frames) + (last or b"")
    slow, quick = Reader(), Reader()
    slow.library(data)
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, stop in pairwise(places):
        quick.quick(data[start:stop])
    assert quick.outcome() == slow.outcome()


@given(
    st.text(max_size=200) | st.sampled_from(["x" * n for n in (125, 126, 65535, 65536)]),
    st.binary(min_size=4, max_size=4),
)
def test_text_frames_are_what_a_server_reads(text: str, key: bytes) -> None:
    server = Protocol(Side.SERVER, state=OPEN)
    server.receive_data(text_frame(text.encode(), key))
    events = server.events_received()
    assert [(event.opcode, event.fin, bytes(event.data)) for event in events if isinstance(event, Frame)] == [
        (Opcode.TEXT, True, text.encode())
    ]


def test_no_two_frames_are_masked_alike() -> None:
    masks = Masks()
    keys = [masks.next() for _ in range(5000)]
    assert {len(key) for key in keys} == {4}
    assert len(set(keys)) > 4990
