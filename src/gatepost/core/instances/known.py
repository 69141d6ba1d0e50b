"""What a process knows of the instances without asking the database: enough to say who owns one and whom it lets in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from gatepost.core.actors import NOBODY
from gatepost.core.ask import Client
from gatepost.core.call import Call, Runtime, identify
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance

T = TypeVar("T")

FRESH: Final = timedelta(seconds=1)
"""How old what is known may be: so long another process may go on letting in whom this one has shut out."""

_PRIMARY: Final = ""

Obstacle = Callable[[Instance], Exception | None]


@dataclass(frozen=True, slots=True)
class _Read:
    instance: Instance
    at: datetime


class KnownInstances:
    """The instances as they were at most a second ago; what is asked for and not known is read.

    Threads share it without a lock: each entry is replaced whole, and one that is read twice does no harm.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._reads: dict[str, _Read] = {}

    def primary(self, client: Client) -> Instance:
        """Return the organisation's instance, or raise Unavailable before the first start has made one."""
        return self._fresh(_PRIMARY) or self._keep(_PRIMARY, self._ask(client, instances.require_primary))

    def find(self, client: Client, instance_id: str) -> Instance | None:
        """Return an instance by its own id (`ssoins-…`) or its identity store's (`d-…`)."""
        return self._fresh(instance_id) or self._look(client, instance_id)

    def require(self, client: Client, known: Instance, obstacle: Obstacle) -> None:
        """Raise what stands in the way of a call, if anything does in the instance as it is at this very moment.

        What was allowed a second ago is allowed now, whoever allowed it: only a call that would be refused pays for a look.
        """
        if obstacle(known) is None:
            return
        self.forget()
        now = self._look(client, known.instance_id)
        problem = None if now is None else obstacle(now)
        if problem is not None:
            raise problem

    def forget(self) -> None:
        """Read everything anew: this process has just changed an instance."""
        self._reads.clear()

    def _look(self, client: Client, instance_id: str) -> Instance | None:
        instance = self._ask(client, lambda call: instances.find(call, instance_id))
        if instance is None:
            self._reads.pop(instance_id, None)
            return None
        return self._keep(instance_id, instance)

    def _ask(self, client: Client, find: Callable[[Call], T]) -> T:
        return identify(self._runtime, client, find, NOBODY)

    def _fresh(self, key: str) -> Instance | None:
        read = self._reads.get(key)
        if read is None or self._runtime.clock.now() - read.at >= FRESH:
            return None
        return read.instance

    def _keep(self, key: str, instance: Instance) -> Instance:
        self._reads[key] = _Read(instance, self._runtime.clock.now())
        return instance
