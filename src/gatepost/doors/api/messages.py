"""What comes in with a request: bodies and queries as Pydantic models, which OpenAPI describes by the same structure."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Request

from gatepost.core.audit.model import HIDDEN
from gatepost.kit.errors import Invalid
from gatepost.web import limits

VALIDATION: Final = "ValidationFailed"
NO_BODY: Final = "BodyRequired"
_MOST_SENTENCES: Final = 10


class Body(BaseModel):
    """A JSON object. Members that it does not have are refused; those that are secret are a `SecretStr`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    def for_the_record(self) -> dict[str, Any]:
        """Return what was sent as the event may tell it."""
        sent = self.model_dump(mode="json", exclude_unset=True)
        secret = {name for name in sent if isinstance(getattr(self, name), SecretStr)}
        return {name: HIDDEN if name in secret else value for name, value in sent.items()}


class Query(BaseModel):
    """The parameters behind the question mark, each at most once."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PageQuery(Query):
    """What every list takes."""

    limit: int = Field(default=50, ge=1, le=100, description="How many items a page holds at most.")
    page_token: str | None = Field(default=None, max_length=4096, description="Goes on after an earlier page.")


B = TypeVar("B", bound=BaseModel)


def read_body(request: Request, model: type[B], most_bytes: int) -> B:
    """Return the body of a request, or raise Invalid with a sentence for each member that is wrong."""
    media_type, _ = parse_options_header(request.content_type)
    if media_type != "application/json":
        raise Invalid("The body must be sent as application/json.", reason=limits.NOT_A_FORM)
    body = limits.read_body(request.environ, most_bytes)
    if not body:
        raise Invalid("The request needs a body: a JSON object.", reason=NO_BODY)
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise _invalid(error) from None


def read_query(arguments: MultiDict[str, str], model: type[B]) -> B:
    """Return the parameters of a request, or raise Invalid with a sentence for each that is wrong."""
    repeated = next((name for name in arguments if len(arguments.getlist(name)) > 1), None)
    if repeated is not None:
        raise Invalid(f"{repeated[:64]}: may be given once.", reason=VALIDATION)
    try:
        return model.model_validate(arguments.to_dict())
    except ValidationError as error:
        raise _invalid(error) from None


@cache
def schema_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """Return a model's JSON Schema, whole: where it would refer to another, that one stands."""
    schema = model.model_json_schema(ref_template="{model}")
    definitions = schema.pop("$defs", {})
    return {name: _with_definitions(each, definitions) for name, each in schema.items()}


def _with_definitions(value: Any, definitions: Mapping[str, Any]) -> Any:
    """Put each definition in the place of its name: a reference would be looked up from the root of the OpenAPI document."""
    if isinstance(value, list):
        return [_with_definitions(each, definitions) for each in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _with_definitions(
            {**definitions[value["$ref"]], **{k: v for k, v in value.items() if k != "$ref"}}, definitions
        )
    return {name: _with_definitions(each, definitions) for name, each in value.items()}


def _invalid(error: ValidationError) -> Invalid:
    # What was sent stays out of the sentence: it may be a secret.
    found = error.errors(include_url=False, include_context=False, include_input=False)[:_MOST_SENTENCES]
    sentences = [f"{_place(each['loc'])}: {each['msg']}" for each in found]
    return Invalid("; ".join(sentences) + ".", reason=VALIDATION)


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part)[:64] for part in location) or "body"
