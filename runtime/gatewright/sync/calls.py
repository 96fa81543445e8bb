"""What calls over HTTP and over sockets share, for blocking code."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from os import PathLike
from typing import Any, TypeVar, cast

from ..channel import Channel
from ..chunks import Tally, saving
from ..config import Config
from ..operation import GatewayInfo, Operation, StreamOperation, Upload, streaming
from ..results import read_items
from ..steps import OnProgress, uploaded, whole
from ..transfer import Uploaded
from .steps import run
from .stream import Stream

R = TypeVar("R")
Item = TypeVar("Item")


class CallChannel(Channel):
    """Base of the ways of a call."""

    def __init__(self, info: GatewayInfo, config: Config) -> None:
        super().__init__()
        self._info = info
        self._config = config

    def call(
        self,
        operation: Operation[R],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
        verify: bool = False,
    ) -> R:
        """Call an operation and return its result; `verify` makes sure that it worked, by reading back.

        Raises:
            GatewayError: see the errors module for what can go wrong.
        """
        if verify or operation.derive is not None:
            return run(
                whole(self._info, operation, fields, verify=verify),
                lambda step, given: self.call(step, scope, given, timeout),
            )
        if operation.join:
            return self._joined(operation, scope, fields, timeout)
        return self._ask(operation, scope, fields, self._config.seconds(timeout))

    def answer(
        self,
        operation: StreamOperation[R, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
        callback: Callable[[Item], object] | None = None,
    ) -> R | Stream[Item]:
        """Call an operation that can stream: a stream if its switch is on, else its result."""
        switch = operation.stream.switch
        if switch is None or fields.get(switch):
            return self.stream(operation, scope, fields, timeout, callback)
        return self.call(operation, scope, fields, timeout)

    @abstractmethod
    def stream(
        self,
        operation: StreamOperation[Any, Item],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
        callback: Callable[[Item], object] | None = None,
    ) -> Stream[Item]:
        """The stream of an operation; the timeout counts from one piece of it to the next."""

    def upload(
        self,
        upload: Upload,
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
        on_progress: OnProgress | None = None,
    ) -> Uploaded:
        """Send something up, in chunks if it is large; the timeout is that of each request.

        Raises:
            GatewayError: it stopped; `upload` names what can be resumed.
        """
        steps = uploaded(self._info, upload, fields, on_progress)
        return run(steps, lambda step, given: self.call(step, scope, given, timeout))

    def save(
        self,
        operation: StreamOperation[Any, bytes],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        path: str | PathLike[str],
        timeout: float | None,
        on_progress: OnProgress | None = None,
    ) -> int:
        """Write a stream of bytes to a file, and return how many there were.

        Raises:
            OSError: the file cannot be written.
            GatewayError: the stream failed; what was written is removed.
        """
        tally = Tally(operation)
        stream = self._download(operation, scope, fields, self._config.seconds(timeout), tally)
        with stream, saving(path) as file:
            for chunk in stream:
                file.write(chunk)
                if on_progress is not None:
                    on_progress(tally.done, tally.total or tally.done)
        return tally.done

    def _joined(
        self,
        operation: Operation[R],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float | None,
    ) -> R:
        """The result of a call whose answer is a stream, joined."""
        streamed = cast("StreamOperation[R, Any]", operation)
        stream = self.stream(streamed, scope, streaming(streamed, fields), timeout)
        return read_items(self._info, operation, fields, stream.collect())

    @abstractmethod
    def _ask(
        self, operation: Operation[R], scope: Mapping[str, str], fields: Mapping[str, Any], timeout: float
    ) -> R:
        """Send one request and return its result."""

    @abstractmethod
    def _download(
        self,
        operation: StreamOperation[Any, Any],
        scope: Mapping[str, str],
        fields: Mapping[str, Any],
        timeout: float,
        tally: Tally,
    ) -> Stream[Any]:
        """A stream of bytes, counted."""
