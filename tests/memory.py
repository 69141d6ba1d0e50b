"""What a run keeps in memory: its temporary folders, and what collection made, which nobody need walk again."""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator

import pytest

_FOLDER = "/dev/shm"
_ROOM_BYTES = 4 * 2**30


def folder() -> str | None:
    """Return a folder in memory that has room for a run and may hold programs, or None.

    A commit waits for no disk there, and a PostgreSQL database is made in 30 ms and not in 230.
    """
    if not os.access(_FOLDER, os.W_OK) or os.statvfs(_FOLDER).f_flag & os.ST_NOEXEC:
        return None
    return _FOLDER if shutil.disk_usage(_FOLDER).free > _ROOM_BYTES else None


def pytest_configure() -> None:
    """Have the folders of tests, and of the programs that they start, made in memory, unless somebody chose where."""
    chosen = folder()
    if chosen is not None and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = chosen
        tempfile.tempdir = None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect no garbage while tests are collected, nor look ever after at what stays to the end: half a million objects."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
