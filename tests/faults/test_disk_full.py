"""A full disk: writes get 5xx and are not done, reads go on, nothing breaks, and with room again all is as before."""

import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Protocol

import pytest
from botocore.exceptions import ClientError

from tests.faults.conftest import Company, Found, under_load, until

SIZE = 6 * 2**20
ANSWERS = 30


class Disk(Protocol):
    """What a test can fill up below a running server, and empty again; `folder` is on it."""

    folder: Path

    def fill(self, company: Company) -> None: ...

    def free(self, company: Company) -> None: ...


class SmallDisk:
    """A file system of a few megabytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, company: Company) -> None:
        with self._filler.open("ab", buffering=0) as file:
            for size in (2**16, 2**12, 1):
                with suppress(OSError):
                    while file.write(bytes(size)):
                        pass

    def free(self, company: Company) -> None:
        self._filler.unlink()


class Quota:
    """The kernel's limit on the files of the server's processes: where nobody may mount a file system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, company: Company) -> None:
        self._limit(company, 0)

    def free(self, company: Company) -> None:
        self._limit(company, resource.RLIM_INFINITY)

    def _limit(self, company: Company, size: int) -> None:
        pid = company.gatepost.pid
        for process in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            resource.prlimit(int(process), resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.fixture(params=["disk", "quota"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "quota":
        yield Quota(folder)
    elif os.geteuid() == 0 and _succeeds("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "gatepost", str(folder)):
        yield SmallDisk(folder)
        subprocess.run(["umount", "--lazy", folder], check=True)
    else:
        pytest.skip("needs root, and the right to mount a file system")


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def hire(company: Company) -> Callable[[int], tuple[str, int]]:
    """Return a call that makes a user and gives their name and the answer's status."""
    directory = company.administrator.client("identitystore")

    def call(number: int) -> tuple[str, int]:
        name = f"maria-{number}"
        try:
            directory.create_user(
                IdentityStoreId=company.facts["identity_store_id"],
                UserName=name,
                DisplayName="Maria",
                Name={"GivenName": "Maria", "FamilyName": "Okonkwo"},
            )
        except ClientError as error:
            status: int = error.response["ResponseMetadata"]["HTTPStatusCode"]
            return name, status
        return name, 200

    return call


def names(company: Company) -> set[str]:
    directory = company.administrator.client("identitystore")
    pages = directory.get_paginator("list_users").paginate(IdentityStoreId=company.facts["identity_store_id"])
    return {user["UserName"] for page in pages for user in page["Users"]}


def test_a_full_disk_loses_nothing_and_breaks_nothing(found: Found, disk: Disk) -> None:
    company = found(data_dir=str(disk.folder), log_level="info")
    company.gatepost.log_file = disk.folder / "gatepost.log"
    company.gatepost.start()
    with under_load(hire(company)) as load:
        load.await_answers(ANSWERS)
        disk.fill(company)
        until(lambda: True if 503 in {status for _, status in load.acknowledged} else None, "refusal")
        assert company.administrator.client("sts").get_caller_identity()["Account"] == company.facts["account_id"]
        disk.free(company)
        load.await_answers(len(load.acknowledged) + ANSWERS)

    statuses = dict(load.acknowledged)
    assert set(statuses.values()) == {200, 503}
    made = names(company)
    assert {name for name, status in statuses.items() if status == 200} == made - {"admin"}
    company.gatepost.kill()
    with closing(sqlite3.connect(disk.folder / "gatepost.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
