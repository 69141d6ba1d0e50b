"""One frozen Settings: a TOML file and GATEPOST_* environment variables, each field documented."""

import os
import tomllib
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

CONFIG_FILE_VARIABLE = "GATEPOST_CONFIG_FILE"
REGION_PATTERN = r"^[a-z]{2}(-[a-z]+)+-\d$"


class Settings(BaseSettings):
    """How this installation runs. The environment wins over the file that GATEPOST_CONFIG_FILE names."""

    model_config = SettingsConfigDict(env_prefix="GATEPOST_", frozen=True, extra="forbid")

    data_dir: Path = Field(
        default=Path("data"), description="Folder of the embedded database, the master key and undelivered mails."
    )
    database_url: str = Field(
        default="",
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE; empty means gatepost.db in data_dir.",
    )
    listen: str = Field(default="127.0.0.1:8080", description="Address and port to serve on.")
    public_url: str = Field(
        default="http://localhost:8080",
        description="Where browsers and clients reach Gatepost: scheme, host and port, without a path.",
    )
    region: str = Field(
        default="us-east-1",
        pattern=REGION_PATTERN,
        description="The Identity Center instance's primary Region, set at bootstrap.",
    )
    organisation_name: str = Field(
        default="Gatepost", max_length=64, description="Your organisation's name, shown on pages and in mails."
    )
    master_key_file: Path | None = Field(
        default=None,
        description="File of master keys, one base64 line of 32 bytes each, the current one first; made, mode 0600, "
        "where it is missing. Empty means master.key in data_dir.",
    )
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="smtp://USER:PASSWORD@HOST:587 (STARTTLS where offered), smtps://… (TLS) or smtp+starttls://… "
        "(STARTTLS required); empty writes mails to files in data_dir/mail.",
    )
    mail_from: str = Field(default="Gatepost <gatepost@localhost>", description="The sender of mails.")
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        default=(), description="Comma-separated networks of reverse proxies whose X-Forwarded-For is believed."
    )
    threads: int = Field(default=8, ge=1, le=256, description="Threads that serve requests in one process.")
    workers: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Server processes; more than one needs PostgreSQL, since SQLite has one writer.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="Least level logged.")
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto",
        description="One JSON object a line, or text for people; auto means text on a terminal and JSON anywhere else.",
    )
    body_limit_bytes: int = Field(default=1_048_576, ge=65_536, description="Largest request body.")
    allow_private_urls: bool = Field(
        default=False,
        description="Whether documents such as SAML metadata may be fetched from addresses of private networks.",
    )
    quota_additional_regions: int = Field(
        default=10, ge=0, description="How many Regions may be added to the instance's primary one."
    )
    quota_users: int = Field(
        default=0,
        ge=0,
        description="How many users an identity store holds; 0 means any number, AWS's quota is 100000.",
    )
    quota_groups: int = Field(
        default=0,
        ge=0,
        description="How many groups an identity store holds; 0 means any number, AWS's quota is 100000.",
    )
    quota_groups_of_user: int = Field(
        default=1000,
        ge=0,
        description="How many groups a user may be in, all of which are looked at when access is decided; 0 means any.",
    )
    session_hours: int = Field(default=8, ge=1, le=2160, description="How long a sign-in to the portal lasts.")
    session_idle_minutes: int = Field(default=120, ge=5, description="A portal session unused for this long ends.")

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            [_network(part.strip()) for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE")
        return value

    @field_validator("public_url")
    @classmethod
    def _origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("must be an origin such as https://sso.example.com, without a path")
        return value.rstrip("/")

    @field_validator("listen")
    @classmethod
    def _address(cls, value: str) -> str:
        host, colon, port = value.rpartition(":")
        if not colon or not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("must be ADDRESS:PORT, such as 127.0.0.1:8080")
        return value

    @cached_property
    def resolved_database_url(self) -> str:
        """The database's URL, with its default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'gatepost.db'}"

    @cached_property
    def sqlite_file(self) -> Path | None:
        """The database's file; None where the database is PostgreSQL."""
        scheme, _, file = self.resolved_database_url.partition(":///")
        return Path(file) if scheme == "sqlite" else None

    @cached_property
    def resolved_master_key_file(self) -> Path:
        """The master key's file, with its default filled in."""
        return self.master_key_file or self.data_dir / "master.key"

    @cached_property
    def is_https(self) -> bool:
        """True where browsers reach Gatepost by https."""
        return self.public_url.startswith("https://")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take arguments first, then the environment, then the TOML file."""
        file = os.environ.get(CONFIG_FILE_VARIABLE)
        toml = (_toml(settings_cls, Path(file)),) if file else ()
        return (init_settings, env_settings, *toml)


def _toml(settings: type[BaseSettings], file: Path) -> TomlConfigSettingsSource:
    """Return what a file says. One that is not there is a mistake, not a file without settings."""
    if not file.is_file():
        raise ValueError(f"{CONFIG_FILE_VARIABLE} names {file}, and there is no such file")
    try:
        return TomlConfigSettingsSource(settings, file)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file} is not TOML: {error}") from None


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a network, such as 10.0.0.0/8 or 192.0.2.7") from None
