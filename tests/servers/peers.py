"""What happens to a test whose peer is not on this machine."""

import os
from pathlib import Path
from typing import NoReturn

import pytest

REQUIRE_ALL = "GATEPOST_TESTS_REQUIRE_ALL"


def absent(reason: str, *, installable: bool = True) -> NoReturn:
    """Skip the running test, or fail it where the environment says that every peer must be there.

    A peer that neither Debian nor a package index has is not `installable`: nobody can be asked to have it.
    """
    if installable and os.environ.get(REQUIRE_ALL) == "1":
        pytest.fail(f"{reason} ({REQUIRE_ALL}=1)", pytrace=False)
    pytest.skip(reason)


def program(path: str, package: str) -> Path:
    """Return the program at `path`, which Debian's `package` installs."""
    found = Path(path)
    if not found.exists():
        absent(f"needs {path}: `make peers` as root installs Debian's {package}")
    return found
