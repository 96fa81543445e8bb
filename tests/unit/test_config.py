"""Settings: what is refused and why, where values come from, and that the token shows nowhere."""

from __future__ import annotations

import copy
import logging
import math
import pickle
import pprint
import ssl
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from handmade_gateway import INFO, TOKEN
from hypothesis import given
from hypothesis import strategies as st

from gatewright.api import BaseApi
from gatewright.config import (
    Config,
    Secret,
    backoff,
    check_count,
    check_timeout,
    expand_path,
    parse_url,
    resolve,
)
from gatewright.errors import ConfigurationError, GatewayError
from gatewright.operation import Operation, StreamOperation, StreamRule


def settle(**options: Any) -> Config:
    arguments: dict[str, Any] = {
        "url": None,
        "timeout": None,
        "token": None,
        "settings": {},
        "sockets": None,
        "verify": True,
        "retries": None,
        "headers": None,
        **options,
    }
    return resolve(INFO, **arguments)


def make_api(**options: Any) -> BaseApi:
    arguments: dict[str, Any] = {
        "url": "http://127.0.0.1:1/",
        "timeout": 5,
        "token": TOKEN,
        "settings": {},
        "sockets": None,
        "verify": True,
        "retries": 0,
        "headers": None,
        "http_client": None,
        "async_http_client": None,
        **options,
    }
    return BaseApi(INFO, **arguments)


