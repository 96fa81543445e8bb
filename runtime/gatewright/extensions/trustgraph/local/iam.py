"""The service `iam`: what can be done to users, their keys, and workspaces."""

from __future__ import annotations

import json
import secrets
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ....gateway.exchange import Request, ServiceFailure
from . import tokens
from .gate import ANONYMOUS, Gate, User, new_key
from .reading import failing_as
from .state import State
from .terms import Json

NOTHING: Json = {"bootstrap_available": False}
_ABOUT_ONE = ("whoami", "create-user", "get-user", "update-user", "disable-user", "enable-user")
_NO_AUTH: dict[str, Json] = {
    **{name: {"user": ANONYMOUS} for name in _ABOUT_ONE},
    "list-users": {"users": [ANONYMOUS]},
}


class Iam(Gate):
    """Users, keys and workspaces of a deployment, with all that can be done to them."""

    def __init__(self, state: State, *, anonymous: bool, token: str | None, memory: float) -> None:
        super().__init__(anonymous=anonymous, token=token, memory=memory)
        self._state = state
        self._operations: dict[str, Callable[[Request, str], Json]] = {
            "bootstrap": self._bootstrap,
            "bootstrap-status": lambda request, actor: {"bootstrap_available": self._signing is None},
            "login": self._login,
            "whoami": lambda request, actor: {"user": self._user(actor).record},
            "change-password": self._change_password,
            "reset-password": self._reset_password,
            "create-user": self._create_user,
            "list-users": self._list_users,
            "get-user": lambda request, actor: {"user": self._named(request).record},
            "update-user": self._update_user,
            "disable-user": lambda request, actor: self._switch(request, False),
            "enable-user": lambda request, actor: self._switch(request, True),
            "delete-user": self._delete_user,
            "create-api-key": self._create_key,
            "list-api-keys": self._list_keys,
            "revoke-api-key": self._revoke_key,
            "create-workspace": self._create_workspace,
            "list-workspaces": lambda request, actor: {"workspaces": self._all_workspaces()},
            "list-my-workspaces": self._my_workspaces,
            "get-workspace": lambda request, actor: {"workspace": self._workspace(request)},
            "update-workspace": self._update_workspace,
            "disable-workspace": self._disable_workspace,
            "rotate-signing-key": self._rotate,
            "mint-token": self._mint,
        }

    def perform(self, request: Request, operation: str, actor: str) -> Json:
        """All operations of the service.

        Raises:
            ServiceFailure: It cannot be done; the gateway does not tell why.
        """
        if self.no_auth:
            return {**NOTHING, **_NO_AUTH.get(operation, {})}
        run = self._operations.get(operation)
        if run is None:
            raise ServiceFailure("invalid-argument", f"unknown operation: {operation!r}")
        with failing_as("internal-error"):
            told = {key: value for key, value in run(request, actor).items() if value}
        return {**NOTHING, **told}

    def _bootstrap(self, request: Request, actor: str) -> Json:
        if self._signing is not None:
            raise ServiceFailure("auth-failed", "auth failure")
        key = new_key()
        return {"bootstrap_admin_user_id": self.seed(key), "bootstrap_admin_api_key": key}

    def _login(self, request: Request, actor: str) -> Json:
        name, password = request.get("username"), request.get("password")
        user = next((each for each in self.users.values() if each.record["username"] == name), None)
        if not password or user is None or not user.record["enabled"] or user.password != password:
            raise ServiceFailure("auth-failed", "bad credentials")
        workspace = request.get("workspace") or user.record["default_workspace"]
        if not self.is_open(workspace):
            raise ServiceFailure("auth-failed", "workspace disabled")
        return self._token(user.record["id"], workspace, {})

    def _mint(self, request: Request, actor: str) -> Json:
        workspace, context = request.get("workspace"), request.get("user_context_json")
        if not workspace or not context:
            raise ServiceFailure("invalid-argument", "workspace and user_context required")
        id, name = request.get("user_id"), request.get("username")
        if id and name:
            raise ServiceFailure("invalid-argument", "supply user_id or username, not both")
        if name:
            id = next((key for key, each in self.users.items() if each.record["username"] == name), None)
        user = self._user(id or ("" if name else actor))
        if not user.record["enabled"]:
            raise ServiceFailure("operation-not-permitted", "user is disabled")
        said = json.loads(context)
        if not self.is_open(workspace):
            raise ServiceFailure("not-found", "workspace not found or disabled")
        return self._token(user.record["id"], workspace, {"user_context": said})

    def _token(self, user: str, workspace: str, more: Json) -> Json:
        if self._signing is None:
            self._signing = tokens.Key()
        began = int(time.time())
        expires = began + tokens.LIFETIME
        claims = {"iss": "trustgraph-iam", "sub": user, "default_workspace": workspace, **more}
        token = tokens.sign(self._signing, {**claims, "iat": began, "exp": expires})
        return {"jwt": token, "jwt_expires": datetime.fromtimestamp(expires, UTC).isoformat()}

    def _rotate(self, request: Request, actor: str) -> Json:
        self._signing = tokens.Key()
        return {}

    def _change_password(self, request: Request, actor: str) -> Json:
        new = request.get("new_password")
        user = self.users.get(request.get("user_id", ""))
        if not new or user is None or not user.record["enabled"]:
            raise ServiceFailure("auth-failed", "bad credentials")
        if not user.password or user.password != request.get("password"):
            raise ServiceFailure("auth-failed", "bad credentials")
        user.password, user.record["must_change_password"] = new, False
        return {}

    def _reset_password(self, request: Request, actor: str) -> Json:
        user = self._named(request)
        user.password, user.record["must_change_password"] = secrets.token_urlsafe(12), True
        return {"temporary_password": user.password}

    def _create_user(self, request: Request, actor: str) -> Json:
        workspace, about = request.get("workspace"), request.get("user")
        if not workspace or about is None or not about.get("username") or not about.get("password"):
            raise ServiceFailure("invalid-argument", "workspace, username and password required")
        if not self.is_open(workspace):
            raise ServiceFailure("not-found", "workspace not found or disabled")
        if any(each.record["username"] == about["username"] for each in self.users.values()):
            raise ServiceFailure("duplicate", "username already exists")
        id = str(uuid.uuid4())
        return {"user": self.add_user(id, workspace, about, about["password"])}

    def _list_users(self, request: Request, actor: str) -> Json:
        home = request.get("workspace")
        records = [self.users[id].record for id in sorted(self.users)]
        return {"users": [each for each in records if not home or each["default_workspace"] == home]}

    def _update_user(self, request: Request, actor: str) -> Json:
        about = request.get("user")
        if about is None or about.get("password"):
            raise ServiceFailure("invalid-argument", "passwords are changed in other ways")
        record = self._named(request).record
        if about.get("username") and about["username"] != record["username"]:
            raise ServiceFailure("invalid-argument", "username is immutable; create a new user instead")
        changed = {key: about[key] for key in ("name", "email") if about.get(key)}
        if about.get("roles"):
            changed["roles"] = sorted(about["roles"])
        # What is left out is not left alone; what is null is.
        for key, default in (("enabled", True), ("must_change_password", False)):
            given = about.get(key, default)
            changed[key] = record[key] if given is None else bool(given)
        record.update(changed)
        return {"user": record}

    def _switch(self, request: Request, on: bool) -> Json:
        user = self._named(request)
        user.record["enabled"] = on
        if not on:
            self._drop_keys(user.record["id"])
        return {}

    def _delete_user(self, request: Request, actor: str) -> Json:
        id = self._named(request).record["id"]
        self._drop_keys(id)
        del self.users[id]
        return {}

    def _create_key(self, request: Request, actor: str) -> Json:
        about = request.get("key")
        if about is None or not about.get("user_id") or not about.get("name"):
            raise ServiceFailure("invalid-argument", "key.user_id and key.name required")
        self._user(about["user_id"], request.get("workspace"))
        plain = new_key()
        record = self.add_key(about["user_id"], plain, about["name"], about.get("expires") or "")
        return {"api_key_plaintext": plain, "api_key": record}

    def _list_keys(self, request: Request, actor: str) -> Json:
        id = self._named(request).record["id"]
        return {"api_keys": [each.record for each in self.keys.values() if each.record["user_id"] == id]}

    def _revoke_key(self, request: Request, actor: str) -> Json:
        id = request.get("key_id")
        plain = next((plain for plain, each in self.keys.items() if each.record["id"] == id), None)
        if plain is None:
            raise ServiceFailure("not-found", "api key not found")
        self._user(self.keys[plain].record["user_id"], request.get("workspace"))
        del self.keys[plain]
        return {}

    def _drop_keys(self, user: str) -> None:
        for plain in [plain for plain, each in self.keys.items() if each.record["user_id"] == user]:
            del self.keys[plain]

    def _create_workspace(self, request: Request, actor: str) -> Json:
        about = _record(request)
        id = about["id"]
        if id.startswith("_"):
            raise ServiceFailure("invalid-argument", "workspace ids beginning with '_' are reserved")
        self._state.add_workspace(id)
        if id not in self.workspaces:
            self.add_workspace(id, about.get("name") or id, about.get("enabled", True))
        return {"workspace": self.workspaces[id]}

    def _all_workspaces(self) -> list[Json]:
        return [self.workspaces[id] for id in sorted(self.workspaces)]

    def _my_workspaces(self, request: Request, actor: str) -> Json:
        record = self._user(actor).record
        every = self._all_workspaces()
        mine = [each for each in every if each["id"] == record["default_workspace"]]
        return {"workspaces": every if "admin" in record["roles"] else mine}

    def _workspace(self, request: Request) -> Json:
        found = self.workspaces.get(_record(request)["id"])
        if found is None:
            raise ServiceFailure("not-found", "workspace not found")
        return found

    def _update_workspace(self, request: Request, actor: str) -> Json:
        found, about = self._workspace(request), _record(request)
        found["name"] = about.get("name") or found["name"]
        enabled = about.get("enabled", True)
        found["enabled"] = found["enabled"] if enabled is None else bool(enabled)
        return {"workspace": found}

    def _disable_workspace(self, request: Request, actor: str) -> Json:
        found = self._workspace(request)
        found["enabled"] = False
        for id, user in self.users.items():
            if user.record["default_workspace"] == found["id"]:
                user.record["enabled"] = False
                self._drop_keys(id)
        self._state.workspaces.discard(found["id"])
        return {}

    def _user(self, id: str, workspace: str | None = None) -> User:
        user = self.users.get(id)
        if user is None:
            raise ServiceFailure("not-found", "user not found")
        if workspace and user.record["default_workspace"] != workspace:
            raise ServiceFailure("operation-not-permitted", "user is in a different workspace")
        return user

    def _named(self, request: Request) -> User:
        return self._user(request.get("user_id", ""), request.get("workspace"))


def _record(request: Request) -> Json:
    about: Any = request.get("workspace_record")
    if about is None or not about.get("id"):
        raise ServiceFailure("invalid-argument", "workspace_record.id required")
    return dict(about)
