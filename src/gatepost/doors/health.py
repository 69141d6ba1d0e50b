"""Health: is this process alive, and is it ready to serve."""

from werkzeug.wrappers import Request, Response

from gatepost.core.call import Runtime, is_ready
from gatepost.kit.errors import Problem
from gatepost.web.dispatch import Route

TEXT = "text/plain; charset=utf-8"


def routes(runtime: Runtime) -> list[Route]:
    """Return `/healthz`, which needs nothing, and `/readyz`, which needs the database."""

    def alive(request: Request) -> Response:
        return Response("ok\n", content_type=TEXT)

    def ready(request: Request) -> Response:
        try:
            is_ready(runtime)
        except Problem as problem:
            return Response(f"not ready: {problem.message}\n", 503, content_type=TEXT)
        return Response("ready\n", content_type=TEXT)

    return [Route("GET", "/healthz", alive), Route("GET", "/readyz", ready)]