@pytest.mark.parametrize(
    ("url", "parts", "base"),
    [
        ("http://localhost:8088/", ("localhost", 8088, False, ""), "http://localhost:8088"),
        ("https://example.org", ("example.org", 443, True, ""), "https://example.org"),
        ("wss://example.org/gw/", ("example.org", 443, True, "/gw"), "https://example.org/gw"),
        ("ws://[::1]:80/a/b", ("::1", 80, False, "/a/b"), "http://[::1]/a/b"),
        ("HTTP://Example.ORG:8080", ("example.org", 8080, False, ""), "http://example.org:8080"),
    ],
)
def test_urls_are_taken_apart(url: str, parts: tuple[Any, ...], base: str) -> None:
    assert parse_url(url) == parts
    config = settle(url=url)
    assert config.http_url == base
    assert config.socket_url == "ws" + base[4:]


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8088",
        "ftp://localhost/",
        "//localhost/",
        "",
        "http://",
        "http:///path",
        "http://:8080/",
        "http://localhost:99999/",
        "http://localhost:0/",
        "http://localhost:port/",
        "http://[::1/",
        "http://user@localhost/",
        "http://localhost/?a=1",
        "http://localhost/#a",
        "http://local host/",
        "http://localhost/ä",
        "http://localhost/\r\nX: y",
        "http://bücher.example/",
        b"http://localhost/",
        5,
        None.__class__,
    ],
)
def test_what_is_no_url_of_a_gateway_is_refused(url: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^url: "):
        settle(url=url)


@pytest.mark.parametrize(
    "url",
    [
        f"http://user:{TOKEN}@localhost/",
        f"http://user:{TOKEN}@localhost:99999/",
        f"http://{TOKEN}@[::1/",
        f"ftp://:{TOKEN}@localhost/",
        f"http://:{TOKEN}@/",
        f"http://localhost/?token={TOKEN}",
        f"http://localhost:bad/?token={TOKEN}",
    ],
)
def test_a_refused_url_does_not_show_a_password(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settle(url=url)
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "timeout", [0, -1, -0.5, math.nan, math.inf, -math.inf, "5", True, [], 10**400, -(10**400), 1j]
)
def test_what_is_no_timeout_is_refused(timeout: Any) -> None:
    if timeout == 10**400:
        assert math.isfinite(check_timeout(timeout))
        return
    with pytest.raises(ConfigurationError, match=r"^timeout: "):
        check_timeout(timeout)
    with pytest.raises(ConfigurationError, match=r"^timeout: "):
        settle(timeout=timeout)


@given(st.floats(min_value=1e-6, max_value=1e300) | st.integers(1, 10**30))
def test_every_timeout_is_one_that_the_operating_system_takes(timeout: float) -> None:
    import socket
    import threading

    seconds = check_timeout(timeout)
    assert seconds == float(timeout) or (timeout > seconds > 10**6)
    with socket.socket() as unused:
        unused.settimeout(seconds)
    assert seconds < threading.TIMEOUT_MAX


@pytest.mark.parametrize("value", [-1, 1.5, "2", True, None])
def test_what_is_no_count_is_refused(value: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^retries: "):
        check_count("retries", value, 0)


def test_sockets_and_retries_have_least_values() -> None:
    assert (settle(sockets=1).sockets, settle(retries=0).retries) == (1, 0)
    with pytest.raises(ConfigurationError, match="sockets"):
        settle(sockets=0)
    with pytest.raises(ConfigurationError, match="retries"):
        settle(retries=-1)


def test_an_argument_comes_before_the_environment_and_that_before_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert settle().http_url == "http://localhost:8888"
    assert settle().values == {"token": None, "workspace": "default"}
    monkeypatch.setenv("HANDMADE_URL", "http://env:1/")
    monkeypatch.setenv("HANDMADE_TOKEN", "env-token")
    monkeypatch.setenv("HANDMADE_WORKSPACE", "env-space")
    assert (settle().host, settle().values) == ("env", {"token": "env-token", "workspace": "env-space"})
    mine = settle(url="http://mine/", token="mine", settings={"workspace": "my-space"})
    assert (mine.host, mine.values) == ("mine", {"token": "mine", "workspace": "my-space"})
    monkeypatch.setenv("HANDMADE_TOKEN", "")
    assert settle().values["token"] is None


def test_an_empty_token_is_none_and_overrides_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDMADE_TOKEN", "env-token")
    assert settle(token="").values["token"] is None


@pytest.mark.parametrize("token", ["a b", "a\nb", "a\r\nX: y", "ä", "\x00", "\x7f", 5, b"bytes", ["x"]])
def test_what_is_no_token_is_refused_without_being_shown(token: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^token: ") as caught:
        settle(token=token)
    assert repr(token) not in str(caught.value)


@pytest.mark.parametrize(
    "headers",
    [{"X-A": "a\r\nX-B: b"}, {"X A": "a"}, {"": "a"}, {"X:": "a"}, {"X-A": 5}, {"X-A": "\u20ac"}, {"Ä": "a"}],
)
def test_what_is_no_header_is_refused(headers: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^headers: "):
        settle(headers=headers)


@pytest.mark.parametrize("verify", [None, 0, "", [], Path("ca.pem"), "/no/such/file"])
def test_verification_cannot_be_switched_off_by_accident(verify: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^verify: "):
        settle(url="https://example.org/", verify=verify)


def test_a_file_without_certificates_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("no certificate")
    with pytest.raises(ConfigurationError, match="holds no certificates"):
        settle(url="https://example.org/", verify=str(file)).ssl_context()


def test_tls_contexts() -> None:
    assert settle(url="http://example.org/").ssl_context() is None
    checked = settle(url="https://example.org/").ssl_context()
    assert checked is not None
    assert (checked.check_hostname, checked.verify_mode) == (True, ssl.CERT_REQUIRED)
    with pytest.warns(UserWarning, match=r"example\.org are not verified") as warned:
        make_api(url="https://example.org/", verify=False)
    assert len(warned) == 1
    with pytest.warns(UserWarning, match="not verified"):
        unchecked = settle(url="https://example.org/", verify=False).ssl_context()
    assert unchecked is not None
    assert unchecked.verify_mode == ssl.CERT_NONE
    own = ssl.create_default_context()
    assert settle(url="https://example.org/", verify=own).ssl_context() is own


def test_paths_are_filled() -> None:
    assert expand_path("/flow/{flow}/x", {"flow": "a b/c?d#e%"}) == "/flow/a%20b%2Fc%3Fd%23e%25/x"
    assert expand_path("/plain", {}) == "/plain"
    assert expand_path("/{document-id}", {"document-id": 5, "unused": object()}) == "/5"


@pytest.mark.parametrize("value", ["", ".", "..", None, "\ud800"])
def test_values_that_would_change_the_path_are_refused(value: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^flow: "):
        expand_path("/flow/{flow}/x", {"flow": value})


def test_a_missing_value_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"^flow: "):
        expand_path("/flow/{flow}/x", {})


@given(st.text())
def test_no_value_can_leave_its_segment(value: str) -> None:
    try:
        path = expand_path("/flow/{flow}/x", {"flow": value})
    except ConfigurationError:
        return
    parts = urlsplit("http://host" + path)
    assert (parts.query, parts.fragment) == ("", "")
    segments = parts.path.split("/")
    assert (segments[:2], len(segments), segments[3]) == (["", "flow"], 4, "x")
    assert unquote(segments[2]) == value
    assert segments[2] not in {"", ".", ".."}
    assert path.isascii()
    assert path.isprintable()


def test_waiting_grows_but_not_for_ever() -> None:
    for attempt in range(100):
        assert 0 < backoff(attempt) <= 2
    assert backoff(0) <= 0.05


def test_a_secret_is_a_string_that_does_not_show() -> None:
    secret = Secret(TOKEN)
    assert secret == TOKEN
    assert TOKEN not in f"{secret!r} {[secret]} { {'token': secret} } {pprint.pformat(secret)}"
    assert TOKEN not in repr(copy.copy(secret))
    assert TOKEN not in repr(pickle.loads(pickle.dumps(secret)))


def test_a_client_gives_its_token_to_who_asks_for_it() -> None:
    assert make_api().token == TOKEN
    assert TOKEN not in repr(make_api().token)
    assert make_api(token="").token is None


def test_the_token_shows_nowhere() -> None:
    headers = {"X-Api-Key": "another-secret"}
    api = make_api(headers=headers)
    config = settle(token=TOKEN, headers=headers)
    for thing in (api, config, config.with_values(workspace="x"), config.values, vars(api)):
        for text in (repr(thing), str(thing), f"{thing}", pprint.pformat(thing)):
            assert TOKEN not in text
            assert "another-secret" not in text


def test_the_token_shows_in_no_error_and_no_traceback_with_local_variables(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    api = make_api()
    ask: Operation[Any] = Operation(name="ask", path="/ask", frame={})
    crawl: StreamOperation[Any, Any] = StreamOperation(
        name="crawl", path="/crawl", media="ndjson", stream=StreamRule(decode=lambda body: body)
    )
    attempts: list[Callable[[], object]] = [
        lambda: api._socket.call(ask, {}, {}, None),
        lambda: api._rest.call(ask, {}, {}, None),
        lambda: api._rest.stream(crawl, {}, {}, None).collect(),
    ]
    with api:
        for attempt in attempts:
            with pytest.raises(GatewayError) as caught:
                attempt()
            shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
            # What httpx and httpcore keep in theirs is not ours to hide.
            ours = [frame for frame in shown.stack if "gatewright" in frame.filename]
            assert ours
            assert not any(TOKEN in str(frame.locals) for frame in ours)
            assert TOKEN not in "".join(traceback.format_exception(caught.value))
    assert not any(TOKEN in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("value", [0, 1023, -1, 1.5, True, "5000", math.inf])
def test_a_limit_for_messages_that_makes_no_sense_is_refused(value: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"^max_message: "):
        settle(max_message=value)


def test_messages_are_as_long_as_described_or_as_the_user_says() -> None:
    assert settle().max_message is None
    assert settle(max_message=1024).max_message == 1024
