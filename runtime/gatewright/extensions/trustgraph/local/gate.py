"""Whom the gateway lets in, and what they may do. Everything is kept in memory, as it was given."""

from __future__ import annotations

import secrets
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ....gateway.exchange import as_object
from . import access, tokens
from .terms import Json

HOME = "default"
ANONYMOUS: Json = {
    "id": "anonymous",
    "default_workspace": HOME,
    "username": "anonymous",
    "name": "Anonymous User",
    "email": "",
    "roles": ["admin"],
    "enabled": True,
    "must_change_password": False,
    "created": "",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Someone whom the gateway knows.

    Attributes:
        user: Id of the user.
        workspace: Where requests go that name none.
        context: What policies may look at, if the token was minted with it.
    """

    user: str
    workspace: str
    context: Json | None = None


@dataclass(slots=True)
class User:
    """A user; the record is as it is told."""

    record: Json
    password: str = field(repr=False)


@dataclass(slots=True)
class ApiKey:
    """An API key; the record is as it is told."""

    record: Json
    expires: datetime | None


class Gate:
    """Users, keys and workspaces of a deployment, as the gateway sees them.

    Attributes:
        anonymous: Those who show no credential are let in, as the administrator.
        open: So are those who show a key that nobody knows.
        no_auth: It is the service for those who want no users: it permits all, and keeps nothing.
        remember_keys, remember_rights: Seconds for which the gateway goes by what it was told of them.
        users, keys, workspaces: By id; keys by the key itself.
    """

    def __init__(self, *, anonymous: bool, token: str | None, memory: float) -> None:
        self.anonymous = anonymous
        self.open = anonymous and token is None
        self.no_auth = False
        self.remember_keys = self.remember_rights = memory
        self.users: dict[str, User] = {}
        self.keys: dict[str, ApiKey] = {}
        self.workspaces: dict[str, Json] = {}
        self._signing: tokens.Key | None = None
        # The gateway learns the key once, and never again.
        self._trusted: tokens.Key | None = None
        self._known: dict[str, tuple[Identity, float]] = {}
        self._decided: dict[tuple[str, str, str | None], tuple[bool, float]] = {}
        self._administrator: str | None = None
        if anonymous or token is not None:
            self.seed(token or new_key())
            self._trusted = self._signing

    def authenticate(self, credential: str | None) -> Identity | None:
        """Who shows a credential; None: it is not accepted."""
        now = time.monotonic()
        if self.no_auth and (credential is None or credential.startswith("tg_")):
            return Identity("anonymous", HOME)
        if credential is None:
            return self._anybody() if self.anonymous else None
        known = self._known.get(credential)
        if known is not None and known[1] > now:
            return known[0]
        if credential.startswith("tg_") or credential in self.keys:
            identity = self._of_key(credential)
            if identity is not None:
                self._known[credential] = identity, now + self.remember_keys
            return identity
        return self._of_token(credential) if credential.count(".") == 2 else None

    def _anybody(self) -> Identity | None:
        return None if self._administrator is None else Identity(self._administrator, HOME)

    def _of_key(self, credential: str) -> Identity | None:
        key = self.keys.get(credential)
        if key is None:
            return self._anybody() if self.open else None
        user = self.users.get(key.record["user_id"])
        if user is None or not user.record["enabled"]:
            return None
        if key.expires is not None and key.expires < datetime.now(UTC):
            return None
        home = user.record["default_workspace"]
        return Identity(user.record["id"], home) if self.is_open(home) else None

    def _of_token(self, credential: str) -> Identity | None:
        if self._trusted is None:
            # To ask for the key makes one.
            self._trusted = self._signing = self._signing or tokens.Key()
        said = None if self.no_auth else tokens.claims(self._trusted, credential)
        if said is None or not said.get("sub") or not said.get("default_workspace"):
            return None
        return Identity(said["sub"], said["default_workspace"], as_object(said.get("user_context")))

    def permits(self, identity: Identity, rule: access.Rule, workspace: str | None) -> bool:
        """Whether someone may do what a rule is about."""
        now = time.monotonic()
        asked = identity.user, rule, workspace
        decided = self._decided.get(asked)
        if decided is not None and decided[1] > now:
            return decided[0]
        user = self.users.get(identity.user)
        answer = self.no_auth or (
            user is not None
            and user.record["enabled"]
            and access.allowed(user.record["roles"], user.record["default_workspace"], rule, workspace)
        )
        self._decided[asked] = answer, now + self.remember_rights
        return answer

    def forget(self) -> None:
        """Lets the gateway ask anew for all that it was told so far, as if it had started again."""
        self._trusted = None
        self._known.clear()
        self._decided.clear()

    def seed(self, key: str) -> str:
        """Makes the administrator, with this API key; returns the id."""
        id = self._administrator = str(uuid.uuid4())
        self._signing = tokens.Key()
        about = {
            "username": "admin",
            "name": "Administrator",
            "roles": ["admin"],
            "must_change_password": True,
        }
        self.add_user(id, HOME, about, secrets.token_urlsafe(32))
        self.add_key(id, key, "bootstrap", "")
        return id

    def add_user(self, id: str, workspace: str, about: Json, password: str) -> Json:
        """Makes a user; returns the record."""
        record = {
            "id": id,
            "default_workspace": workspace,
            "username": about["username"],
            "name": about.get("name") or about["username"],
            "email": about.get("email") or "",
            "roles": sorted(about.get("roles") or ()),
            "enabled": bool(about.get("enabled", True)),
            "must_change_password": bool(about.get("must_change_password", False)),
            "created": now(),
        }
        self.users[id] = User(record, password)
        return record

    def add_key(self, user: str, plain: str, name: str, expires: str) -> Json:
        """Makes an API key of a user; returns the record."""
        until = _time(expires)
        record = {
            "id": str(uuid.uuid4()),
            "user_id": user,
            "name": name,
            "prefix": plain[:7],
            "expires": "" if until is None else until.isoformat(),
            "created": now(),
            "last_used": "",
        }
        self.keys[plain] = ApiKey(record, until)
        return record

    def add_workspace(self, id: str, name: str, enabled: bool = True) -> None:
        """Notes a workspace."""
        self.workspaces[id] = {"id": id, "name": name, "enabled": bool(enabled), "created": now()}

    def is_open(self, workspace: str) -> bool:
        """Whether there is such a workspace, and it is enabled."""
        return bool(self.workspaces.get(workspace, {}).get("enabled"))


def new_key() -> str:
    """An API key that nobody has."""
    return f"tg_{secrets.token_urlsafe(24)}"


def now() -> str:
    """The present time, as records tell it."""
    return datetime.now(UTC).isoformat()


def _time(text: str) -> datetime | None:
    """A time; None where there is none, or it cannot be read. Without a zone it is in UTC."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
