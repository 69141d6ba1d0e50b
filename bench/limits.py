"""What one core of this machine can do at most: answers, password hashes, signatures, commits."""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from bench.figures import Figure, figure_of

PASSWORD_HASH = "Argon2id hash"
SIGNATURE = "ES256 signature"
COMMIT = "SQLite commit"


def password_hash(_: Path) -> Callable[[], object]:
    """Return the hash that a sign-in needs."""
    hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    return lambda: hasher.hash("correct horse battery staple 42")


def signature(_: Path) -> Callable[[], object]:
    """Return the signature that a token with claims needs."""
    key = ec.generate_private_key(ec.SECP256R1())
    message = hashlib.shake_256(b"gatepost").digest(512)
    return lambda: key.sign(message, ec.ECDSA(SHA256()))


def commit(folder: Path) -> Callable[[], object]:
    """Return a commit as Gatepost's are: in WAL, on the disk before it returns."""
    connection = sqlite3.connect(folder / "commits.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows (text) VALUES (?)", ("x" * 200,))
        connection.execute("COMMIT")

    return insert


ALL = {PASSWORD_HASH: password_hash, SIGNATURE: signature, COMMIT: commit}


def repeat(do: Callable[[], object], seconds: float) -> Figure:
    """Do it over and over for so many seconds, once at least, on the core that this thread is on.

    What the programs needed that were called for it counts as well.
    """
    durations: list[float] = []
    started, used = perf_counter(), _core_seconds()
    now = started
    while now < started + seconds or not durations:
        do()
        before, now = now, perf_counter()
        durations.append(now - before)
    return figure_of(durations, now - started, _core_seconds() - used)


def _core_seconds() -> float:
    return sum(os.times()[:4])
