"""Users, keys, roles and passwords, by TrustGraph's own IAM."""

from __future__ import annotations

from uuid import uuid4

import pytest
from interfaces import Face, RealStack, by_name, done, everywhere, open_face

from trustgraph_v2 import AuthenticationFailed, GatewayError, PermissionDenied

PASSWORD = "Correct-horse-7"


def unique(name: str) -> str:
    return f"{name}-{uuid4().hex[:8]}"


@everywhere
async def test_administrator_knows_who_they_are(face: Face) -> None:
    who = await done(face.group("iam").whoami())
    assert (who.username, who.roles, who.enabled) == ("admin", ["admin"], True)


@everywhere
async def test_user_lives_from_making_to_deletion(face: Face) -> None:
    iam, name = face.group("iam"), unique("user")
    made = await done(iam.create_user(name, PASSWORD, workspace="default", name="Ann", roles=["reader"]))
    assert (made.username, made.name, made.roles, made.enabled) == (name, "Ann", ["reader"], True)
    assert made.id in {user.id for user in await done(iam.list_users())}
    changed = await done(iam.update_user(made.id, name="Anna", roles=["writer"]))
    assert (changed.name, changed.roles) == ("Anna", ["writer"])
    await done(iam.disable_user(made.id))
    assert not (await done(iam.get_user(made.id))).enabled
    await done(iam.enable_user(made.id))
    assert (await done(iam.get_user(made.id))).enabled
    await done(iam.delete_user(made.id))
    assert made.id not in {user.id for user in await done(iam.list_users())}


@by_name
async def test_key_of_a_reader_reads_and_does_not_write(interface: str, real_stack: RealStack) -> None:
    async with open_face(interface, real_stack.url, token=real_stack.token) as face:
        iam = face.group("iam")
        user = await done(iam.create_user(unique("reader"), PASSWORD, workspace="default", roles=["reader"]))
        made = await done(iam.create_api_key(user.id, "A key"))
        assert [key.id for key in await done(iam.list_api_keys(user.id))] == [made.api_key.id]
    async with open_face(interface, real_stack.url, token=made.api_key_plaintext) as reader:
        assert await done(reader.flow().triples_query(collection=unique("none"))) == []
        value = {"type": "kind", "key": "key", "value": "1"}
        with pytest.raises(PermissionDenied):
            await done(reader.group("config").put([value]))
        with pytest.raises(PermissionDenied):
            await done(reader.group("iam").list_users())
    async with open_face(interface, real_stack.url, token=real_stack.token) as face:
        await done(face.group("iam").revoke_api_key(made.api_key.id))
        assert await done(face.group("iam").list_api_keys(user.id)) == []


@by_name
async def test_login_gives_a_token_that_works(interface: str, real_stack: RealStack) -> None:
    name = unique("reader")
    async with open_face("async REST", real_stack.url, token=real_stack.token) as face:
        await face.group("iam").create_user(name, PASSWORD, workspace="default", roles=["reader"])
    async with open_face("async REST", real_stack.url, token=None) as anyone:
        login = await anyone.group("auth").login(name, PASSWORD)
        assert login.jwt_expires
        with pytest.raises(AuthenticationFailed):
            await anyone.group("auth").login(name, "wrong")
    async with open_face(interface, real_stack.url, token=login.jwt) as face:
        assert (await done(face.group("iam").whoami())).username == name
        assert (await done(face.flow().text_completion("", "Hi"))).text == "You said: Hi"


@by_name
async def test_changed_password(interface: str, real_stack: RealStack) -> None:
    name = unique("reader")
    async with open_face(interface, real_stack.url, token=real_stack.token) as face:
        user = await done(
            face.group("iam").create_user(name, PASSWORD, workspace="default", roles=["reader"])
        )
        reset = await done(face.group("iam").reset_password(user.id))
    async with open_face("REST", real_stack.url, token=None) as anyone:
        with pytest.raises(AuthenticationFailed):
            anyone.group("auth").login(name, PASSWORD)
        login = anyone.group("auth").login(name, reset)
    async with open_face("REST", real_stack.url, token=login.jwt) as face:
        face.group("auth").change_password(reset, "Other-horse-8")
    async with open_face("REST", real_stack.url, token=None) as anyone:
        assert anyone.group("auth").login(name, "Other-horse-8").jwt


@everywhere
async def test_workspace_is_made_and_disabled(face: Face) -> None:
    iam, name = face.group("iam"), unique("workspace")
    made = await done(iam.create_workspace(name, "A workspace"))
    assert (made.id, made.name, made.enabled) == (name, "A workspace", True)
    assert name in {workspace.id for workspace in await done(iam.list_workspaces())}
    assert (await done(iam.update_workspace(name, name="Renamed"))).name == "Renamed"
    await done(iam.disable_workspace(name))
    assert not (await done(iam.get_workspace(name))).enabled


@everywhere
async def test_groups_are_not_part_of_this_iam(face: Face) -> None:
    """Release 2.11.1 registers the operations of groups and grants, and its IAM has none of them."""
    with pytest.raises(GatewayError):
        await done(face.group("iam").list_groups())
