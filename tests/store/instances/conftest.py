"""An organisation's instance, and accounts that may have one of their own."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from gatepost.core import actors
from gatepost.core.actors import Actor
from gatepost.core.authz import Principal
from gatepost.core.call import Call
from gatepost.core.instances import instances
from gatepost.core.instances.model import Instance
from tests.calls import Core

T = TypeVar("T")

MANAGEMENT = "111122223333"
MEMBER = "444455556666"


def of_account(account_id: str) -> Actor:
    """Return somebody of an account."""
    root = Principal("root", f"arn:aws:iam::{account_id}:root", account_id)
    return replace(actors.service("test.internal"), type="Root", principal=root)


class Instances:
    """Use cases of instances, each in a call of its own."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.primary = core.write(lambda call: instances.create(call, account_id=MANAGEMENT, region="us-east-1"))

    def write(self, do: Callable[[Call], T], account_id: str = MANAGEMENT) -> T:
        return self.core.write(do, actor=of_account(account_id))

    def read(self, do: Callable[[Call], T], account_id: str = MANAGEMENT) -> T:
        return self.core.read(do, actor=of_account(account_id))

    def create(self, account_id: str = MEMBER, **members: Any) -> Instance:
        return self.write(lambda call: instances.create_of_account(call, **members), account_id)

    def settle(self, instance: Instance) -> None:
        """Do the job that an instance waits for."""
        self.write(lambda call: instances.settle(call, {"instance_id": instance.instance_id}))

    def now(self, instance: Instance) -> Instance:
        """Return an instance as it is stored."""
        return self.read(lambda call: instances.require(call, instance.arn))


@pytest.fixture
def world(core: Core) -> Instances:
    return Instances(core)
