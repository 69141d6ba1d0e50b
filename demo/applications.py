"""The company's applications, who may enter them, and the pictures of them and of the company."""

import base64
from dataclasses import dataclass
from importlib import resources

from demo.company import DOMAIN

ACCENT_COLOUR = "#0b4f6c"


@dataclass(frozen=True, slots=True)
class Application:
    """An application, the picture that the portal shows of it, and the groups that may enter."""

    name: str
    description: str
    picture: str
    groups: tuple[str, ...]
    speaks_saml: bool = True

    @property
    def url(self) -> str:
        """Where it is."""
        return f"https://{self.picture}.{DOMAIN}"


APPLICATIONS = (
    Application(
        "Handbook",
        "How things are done, from the bridge to the books",
        "handbook",
        ("Cloud Platform", "Security", "Booking Engineers", "Timetable Engineers", "Fleet Engineers", "Service Desk"),
    ),
    Application(
        "Voyage Charts",
        "Sailings, delays and fuel as they happen",
        "charts",
        ("Cloud Platform", "Fleet Engineers", "Data Analysts"),
    ),
    Application(
        "Crew Rota", "Who is on board when", "rota", ("Cloud Platform", "Finance", "Service Desk"), speaks_saml=False
    ),
)


def picture(name: str) -> str:
    """Return a picture as a `data:` URI."""
    content = resources.files("demo").joinpath("pictures", f"{name}.png").read_bytes()
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"
