"""Who calls the API: a signed-in person's browser, by its cookie, or a program, by Signature Version 4."""

from io import BytesIO
from typing import Final

from werkzeug.wrappers import Request

from gatepost.core.actors import NOBODY, Actor
from gatepost.core.call import identify
from gatepost.core.iam import authentication
from gatepost.doors.visit import Visitors
from gatepost.kit.errors import Unauthenticated
from gatepost.web import limits
from gatepost.web.signing import sigv4
from gatepost.web.signing.request import Request as SignedRequest
from gatepost.web.signing.sigv4 import Signature

SERVICE: Final = "gatepost"
"""The service that a signature for the API is scoped to."""

SESSION_REQUIRED: Final = "SessionRequired"


def require_caller(visitors: Visitors, request: Request) -> Actor:
    """Return who calls, or raise Unauthenticated. A signature counts before a cookie."""
    signature = _signature(visitors, request)
    return _by_session(visitors, request) if signature is None else _by_signature(visitors, request, signature)


def _by_session(visitors: Visitors, request: Request) -> Actor:
    """What changes something needs the session's CSRF token as well, in the header X-CSRF-Token."""
    caller = visitors.visitor(request)
    if caller is None:
        raise Unauthenticated("Sign in first.", reason=SESSION_REQUIRED)
    if request.method not in {"GET", "HEAD"}:
        token = visitors.cookies.session.read(request)
        visitors.csrf.require(request, {}, token, visitors.runtime.clock.now())
    return caller


def _by_signature(visitors: Visitors, request: Request, signature: Signature) -> Actor:
    signature.require_service(SERVICE)
    key_id, token = signature.access_key_id, signature.session_token
    secret, actor = identify(
        visitors.runtime, visitors.client(request), lambda call: authentication.resolve(call, key_id, token), NOBODY
    )
    signature.verify(secret, visitors.runtime.clock.now())
    return actor


def _signature(visitors: Visitors, request: Request) -> Signature | None:
    signature = sigv4.parse(SignedRequest.from_wsgi(request.environ, b""))
    if signature is not None:
        body = limits.read_body(request.environ, visitors.runtime.settings.body_limit_bytes)
        request.environ["wsgi.input"] = BytesIO(body)  # the endpoint reads it once more
        signature.request.body = body
    return signature
