"""Users, keys, workspaces and what they may do, on every interface."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from client_2_11 import open_surface
from control import Control
from marks import by_name, everywhere, in_both_colours, on_sockets
from surfaces import SOCKETS, Surface, done

from trustgraph_v2 import (
    AuthenticationFailed,
    GatewayError,
    PermissionDenied,
    ServiceError,
)

Person = tuple[str, str]
"""The identifier of a user, and the username, which is the password, too."""


def new_name(kind: str = "user") -> str:
    return f"{kind}-{uuid4().hex[:8]}"


async def new_person(surface: Surface, *roles: str) -> Person:
    name = new_name()
    user = await done(surface.group("iam").create_user(name, name, roles=list(roles)))
    return user.id, name


@everywhere
async def test_user_lives_from_making_to_deletion(surface: Surface) -> None:
    iam, name = surface.group("iam"), new_name()
    made = await done(
        iam.create_user(name, "secret", name="Ann", email="ann@example.org", roles=["writer"], enabled=True)
    )
    assert (made.username, made.name, made.email, made.roles) == (name, "Ann", "ann@example.org", ["writer"])
    assert (made.default_workspace, made.enabled, made.must_change_password) == ("default", True, False)
    assert await done(iam.get_user(made.id)) == made
    assert made in await done(iam.list_users())
    assert made not in await done(iam.list_users(workspace="second"))

    changed = await done(iam.update_user(made.id, name="Anna"))
    assert (changed.name, changed.email, changed.roles, changed.enabled) == (
        "Anna",
        "ann@example.org",
        ["writer"],
        True,
    )
    changed = await done(iam.update_user(made.id, roles=["reader"], enabled=False, must_change_password=True))
    assert (changed.roles, changed.enabled, changed.must_change_password) == (["reader"], False, True)
    changed = await done(iam.update_user(made.id, name="Ann"))
    assert (changed.enabled, changed.must_change_password) == (False, True)

    assert await done(iam.enable_user(made.id)) is None
    assert (await done(iam.get_user(made.id))).enabled is True
    assert await done(iam.disable_user(made.id)) is None
    assert (await done(iam.get_user(made.id))).enabled is False

    assert await done(iam.delete_user(made.id)) is None
    assert made.id not in [user.id for user in await done(iam.list_users())]
    with pytest.raises(ServiceError):
        await done(iam.get_user(made.id))


@everywhere
async def test_login_gives_a_token(surface: Surface, url: str) -> None:
    id, name = await new_person(surface, "reader")
    for group in ("auth", "iam"):
        login = await done(surface.group(group).login(name, name))
        assert login.jwt_expires > datetime.now(UTC).isoformat()
        async with open_surface(surface.name, url, token=login.jwt) as as_person:
            assert (await done(as_person.group("iam").whoami())).id == id
            with pytest.raises(PermissionDenied):
                await done(as_person.group("iam").list_users())
        with pytest.raises(GatewayError, match="log"):
            await done(surface.group(group).login(name, "wrong"))


@everywhere
async def test_password_is_changed(surface: Surface, url: str) -> None:
    iam = surface.group("iam")
    id, name = await new_person(surface, "reader")
    assert await done(iam.change_password(id, name, "second")) is None
    assert (await done(iam.login(name, "second"))).jwt
    # The gateway sends the same whether the password was right or wrong.
    assert await done(iam.change_password(id, "wrong", "third")) is None
    with pytest.raises(GatewayError):
        await done(iam.login(name, "third"))

    temporary = await done(iam.reset_password(id))
    assert (await done(iam.get_user(id))).must_change_password is True
    assert (await done(iam.login(name, temporary))).jwt


@in_both_colours
async def test_people_change_their_own_password(surface: Surface, url: str) -> None:
    _, name = await new_person(surface, "reader")
    auth = surface.group("auth")
    login = await done(auth.login(name, name))
    async with open_surface(surface.name, url, token=login.jwt) as as_person:
        assert await done(as_person.group("auth").change_password(name, "second")) is None
    assert (await done(auth.login(name, "second"))).jwt


@everywhere
async def test_key_lives_from_making_to_revocation(surface: Surface, url: str) -> None:
    iam = surface.group("iam")
    id, name = await new_person(surface, "reader")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    made = await done(iam.create_api_key(id, "ci", expires=tomorrow))
    assert made.api_key_plaintext.startswith(made.api_key.prefix)
    assert (made.api_key.name, made.api_key.user_id, made.api_key.expires) == ("ci", id, tomorrow)
    assert await done(iam.list_api_keys(id)) == [made.api_key]
    async with open_surface(surface.name, url, token=made.api_key_plaintext) as as_person:
        assert (await done(as_person.group("iam").whoami())).username == name
        assert await done(as_person.flow().embeddings(["a"])) == [[1.0, 0.5]]

    assert await done(iam.revoke_api_key(made.api_key.id)) is None
    assert await done(iam.list_api_keys(id)) == []
    expired = await done(iam.create_api_key(id, "old", expires="2020-01-01T00:00:00+00:00"))
    async with open_surface(surface.name, url, token=expired.api_key_plaintext) as as_person:
        with pytest.raises(AuthenticationFailed):
            await done(as_person.group("iam").whoami())


@everywhere
async def test_workspace_lives_from_making_to_disabling(surface: Surface, url: str, control: Control) -> None:
    iam, id = surface.group("iam"), new_name("workspace")
    made = await done(iam.create_workspace(id, "Notes"))
    assert (made.id, made.name, made.enabled) == (id, "Notes", True)
    assert await done(iam.get_workspace(id)) == made
    assert made in await done(iam.list_workspaces())
    assert made in await done(iam.list_my_workspaces())
    changed = await done(iam.update_workspace(id, name="More notes"))
    assert (changed.name, changed.enabled) == ("More notes", True)
    changed = await done(iam.update_workspace(id, enabled=False))
    assert (changed.name, changed.enabled) == ("More notes", False)

    control.wait_for_workspace(id)
    async with open_surface(surface.name, url, workspace=id) as there:
        await done(there.config.put([{"type": "note", "key": "k", "value": "1"}]))
        assert await done(there.config.list("note")) == ["k"]
    assert await done(surface.config.list("note")) == []

    assert await done(iam.disable_workspace(id)) is None
    assert (await done(iam.get_workspace(id))).enabled is False
    with pytest.raises(ServiceError):
        await done(iam.get_workspace("nowhere"))


@everywhere
async def test_roles_limit_what_people_may_do(surface: Surface, url: str) -> None:
    _, name = await new_person(surface, "reader")
    login = await done(surface.group("iam").login(name, name))
    async with open_surface(surface.name, url, token=login.jwt) as reader:
        assert [each.id for each in await done(reader.group("iam").list_my_workspaces())] == ["default"]
        assert isinstance(await done(reader.group("library").get_documents()), list)
        for call in (
            lambda: reader.group("library").remove_document("urn:x"),
            lambda: reader.config.put([{"type": "t", "key": "k", "value": "v"}]),
            lambda: reader.group("iam").create_user("x", "x"),
        ):
            with pytest.raises(PermissionDenied):
                await done(call())


CONTEXT = {"user_id": "ann", "roles": ["nurse"], "purpose": "care"}


@everywhere
async def test_token_carries_a_context(surface: Surface, url: str, control: Control) -> None:
    id, name = await new_person(surface, "reader")
    minted = await done(surface.group("iam").mint_token(CONTEXT, username=name))
    async with open_surface(surface.name, url, token=minted.jwt) as as_person:
        assert (await done(as_person.group("iam").whoami())).id == id
        await done(as_person.flow().triples_query())
    [request] = control.messages("request:tg:triples:default:default")
    told = request["user_context"]
    # On REST the gateway does not pass the context on to services of flows.
    assert (told and told["user_id"]) == ("ann" if surface.name in SOCKETS else None)


@everywhere
async def test_rotated_key_is_unknown_to_a_running_gateway(
    surface: Surface, url: str, control: Control
) -> None:
    iam, (_, name) = surface.group("iam"), await new_person(surface, "reader")
    before = await done(iam.login(name, name))

    async def lets_in(token: str) -> bool:
        async with open_surface(surface.name, url, token=token) as as_person:
            try:
                await done(as_person.group("iam").whoami())
            except AuthenticationFailed:
                return False
            return True

    assert await lets_in(before.jwt)  # and so the gateway has learnt the key
    assert await done(iam.rotate_signing_key()) is None
    after = await done(iam.login(name, name))
    assert (await lets_in(before.jwt), await lets_in(after.jwt)) == (True, False)
    control.script()  # as a restart of the gateway does
    assert (await lets_in(before.jwt), await lets_in(after.jwt)) == (False, True)


@in_both_colours
async def test_first_user_of_a_gateway(surface: Surface, url: str, control: Control) -> None:
    control.script(bootstrap=True)
    async with open_surface(surface.name, url, token=None) as nobody:
        for group in ("auth", "iam"):
            assert await done(nobody.group(group).bootstrap_status()) is True
        first = await done(nobody.group("auth").bootstrap())
        assert await done(nobody.group("auth").bootstrap_status()) is False
        for group in ("auth", "iam"):
            with pytest.raises(GatewayError):
                await done(nobody.group(group).bootstrap())
    async with open_surface(surface.name, url, token=first.bootstrap_admin_api_key) as as_first:
        me = await done(as_first.group("iam").whoami())
        assert (me.id, me.username, me.roles) == (first.bootstrap_admin_user_id, "admin", ["admin"])


@in_both_colours
async def test_first_user_by_the_general_way(surface: Surface, url: str, control: Control) -> None:
    control.script(bootstrap=True)
    async with open_surface(surface.name, url, token=None) as nobody:
        assert (await done(nobody.group("iam").bootstrap())).bootstrap_admin_api_key.startswith("tg_")


@on_sockets
async def test_sockets_ask_for_a_credential_first(surface: Surface, url: str, control: Control) -> None:
    assert await done(surface.group("auth").bootstrap_status()) is False
    assert await done(surface.group("iam").bootstrap_status()) is False
    control.script(bootstrap=True)
    async with open_surface(surface.name, url, token=None) as nobody:
        for group in ("auth", "iam"):
            with pytest.raises(AuthenticationFailed):
                await done(nobody.group(group).bootstrap())


ENTERPRISE: list[Callable[[Any], Any]] = [
    lambda iam: iam.create_group("Writers"),
    lambda iam: iam.get_group("g"),
    lambda iam: iam.list_groups(),
    lambda iam: iam.update_group("g", name="Writers"),
    lambda iam: iam.list_group_members("g"),
    lambda iam: iam.list_group_grants("g"),
    lambda iam: iam.list_user_grants("u"),
    lambda iam: iam.resolve_effective_permissions("u"),
]
ENTERPRISE_WITHOUT_RESULT: list[Callable[[Any], Any]] = [
    lambda iam: iam.delete_group("g"),
    lambda iam: iam.add_group_member("g", "user", "u"),
    lambda iam: iam.remove_group_member("g", "user", "u"),
    lambda iam: iam.add_group_grant("g", "documents:read", "default"),
    lambda iam: iam.remove_group_grant("g", "documents:read", "default"),
    lambda iam: iam.add_user_grant("u", "documents:read", "default"),
    lambda iam: iam.remove_user_grant("u", "documents:read", "default"),
]


@everywhere
async def test_open_source_service_knows_no_groups(surface: Surface, control: Control) -> None:
    iam = surface.group("iam")
    for call in ENTERPRISE:
        with pytest.raises(ServiceError):
            await done(call(iam))
    for call in ENTERPRISE_WITHOUT_RESULT:
        assert await done(call(iam)) is None  # the gateway drops the error
    asked = [message["operation"] for message in control.messages("request:tg:iam")]
    assert "resolve-effective-permissions" in asked
    [granted] = [
        message for message in control.messages("request:tg:iam") if message["operation"] == "add-user-grant"
    ]
    assert granted["grant"] == {"capability": "documents:read", "workspace": "default"}


@on_sockets
async def test_living_socket_gets_another_credential(surface: Surface, url: str) -> None:
    id, name = await new_person(surface, "reader")
    login = await done(surface.group("iam").login(name, name))
    socket = surface.api.socket() if surface.name == "socket" else surface.api.async_socket()
    await done(socket.authenticate(login.jwt))
    assert (await done(surface.group("iam").whoami())).id == id
    with pytest.raises(AuthenticationFailed):
        await done(socket.authenticate("tg_wrong"))
    assert (await done(surface.group("iam").whoami())).id == id


@by_name
async def test_no_token_is_needed_to_log_in(interface: str, url: str) -> None:
    async with open_surface(interface, url) as surface:
        _, name = await new_person(surface, "reader")
    async with open_surface(interface, url, token=None) as nobody:
        assert (await done(nobody.group("auth").login(name, name))).jwt


@in_both_colours
async def test_texts_of_user_interfaces(surface: Surface) -> None:
    spanish = await done(surface.group("i18n").pack("es"))
    english = await done(surface.group("i18n").pack())
    assert spanish.keys() == english.keys()
    assert spanish != english
    assert await done(surface.group("i18n").pack("tlh")) == english
