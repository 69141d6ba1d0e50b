"""What was made lately and may be asked for again: a bounded memory that threads share."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The last `size` things that were asked for, by their keys.

    Unlike functools.lru_cache it is given the means to make a thing (a transaction, say) beside its key, not in it.
    """

    __slots__ = ("_lock", "_made", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._made: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return what belongs to a key; `make` makes it, outside the lock, where it is not remembered."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            if len(self._made) > self._size:
                self._made.popitem(last=False)
        return made
