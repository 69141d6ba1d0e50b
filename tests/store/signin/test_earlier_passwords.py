"""Earlier passwords are remembered as long as a policy can ask for them, on both databases."""

from gatepost.core.signin import store
from gatepost.core.signin.store.passwords import MOST_EARLIER
from gatepost.kit.secret import Secret
from tests.store.signin.conftest import PASSWORD_HASH, World


def earlier(world: World) -> list[str]:
    return list(world.core.read(lambda call: store.passwords.list_earlier(call.tx, world.ada.user_id)))


def test_the_latest_come_first_and_the_oldest_are_forgotten(world: World) -> None:
    assert earlier(world) == []
    for number in range(MOST_EARLIER + 3):
        world.core.clock.advance(minutes=1)
        world.set_password(world.ada, Secret(f"hash {number}"))
    kept = earlier(world)
    assert len(kept) == MOST_EARLIER
    assert kept[0] == f"hash {MOST_EARLIER + 1}"
    assert PASSWORD_HASH.reveal() not in kept


def test_they_go_with_their_owner(world: World) -> None:
    world.set_password(world.ada, Secret("another hash"))
    assert len(earlier(world)) == 1
    world.delete(world.ada)
    assert earlier(world) == []
