"""Metadata of others, fetched by https from an address that an administrator names."""

from collections.abc import Callable

from gatepost.outbound import https

Fetch = Callable[[str], bytes]


def fetcher(*, allows_private: bool) -> Fetch:
    """Return what fetches a document; without `allows_private` no address of a private network is asked."""
    return lambda url: https.ask(url, allows_private=allows_private)
