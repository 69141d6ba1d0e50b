"""What pages and mails show of an organisation: its name, its logo, and colours that can be read, made from one."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final

ACCENT: Final = "#0c6350"
"""The colour that Gatepost comes with, in light."""

_READABLE: Final = 4.5
"""The contrast that WCAG 2.2 asks of text (1.4.3)."""
_BLACK, _WHITE = "#000000", "#ffffff"
_LIGHT_GROUNDS: Final = ("#ffffff", "#f2f5f3", "#f0f4f1")
_DARK_GROUNDS: Final = ("#0f1513", "#171f1c", "#101714")
_DARK_INK: Final = "#04120d"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its media type and its bytes."""

    media_type: str
    content: bytes


@dataclass(frozen=True)
class Brand:
    """An organisation's look. What pages load of it stands under its fingerprint, and so may be kept for ever."""

    organisation_name: str
    accent_colour: str | None = None
    logo: Picture | None = None

    @cached_property
    def fingerprint(self) -> str:
        """What changes when anything of it does."""
        picture = b"" if self.logo is None else self.logo.content
        return sha256(f"{self.organisation_name}\n{self.accent_colour}\n".encode() + picture).hexdigest()[:16]

    @property
    def style_url(self) -> str | None:
        """Where its colours are, if it has any of its own."""
        return None if self.accent_colour is None else f"/brand/{self.fingerprint}/colours.css"

    @property
    def logo_url(self) -> str | None:
        """Where its logo is, if it has one."""
        return None if self.logo is None else f"/brand/{self.fingerprint}/logo"

    @property
    def mail_colour(self) -> str:
        """The colour of a mail's button, on which white can be read."""
        return ACCENT if self.accent_colour is None else Colours.of(self.accent_colour).light["accent"]

    def style_sheet(self) -> str:
        """Return the custom properties of tokens.css that the colour replaces."""
        colours = Colours.of(self.accent_colour or ACCENT)
        lines = [f"  --gp-{name}: light-dark({colours.light[name]}, {colours.dark[name]});" for name in colours.light]
        return ":root {\n" + "\n".join(lines) + "\n}\n"


@dataclass(frozen=True)
class Colours:
    """The four colours of tokens.css that are made from the accent colour, in light and in dark."""

    light: dict[str, str]
    dark: dict[str, str]

    @staticmethod
    @lru_cache(maxsize=64)
    def of(accent: str) -> "Colours":
        """Make them: on each ground on which they stand they can be read, whatever the colour was."""
        soft = _mixed(accent, _WHITE, 0.88)
        light = _readable(accent, (*_LIGHT_GROUNDS, soft), _BLACK)
        dark_soft = _mixed(accent, _DARK_GROUNDS[1], 0.8)
        dark = _readable(accent, (*_DARK_GROUNDS, dark_soft, _DARK_INK), _WHITE)
        return Colours(
            {"accent": light, "accent-strong": _mixed(light, _BLACK, 0.25), "accent-soft": soft, "on-accent": _WHITE},
            {
                "accent": dark,
                "accent-strong": _mixed(dark, _WHITE, 0.3),
                "accent-soft": dark_soft,
                "on-accent": _DARK_INK,
            },
        )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours `#rrggbb`, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _readable(colour: str, grounds: tuple[str, ...], towards: str) -> str:
    """Return the colour, mixed with black or white in small steps until it can be read on each ground."""
    steps = (_mixed(colour, towards, step / 50) for step in range(51))
    return next(each for each in steps if all(contrast(each, ground) >= _READABLE for ground in grounds))


def _mixed(colour: str, other: str, share: float) -> str:
    parts = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one * (1 - share) + two * share):02x}" for one, two in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """The relative luminance as WCAG 2.2 defines it."""
    shares = (part / 255 for part in _parts(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
