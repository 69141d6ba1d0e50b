"""Signing keys on both databases: the first, a rotation, and two servers that make the first at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from gatepost.core.instances import instances
from gatepost.core.keys import first, signing_keys
from gatepost.core.keys.model import KeyState, KeyUse
from gatepost.kit.errors import Conflict, NotFound
from tests.calls import CLIENT, Core
from tests.doors.saml.partners import key_pair

USE = KeyUse.SAML_IDENTITY_PROVIDER


@pytest.fixture
def instance_id(core: Core) -> str:
    made = core.write(lambda call: instances.create(call, account_id="111122223333", region="us-east-1"))
    return made.instance_id


def states(core: Core, instance_id: str) -> list[str]:
    return [key.state.value for key in core.read(lambda call: signing_keys.published(call, instance_id, USE))]


def test_of_two_servers_that_make_the_first_both_go_on_with_one(core: Core, instance_id: str) -> None:
    with ThreadPoolExecutor(2) as servers:
        made = [servers.submit(first.current, core.runtime, CLIENT, instance_id, "111122223333", USE) for _ in range(2)]
        assert len({each.result().key_id for each in made}) == 1
    assert states(core, instance_id) == ["CURRENT"]


def test_the_private_key_is_that_of_the_certificate_and_sealed(core: Core, instance_id: str) -> None:
    key = core.write(lambda call: signing_keys.issue_first(call, instance_id, USE, key_pair("first")))
    assert "PRIVATE" not in key.sealed_private_key
    private = load_pem_private_key(signing_keys.open_private(core.runtime.vault, key).reveal().encode(), None)
    public = load_pem_x509_certificate(key.certificate.encode()).public_key()
    assert private.public_key() == public


def test_a_rotation_overlaps(core: Core, instance_id: str) -> None:
    old = core.write(lambda call: signing_keys.issue_first(call, instance_id, USE, key_pair("first")))
    with pytest.raises(NotFound):
        core.write(lambda call: signing_keys.activate_next(call, instance_id, USE))
    new = core.write(lambda call: signing_keys.issue_next(call, instance_id, USE, key_pair("second")))
    with pytest.raises(Conflict):
        core.write(lambda call: signing_keys.issue_next(call, instance_id, USE, key_pair("third")))
    assert states(core, instance_id) == ["CURRENT", "NEXT"]
    core.write(lambda call: signing_keys.activate_next(call, instance_id, USE))
    signing = core.read(lambda call: signing_keys.find_current(call, instance_id, USE))
    assert signing is not None
    assert (signing.key_id, signing.state) == (new.key_id, KeyState.CURRENT)
    with pytest.raises(Conflict):
        core.write(lambda call: signing_keys.retire(call, instance_id, USE, new.key_id))
    core.write(lambda call: signing_keys.retire(call, instance_id, USE, old.key_id))
    assert states(core, instance_id) == ["CURRENT"]


def test_uses_do_not_meet(core: Core, instance_id: str) -> None:
    core.write(lambda call: signing_keys.issue_first(call, instance_id, USE, key_pair("first")))
    other = core.read(lambda call: signing_keys.find_current(call, instance_id, KeyUse.SAML_SERVICE_PROVIDER))
    assert other is None
