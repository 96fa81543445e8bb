"""Login tokens in the form of JWTs, signed with a key that no one else has.

TrustGraph signs with Ed25519, which Python cannot do by itself; these are signed with HMAC. Their
form and their claims are the same.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field

from .... import wire
from .terms import Json

LIFETIME = 3600
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Key:
    """A key for signing."""

    id: str = field(default_factory=lambda: secrets.token_hex(8))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


def sign(key: Key, claims: Json) -> str:
    """A token with these claims."""
    head = {"alg": "HS256", "typ": "JWT", "kid": key.id}
    signed = ".".join(_text(wire.dumps(part)) for part in (head, claims))
    return f"{signed}.{_text(_signature(key, signed))}"


def claims(key: Key, token: str) -> Json | None:
    """What a token says; None: it is not signed with this key, or has expired."""
    signed, _, signature = token.rpartition(".")
    if token.count(".") != _PARTS - 1 or not hmac.compare_digest(
        signature.encode(), _text(_signature(key, signed)).encode()
    ):
        return None
    body = signed.split(".")[1]
    said: Json = wire.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return said if said.get("exp", 0) >= time.time() else None


def _signature(key: Key, signed: str) -> bytes:
    return hmac.digest(key.secret, signed.encode(), hashlib.sha256)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
