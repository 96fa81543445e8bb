"""Which socket takes a call: never a full or held one, never the first one for long work."""

from __future__ import annotations

from dataclasses import dataclass

from handmade_gateway import VALUES, describe, frame
from hypothesis import given, settings
from hypothesis import strategies as st

from gatewright.session.lanes import Place, choose
from gatewright.session.mux import Call, Session

IN_FLIGHT = 15


@dataclass
class Lane:
    load: int = 0
    held: bool = False

    def admits(self, place: Place) -> bool:
        return True


lanes_strategy = st.lists(st.builds(Lane, st.integers(0, 20), st.booleans()), min_size=1, max_size=6)


def test_an_idle_lane_comes_first_and_the_first_idle_one_of_all() -> None:
    assert choose([Lane(1), Lane(0), Lane(0)], long=False, in_flight=IN_FLIGHT) == 1
    assert choose([Lane(0), Lane(0)], long=False, in_flight=IN_FLIGHT) == 0


def test_without_an_idle_lane_the_one_with_the_least_to_do_is_taken() -> None:
    assert choose([Lane(3), Lane(2), Lane(4)], long=False, in_flight=IN_FLIGHT) == 1


def test_long_work_stays_off_the_first_lane_where_there_are_several() -> None:
    assert choose([Lane(0), Lane(5)], long=True, in_flight=IN_FLIGHT) == 1
    assert choose([Lane(0), Lane(15)], long=True, in_flight=IN_FLIGHT) is None
    assert choose([Lane(5)], long=True, in_flight=IN_FLIGHT) == 0


def test_a_held_lane_takes_nothing() -> None:
    assert choose([Lane(0, held=True)], long=False, in_flight=IN_FLIGHT) is None
    assert choose([Lane(0, held=True), Lane(9)], long=False, in_flight=IN_FLIGHT) == 1


@given(lanes_strategy, st.booleans())
def test_the_choice_is_always_possible_and_best(lanes: list[Lane], long: bool) -> None:
    allowed = range(1 if long and len(lanes) > 1 else 0, len(lanes))
    free = [index for index in allowed if lanes[index].load < IN_FLIGHT and not lanes[index].held]
    index = choose(lanes, long=long, in_flight=IN_FLIGHT)
    if not free:
        assert index is None
    else:
        assert index in free
        assert lanes[index].load == min(lanes[other].load for other in free)


class GatewaySocket:
    """A gateway that admits so many requests since its oldest unfinished one, as the real one does."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.admitted: list[tuple[Call, bool]] = []

    @property
    def load(self) -> int:
        return self.session.load

    @property
    def held(self) -> bool:
        return self.session.paused

    def admits(self, place: Place) -> bool:
        return True

    def admit(self, call: Call) -> None:
        self.admitted.append((call, False))
        assert len(self.admitted) <= IN_FLIGHT

    def finish(self, index: int) -> None:
        call, done = self.admitted[index]
        if not done:
            self.session.receive(frame(call.id, 1, complete=True), 0)
            self.admitted[index] = call, True
        while self.admitted and self.admitted[0][1]:
            self.admitted.pop(0)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_gateway_never_gets_more_than_it_admits(data: st.DataObject) -> None:
    info = describe()
    assert info.socket is not None
    lanes = [GatewaySocket(Session(info, info.socket, VALUES)) for _ in range(data.draw(st.integers(1, 3)))]
    for _ in range(data.draw(st.integers(0, 120))):
        if data.draw(st.booleans()):
            long = data.draw(st.booleans())
            index = choose(lanes, long=long, in_flight=IN_FLIGHT)
            if index is not None:
                call = lanes[index].session.start("ask", VALUES, {}, stream=long, timeout=1, now=0)
                lanes[index].admit(call)
                assert not (long and index == 0 and len(lanes) > 1)
        else:
            lane = data.draw(st.sampled_from(lanes))
            if lane.admitted:
                which = data.draw(st.integers(0, len(lane.admitted) - 1))
                call = lane.admitted[which][0]
                if data.draw(st.booleans()):
                    lane.session.abandon(call)
                lane.finish(which)
