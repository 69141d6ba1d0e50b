"""What a program says of itself and its machine in its User-Agent, in words for people. It may lie: it is shown as its word."""

import re
from typing import Final

_PRODUCT: Final = re.compile(r"([A-Za-z][\w.-]{0,40})/(\w[\w.-]{0,20})", re.ASCII)
_SYSTEMS: Final = {"linux": "Linux", "windows": "Windows", "macos": "macOS", "darwin": "macOS", "mac os": "macOS"}
_SYSTEM: Final = re.compile("|".join(_SYSTEMS), re.ASCII | re.IGNORECASE)


def described(user_agent: str) -> str:
    """Return such as "aws-cli 2.9.19 on Linux"; nothing where it says nothing that is known.

    The SDKs of AWS begin with their own name and name the system as `Linux/6.1` or `os/linux#6.1`.
    """
    product, system = _PRODUCT.match(user_agent), _SYSTEM.search(user_agent)
    name = f"{product[1]} {product[2]}" if product else ""
    on = f"on {_SYSTEMS[system[0].lower()]}" if system else ""
    return f"{name} {on}".strip()
