"""Writes the parts of these pages that the code knows better: the settings, the operations that are there and missing, and the limits.

`make docs` runs it; a test holds the pages that are checked in against it.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from gatepost.core.access.model import MAX_INLINE_POLICY_CHARACTERS, MAX_MANAGED_POLICIES
from gatepost.core.applications.model import MAX_ACCESS_SCOPES
from gatepost.core.authz.managed import list_managed
from gatepost.core.tagging.model import MAX_TAGS
from gatepost.core.tokens import clients
from gatepost.core.tokens.model import (
    ACCESS_TOKEN_LIFETIME,
    CLIENT_LIFETIME,
    CODE_LIFETIME,
    DEVICE_GRANT_LIFETIME,
)
from gatepost.doors.api.messages import Body, schema_of
from gatepost.doors.api.password_policy import PasswordPolicyBody
from gatepost.doors.api.signin_settings import SigninSettingsBody
from gatepost.doors.aws.missing import MISSING
from gatepost.doors.aws.service import FOLDERS, HANDLERS
from gatepost.settings import Settings

DOCS = Path(__file__).parent
SCREENSHOTS = DOCS.parent / "build/screenshots"
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"

_TITLES = {
    "sso-admin": "IAM Identity Center",
    "identitystore": "Identity Store",
    "sso": "IAM Identity Center Portal",
    "sso-oidc": "IAM Identity Center OIDC",
    "sts": "Security Token Service",
    "iam": "Identity and Access Management",
    "organizations": "Organizations",
    "cloudtrail": "CloudTrail",
}


_LIMITS = (
    ("managed policies in a permission set, AWS's and customers' together", MAX_MANAGED_POLICIES),
    ("characters of an inline policy, white space not counted", MAX_INLINE_POLICY_CHARACTERS),
    ("tags of a resource", MAX_TAGS),
    ("access scopes of an application", MAX_ACCESS_SCOPES),
    ("redirect URIs of a registered client", clients.MOST_REDIRECT_URIS),
    ("scopes of a registered client", clients.MOST_SCOPES),
    ("days that a client's registration lasts", CLIENT_LIFETIME.days),
    ("minutes that an access token lasts", int(ACCESS_TOKEN_LIFETIME.total_seconds() // 60)),
    ("minutes that a device code lasts", int(DEVICE_GRANT_LIFETIME.total_seconds() // 60)),
    ("minutes that an authorization code lasts", int(CODE_LIFETIME.total_seconds() // 60)),
)

_LIMITS_OF_SETTINGS = {
    "quota_users": "users of an identity store",
    "quota_groups": "groups of an identity store",
    "quota_groups_of_user": "groups that one user is in",
    "quota_additional_regions": "Regions that are added to an instance",
}


def main() -> None:
    """Write every page whose generated part has changed."""
    for name, content in pages().items():
        page = DOCS / name
        before = page.read_text("utf-8")
        after = with_generated(before, content)
        if after != before:
            page.write_text(after, "utf-8")
    take_pictures()


def take_pictures() -> None:
    """Renew the pictures of the guide with those that the browser tests have made since, if they have."""
    for made in SCREENSHOTS.glob("guide-*.png"):
        shutil.copyfile(made, DOCS / "pictures" / made.name)


def pages() -> dict[str, str]:
    """Return the generated part of each page that has one."""
    return {
        "passwords.md": "\n".join(_members(PasswordPolicyBody)),
        "sign-in-settings.md": "\n".join(_members(SigninSettingsBody)),
        "settings.md": "\n".join(_settings()),
        "aws-operations.md": "\n".join(_operations()),
        "policy-language.md": "\n".join(_managed_policies()),
    }


def with_generated(page: str, content: str) -> str:
    """Return a page with other text between its marks."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    if not after:
        raise ValueError(f"a page needs {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{content}\n{END}{after}"


def _settings() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        yield f"`GATEPOST_{name.upper()}`"
        yield f": {field.description}"
        yield f"  {_value_of(field)}"
        yield ""


def _value_of(field: FieldInfo) -> str:
    default = f"Default: {_shown(field.default)}."
    limits = {name: getattr(each, name) for each in field.metadata for name in ("ge", "le") if hasattr(each, name)}
    if "ge" in limits and "le" in limits:
        return f"{limits['ge']} to {limits['le']}. {default}"
    if "ge" in limits:
        return f"At least {limits['ge']}. {default}"
    if choices := _choices(field.annotation):
        return f"One of {', '.join(_shown(choice) for choice in choices)}. {default}"
    return default


def _choices(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if isinstance(annotation, UnionType):
        return tuple(choice for each in get_args(annotation) for choice in _choices(each))
    return tuple(annotation) if isinstance(annotation, type) and issubclass(annotation, Enum) else ()


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    return "empty" if value in (None, "", ()) else f"`{value}`"


def _members(body: type[Body]) -> Iterator[str]:
    for name, schema in schema_of(body)["properties"].items():
        yield f"`{name}`"
        yield f": {schema['description']}"
        yield f"  {_values_of(schema)}Default: `{json.dumps(schema['default'])}`."
        yield ""


def _values_of(schema: Mapping[str, Any]) -> str:
    kinds = [schema, *schema.get("anyOf", ()), schema.get("items", {})]
    choices = [choice for kind in kinds for choice in kind.get("enum", [kind["const"]] if "const" in kind else [])]
    if choices:
        return f"{'Some' if 'items' in schema else 'One'} of {', '.join(f'`{choice}`' for choice in choices)}. "
    limits = next((kind for kind in kinds if "minimum" in kind), None)
    return f"{limits['minimum']} to {limits['maximum']}. " if limits else ""


def _managed_policies() -> Iterator[str]:
    yield "| policy | what it is for |"
    yield "|---|---|"
    for policy in list_managed():
        yield f"| `{policy.arn}` | {policy.description} |"
    yield ""


def _operations() -> Iterator[str]:
    for service in FOLDERS.values():
        present = sorted(name for of, name in HANDLERS if of == service)
        missing = sorted(MISSING.get(service, ()))
        yield f"## {_TITLES[service]} (`{service}`)"
        yield ""
        yield f"{len(present)} of {len(present) + len(missing)} operations."
        yield ""
        yield _listed("Answered", present)
        yield ""
        if missing:
            yield _listed("Missing", missing)
            yield ""
    yield "## Limits"
    yield ""
    yield "Lengths, patterns and page sizes are those of AWS's models. Beyond them:"
    yield ""
    yield from _limits()
    yield "No rate of calls is too high: nothing is answered with ThrottlingException."
    yield ""


def _limits() -> Iterator[str]:
    yield "| limit | is |"
    yield "|---|---|"
    yield from (f"| {what} | {limit:,} |" for what, limit in _LIMITS)
    for name, what in _LIMITS_OF_SETTINGS.items():
        default = Settings.model_fields[name].default
        shown = f"{default:,}" if default else "none"
        yield f"| {what} | {shown}, or what `GATEPOST_{name.upper()}` says |"
    yield ""


def _listed(title: str, operations: list[str]) -> str:
    return f"**{title}:** {', '.join(f'`{name}`' for name in operations)}"


if __name__ == "__main__":
    main()
