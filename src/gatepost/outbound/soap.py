"""Messages that are posted to somebody else's server, and its answers."""

from collections.abc import Callable, Mapping

from gatepost.outbound import https

Post = Callable[[str, bytes, Mapping[str, str]], bytes]


def poster(*, allows_private: bool) -> Post:
    """Return what posts a body with its headers; without `allows_private` to no address of a private network."""
    return lambda url, body, headers: https.ask(
        url, allows_private=allows_private, method="POST", body=body, headers=headers
    )
