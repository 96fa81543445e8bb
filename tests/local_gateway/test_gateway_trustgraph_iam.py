"""Users, keys, roles and workspaces of the local TrustGraph."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from raw_client import Socket, bulk_url
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from gatewright.descriptor import Descriptor
from gatewright.gateway import LocalGateway, local_gateway

ROOT = "tg_root"
NOTHING = {"bootstrap_available": False}
REFUSED = (401, {"error": "auth failure"})
DENIED = (403, {"error": "access denied"})


@pytest.fixture
def gw(descriptor: Descriptor) -> Iterator[LocalGateway]:
    with local_gateway(descriptor, token=ROOT, workspaces=("default", "second"), memory=0.0) as gateway:
        yield gateway


def post(http: httpx.Client, path: str, body: Any, token: str | None = ROOT) -> tuple[int, Any]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    answer = http.post(f"/api/v1/{path}", json=body, headers=headers)
    return answer.status_code, answer.json()


def iam(http: httpx.Client, operation: str, token: str = ROOT, **fields: Any) -> Any:
    status, answer = post(http, "iam", {"operation": operation, **fields}, token)
    assert status == 200
    return answer


def person(http: httpx.Client, name: str, *roles: str, workspace: str = "default") -> str:
    user = {"username": name, "password": "pw", "roles": list(roles)}
    return iam(http, "create-user", workspace=workspace, user=user)["user"]["id"]


def login(http: httpx.Client, name: str, password: str = "pw", **more: str) -> Any:
    return post(http, "auth/login", {"username": name, "password": password, **more}, None)[1]


def key(http: httpx.Client, user: str, **more: Any) -> str:
    return iam(http, "create-api-key", key={"user_id": user, "name": "k", **more})["api_key_plaintext"]


def whoami(http: httpx.Client, token: str | None) -> tuple[int, Any]:
    status, answer = post(http, "iam", {"operation": "whoami"}, token)
    return status, answer.get("user", {}).get("username", answer)


def test_a_user_from_beginning_to_end(http: httpx.Client) -> None:
    user = {"username": "ann", "password": "pw", "roles": ["writer", "reader"], "email": "a@b"}
    created = iam(http, "create-user", workspace="default", user=user)["user"]
    id = created["id"]
    assert created.pop("created")
    assert created == {
        "id": id,
        "default_workspace": "default",
        "username": "ann",
        "name": "ann",
        "email": "a@b",
        "roles": ["reader", "writer"],
        "enabled": True,
        "must_change_password": False,
    }
    # What is left out counts as the default; what is null is left alone.
    changed = iam(http, "update-user", user_id=id, user={"name": "Ann", "enabled": False})["user"]
    assert (changed["name"], changed["enabled"], changed["roles"]) == ("Ann", False, ["reader", "writer"])
    changed = iam(http, "update-user", user_id=id, user={"enabled": None, "roles": ["reader"]})["user"]
    assert (changed["enabled"], changed["roles"]) == (False, ["reader"])
    assert iam(http, "enable-user", user_id=id) == NOTHING
    assert iam(http, "get-user", user_id=id)["user"]["enabled"] is True
    assert [each["username"] for each in iam(http, "list-users", workspace="second").get("users", ())] == []
    assert {each["username"] for each in iam(http, "list-users")["users"]} == {"admin", "ann"}
    assert iam(http, "delete-user", user_id=id) == NOTHING
    assert iam(http, "get-user", user_id=id) == NOTHING


@pytest.mark.parametrize(
    ("operation", "fields"),
    [
        ("create-user", {"user": {"username": "x", "password": "x"}}),
        ("create-user", {"workspace": "default", "user": {"username": "x"}}),
        ("create-user", {"workspace": "nope", "user": {"username": "x", "password": "x"}}),
        ("create-user", {"workspace": "default", "user": {"username": "admin", "password": "x"}}),
        ("update-user", {"user_id": "nope", "user": {}}),
        ("disable-user", {"user_id": "nope"}),
        ("reset-password", {}),
        ("create-api-key", {"key": {"user_id": "nope", "name": "k"}}),
        ("list-api-keys", {"user_id": "nope"}),
        ("revoke-api-key", {"key_id": "nope"}),
        ("create-workspace", {"workspace_record": {"id": "_mine"}}),
        ("get-workspace", {"workspace_record": {"id": "nope"}}),
        ("mint-token", {"workspace": "default", "user_context_json": "{"}),
        ("bootstrap", {}),
        ("create-group", {"group": {"name": "g"}}),
        ("list-user-grants", {"user_id": "x"}),
        ("resolve-effective-permissions", {"user_id": "x"}),
    ],
)
def test_failures_are_not_told(http: httpx.Client, operation: str, fields: dict[str, Any]) -> None:
    assert iam(http, operation, **fields) == NOTHING


def test_passwords(http: httpx.Client) -> None:
    id = person(http, "ann", "reader")
    token = login(http, "ann")["jwt"]
    assert login(http, "ann", "wrong") == NOTHING
    change = {"current_password": "wrong", "new_password": "new"}
    assert post(http, "auth/change-password", change, token) == (200, NOTHING)
    assert post(http, "auth/change-password", {**change, "current_password": "pw"}, token) == (200, NOTHING)
    assert "jwt" not in login(http, "ann")
    assert "jwt" in login(http, "ann", "new")
    assert post(http, "auth/change-password", change, "nonsense") == REFUSED
    temporary = iam(http, "reset-password", user_id=id)["temporary_password"]
    assert "jwt" in login(http, "ann", temporary)
    assert iam(http, "get-user", user_id=id)["user"]["must_change_password"] is True
    own = {"user_id": id, "password": temporary, "new_password": "last"}
    assert iam(http, "change-password", token, **own) == NOTHING
    assert "jwt" in login(http, "ann", "last")


def test_a_login_gives_a_token(http: httpx.Client) -> None:
    id = person(http, "ann", "reader")
    answer = login(http, "ann", workspace="second")
    body = answer["jwt"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    assert (claims["sub"], claims["default_workspace"]) == (id, "second")
    assert claims["exp"] - claims["iat"] == 3600
    assert answer["jwt_expires"]
    assert whoami(http, answer["jwt"]) == (200, "ann")
    assert whoami(http, f"{answer['jwt']}x") == REFUSED
    assert "jwt" not in login(http, "ann", workspace="nope")


def test_api_keys(http: httpx.Client) -> None:
    id = person(http, "ann", "reader")
    made = iam(http, "create-api-key", key={"user_id": id, "name": "ci", "expires": ""})
    plain, record = made["api_key_plaintext"], made["api_key"]
    assert plain.startswith(record["prefix"])
    assert (record["name"], record["user_id"], record["expires"]) == ("ci", id, "")
    assert whoami(http, plain) == (200, "ann")
    assert whoami(http, key(http, id, expires="2020-01-01")) == REFUSED
    assert len(iam(http, "list-api-keys", user_id=id)["api_keys"]) == 2
    assert iam(http, "revoke-api-key", key_id=record["id"]) == NOTHING
    assert whoami(http, plain) == REFUSED
    # Disabling someone revokes all keys for good.
    other = key(http, id)
    iam(http, "disable-user", user_id=id)
    iam(http, "enable-user", user_id=id)
    assert whoami(http, other) == REFUSED
    assert iam(http, "list-api-keys", user_id=id) == NOTHING


@pytest.mark.parametrize("token", [None, "tg_unknown", "nonsense", "a.b.c"])
def test_credentials_that_are_refused(gw: LocalGateway, http: httpx.Client, token: str | None) -> None:
    assert whoami(http, token) == REFUSED
    assert post(http, "flow/default/service/embeddings", {"texts": []}, token) == REFUSED
    with Socket(gw, token=token or "") as socket:
        assert socket.greeting == {"type": "auth-failed", "error": "auth failure"}


def test_what_is_looked_at_before_the_credential(http: httpx.Client) -> None:
    for path, body, status, error in (
        ("config", {}, 400, "missing operation"),
        ("config", {"operation": "nope"}, 400, "unknown operation"),
        ("iam", {}, 400, "unknown operation"),
        ("flow/default/service/nope", {}, 404, "unknown kind"),
    ):
        assert post(http, path, body, "nonsense") == (status, {"error": error})
    for path in ("config", "auth/change-password", "flow/default/service/agent"):
        said = http.post(f"/api/v1/{path}", content=b"{", headers={"Authorization": "Bearer nonsense"})
        assert said.status_code == (400 if path == "config" else 401)


ROLES = {
    "reader": ["config:list", "librarian:list-documents", "knowledge:list-kg-cores", "flow:list-flows"],
    "writer": ["librarian:remove-document", "collection-management:delete-collection"],
    "admin": ["config:put", "flow:stop-flow", "iam:list-users", "iam:list-workspaces", "iam:list-groups"],
}


@pytest.mark.parametrize("role", list(ROLES))
def test_what_a_role_may_do(gw: LocalGateway, http: httpx.Client, role: str) -> None:
    token = key(http, person(http, "ann", role))
    allowed = [name for known in list(ROLES)[: list(ROLES).index(role) + 1] for name in ROLES[known]]
    with Socket(gw, token) as sock:
        for name in [name for names in ROLES.values() for name in names]:
            service, _, operation = name.partition(":")
            status, answer = post(http, service, {"operation": operation}, token)
            assert ((status, answer) == DENIED) == (name not in allowed), name
            sock.ask(name, service, {"operation": operation}, flow=None)
            frame = sock.receive()
            refused = frame.get("error") == {"message": "access denied", "type": "access-denied"}
            assert refused == (name not in allowed), name


def test_a_role_holds_in_the_own_workspace(gw: LocalGateway, http: httpx.Client) -> None:
    token = key(http, person(http, "ann", "reader", workspace="second"))
    listing = {"operation": "list", "type": "t"}
    # The own workspace is where requests go that name none.
    assert post(http, "config", listing, token)[0] == 200
    assert post(http, "config", {**listing, "workspace": "default"}, token) == DENIED
    assert post(http, "config", {**listing, "workspace": "nope"}, token) == DENIED
    assert post(http, "config", {**listing, "workspace": "nope"})[0] == 404
    with Socket(gw, token) as sock:
        assert sock.greeting == {"type": "auth-ok", "default_workspace": "second"}
        assert sock.call("embeddings", {"texts": []}) == {"vectors": []}
        sock.ask("x", "embeddings", {"texts": []}, workspace="default")
        assert sock.receive()["error"]["type"] == "access-denied"
    # Over REST the workspace of a flow's service is not looked at.
    assert post(http, "flow/default/service/embeddings", {"texts": []}, token) == (200, {"vectors": []})


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("writer", None)])
def test_bulk_needs_its_capability(
    gw: LocalGateway, http: httpx.Client, role: str, status: int | None
) -> None:
    token = key(http, person(http, "ann", role))
    url = bulk_url(gw, "/api/v1/flow/default/import/rows", token=token)
    if status is None:
        with connect(url, compression=None) as socket:
            assert socket.ping().wait(5)
        return
    with pytest.raises(InvalidStatus) as caught:
        connect(url, compression=None).__enter__()
    assert caught.value.response.status_code == status


def test_paths_of_their_own_need_capabilities(http: httpx.Client) -> None:
    token = key(http, person(http, "ann", "reader"))
    headers = {"Authorization": f"Bearer {token}"}
    assert (
        http.get("/api/v1/document-stream", params={"document-id": "x"}, headers=headers).status_code == 200
    )
    for path in ("/api/v1/export-core", "/api/metrics/query"):
        assert http.get(path, params={"id": "x"}, headers=headers).json() == DENIED[1]
    assert http.get("/api/v1/i18n/packs/en").status_code == 200
    assert http.get("/api/v1/i18n/packs/e..n").status_code == 400
    # No role has what the gateway asks for here; on a socket it does not ask.
    assert post(http, "flow/default/service/thru/agent", {}) == DENIED


def test_another_credential_on_a_living_socket(gw: LocalGateway, http: httpx.Client) -> None:
    token = key(http, person(http, "ann", "reader", workspace="second"))

    def name(sock: Socket) -> str:
        return sock.call("iam", {"operation": "whoami"}, flow=None)["user"]["username"]

    with Socket(gw, ROOT) as sock:
        assert name(sock) == "admin"
        sock.send({"type": "auth", "token": "nonsense"})
        assert sock.receive() == {"type": "auth-failed", "error": "auth failure"}
        assert name(sock) == "admin"
        sock.send({"type": "auth", "token": token})
        assert sock.receive() == {"type": "auth-ok", "default_workspace": "second"}
        assert name(sock) == "ann"


def test_workspaces_at_run_time(gw: LocalGateway, http: httpx.Client) -> None:
    record = iam(http, "create-workspace", workspace_record={"id": "third", "name": "Third"})["workspace"]
    assert (record["id"], record["name"], record["enabled"]) == ("third", "Third", True)
    ids = [each["id"] for each in iam(http, "list-workspaces")["workspaces"]]
    assert ids == ["default", "second", "third"]
    listing = {"operation": "list-flows", "workspace": "third"}
    assert post(http, "flow", listing)[1]["flow-ids"] == []
    start = {"flow-id": "default", "blueprint-name": "everything", "description": ""}
    post(http, "flow", {**start, "operation": "start-flow", "workspace": "third"})
    with Socket(gw, ROOT) as sock:
        assert sock.call("embeddings", {"texts": []}, workspace="third") == {"vectors": []}
        url = bulk_url(gw, "/api/v1/flow/default/import/triples", token=ROOT, workspace="third")
        with connect(url, compression=None) as importing:
            assert importing.ping().wait(5)
        person(http, "ann", "reader", workspace="third")
        token = login(http, "ann")["jwt"]
        mine = iam(http, "list-my-workspaces", token)["workspaces"]
        assert [each["id"] for each in mine] == ["third"]
        assert iam(http, "disable-workspace", workspace_record={"id": "third"}) == NOTHING
        sock.ask("x", "embeddings", {"texts": []}, workspace="third")
        assert sock.receive()["error"]["type"] == "workspace-not-found"
    assert post(http, "flow", listing) == (404, {"error": "workspace not found"})
    assert login(http, "ann") == NOTHING
    renamed = iam(http, "update-workspace", workspace_record={"id": "third", "name": "3"})["workspace"]
    assert (renamed["name"], renamed["enabled"]) == ("3", True)


def test_a_rotated_key_is_unknown_until_the_gateway_asks_again(gw: LocalGateway, http: httpx.Client) -> None:
    person(http, "ann", "reader")
    before = login(http, "ann")["jwt"]
    assert iam(http, "rotate-signing-key") == NOTHING
    after = login(http, "ann")["jwt"]
    assert (whoami(http, before)[0], whoami(http, after)[0]) == (200, 401)
    gw.call(gw.rules.iam.forget)
    assert (whoami(http, before)[0], whoami(http, after)[0]) == (401, 200)


def test_minted_tokens(http: httpx.Client) -> None:
    id = person(http, "ann", "reader")
    context = {"workspace": "second", "user_context_json": '{"user_id": "u"}'}
    for named in ({"user_id": id}, {"username": "ann"}):
        minted = iam(http, "mint-token", **context, **named)["jwt"]
        assert whoami(http, minted) == (200, "ann")
    assert whoami(http, iam(http, "mint-token", **context)["jwt"]) == (200, "admin")
    assert iam(http, "mint-token", **context, user_id=id, username="ann") == NOTHING
    iam(http, "disable-user", user_id=id)
    assert iam(http, "mint-token", **context, user_id=id) == NOTHING


def test_what_the_gateway_remembers(descriptor: Descriptor) -> None:
    with local_gateway(descriptor, token=ROOT) as gateway, httpx.Client(base_url=gateway.url) as http:
        id = person(http, "ann", "reader")
        token = key(http, id)
        assert whoami(http, token) == (200, "ann")
        iam(http, "disable-user", user_id=id)
        # It asks again after a minute only.
        assert whoami(http, token) == (200, "ann")


def test_the_first_user(descriptor: Descriptor) -> None:
    with local_gateway(descriptor, bootstrap=True) as gateway, httpx.Client(base_url=gateway.url) as http:
        assert post(http, "auth/bootstrap-status", {}, None) == (200, {"bootstrap_available": True})
        assert whoami(http, None) == REFUSED
        _, first = post(http, "auth/bootstrap", {}, None)
        token = first["bootstrap_admin_api_key"]
        assert whoami(http, token) == (200, "admin")
        assert iam(http, "whoami", token)["user"]["id"] == first["bootstrap_admin_user_id"]
        assert post(http, "auth/bootstrap", {}, None) == (200, NOTHING)
        assert post(http, "auth/bootstrap-status", {}, None) == (200, NOTHING)


def test_where_nobody_wants_users(descriptor: Descriptor) -> None:
    with local_gateway(descriptor, no_auth=True) as gateway, httpx.Client(base_url=gateway.url) as http:
        assert whoami(http, None) == whoami(http, "tg_any") == (200, "anonymous")
        assert whoami(http, "nonsense") == REFUSED
        assert whoami(http, "a.b.c") == REFUSED
        assert login(http, "anyone") == NOTHING
        assert post(http, "flow/default/service/thru/agent", {"a": 1}, None) == (200, {"a": 1})
