"""The only place that wires: Settings become a Runtime, doors and jobs, and one WSGI application."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from multiprocessing.util import Finalize
from time import perf_counter
from typing import Any

from structlog.typing import FilteringBoundLogger
from werkzeug.wrappers import Request, Response

from gatepost import logs
from gatepost.core.audit.writer import EventWriter
from gatepost.core.call import Runtime
from gatepost.core.instances.branding import KnownBranding
from gatepost.core.instances.known import KnownInstances
from gatepost.core.instances.model import Branding
from gatepost.doors import api, aws, console, health, oauth, portal, saml, scim
from gatepost.doors.gate import Gate
from gatepost.doors.saml import back_channel
from gatepost.doors.saml_metadata import provider_facts
from gatepost.jobs import handlers
from gatepost.jobs.runner import Bells, Runner
from gatepost.kit.clock import SystemClock
from gatepost.kit.entropy import SystemEntropy
from gatepost.kit.errors import NotFound, Problem
from gatepost.kit.paging import PageTokens
from gatepost.kit.pictures import picture_of
from gatepost.kit.sentences import Sentence
from gatepost.kit.vault import Vault, load_master_keys
from gatepost.logs import AccessLog
from gatepost.outbound.mail import mailer_for
from gatepost.outbound.metadata import fetcher
from gatepost.outbound.soap import poster
from gatepost.settings import Settings
from gatepost.store.database import Database
from gatepost.web import errors, languages, limits, request_id
from gatepost.web.brand import Brand, Picture
from gatepost.web.dispatch import Dispatcher, Route
from gatepost.web.letters import Letters
from gatepost.web.pages import Pages
from gatepost.web.plain import PlainResponse
from gatepost.web.static import StaticFiles

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
LINKS = ("/invitation/", "/reset-password/", "/verify-email/")
"""How paths begin that end in a token."""
WSGI = Callable[[Environ, StartResponse], Iterable[bytes]]


def make_runtime(settings: Settings, log: FilteringBoundLogger | None = None) -> Runtime:
    """Open what the settings name: the database, the master key and the logs."""
    log = log or logs.configure(settings)
    entropy = SystemEntropy()
    database = Database(
        settings.resolved_database_url,
        pool_size=settings.threads + 4,
        on_outage=lambda cause: log.warning("database_unavailable", error=repr(cause)),
    )
    vault = Vault(load_master_keys(settings.resolved_master_key_file, entropy), entropy)
    return Runtime(
        settings=settings,
        database=database,
        clock=SystemClock(),
        entropy=entropy,
        vault=vault,
        page_tokens=PageTokens(vault),
        events=EventWriter(
            database,
            on_error=lambda error: log.warning("events_delayed", error=repr(error)),
            on_lost=lambda event: log.error("event_lost", event_name=event.name, request_id=event.body["requestID"]),
        ),
        bell=Bells(),
        log=log,
    )


def make_runner(runtime: Runtime) -> Runner:
    """Return the jobs of this process, not yet started."""
    settings = runtime.settings
    mailer = mailer_for(settings.smtp_url.get_secret_value(), settings.data_dir / "mail", runtime.entropy)
    letters = Letters(brand_of(runtime))
    bells = runtime.bell if isinstance(runtime.bell, Bells) else Bells()
    fetch = fetcher(allows_private=settings.allow_private_urls)
    post = poster(allows_private=settings.allow_private_urls)
    all_handlers = handlers.all_handlers(
        letters.write,
        mailer,
        lambda url: provider_facts(fetch(url)),
        lambda runtime, payload: back_channel.tell(runtime, post, payload),
    )
    return Runner(runtime, bells, all_handlers)


def brand_of(runtime: Runtime) -> Callable[[], Brand]:
    """Return what says how the organisation shows itself: as administrators have set it, and else by its settings."""
    known = KnownBranding(runtime)

    @lru_cache(maxsize=1)
    def made(branding: Branding) -> Brand:
        logo = None if branding.logo is None else Picture(*picture_of(branding.logo))
        return Brand(branding.organisation_name or runtime.settings.organisation_name, branding.accent_colour, logo)

    return lambda: made(known.current())


def build(runtime: Runtime) -> WSGI:
    """Return the application: every door behind one port, told apart by path, target and action."""
    static = StaticFiles.of_package()
    pages = Pages(brand=brand_of(runtime), https=runtime.settings.is_https)
    known_instances = KnownInstances(runtime)
    gate = Gate(runtime, known_instances)
    fetch = fetcher(allows_private=runtime.settings.allow_private_urls)
    routes = [
        *health.routes(runtime),
        Route("GET", "/static/<fingerprint>/<path:name>", static.respond),
        *gate.guard(
            [
                *api.routes(runtime, fetch),
                *oauth.routes(runtime, pages),
                *portal.routes(runtime, pages),
                *console.routes(runtime, pages, fetch),
                *saml.routes(runtime, pages),
            ]
        ),
    ]
    dispatcher = Dispatcher(routes, lambda request, problem: _problem(pages, request, problem))
    aws_door = aws.Door(runtime, known_instances)
    scim_door = scim.Door(runtime, known_instances)
    access_log = AccessLog(runtime.settings, runtime.log)

    def respond(environ: Environ) -> Response | PlainResponse:
        if aws.is_for_aws(environ):
            return aws_door.respond(environ)
        if scim.is_for_scim(environ):
            return scim_door.respond(environ)
        request = Request(environ)
        limits.check_head(environ)
        return _marked(environ, dispatcher.respond(request) or _problem(pages, request, _nothing_here()))

    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        started = perf_counter()
        environ[request_id.KEY] = request_id.new_request_id(runtime.entropy)
        try:
            response = respond(environ)
        except Problem as problem:
            response = _marked(environ, _problem(pages, Request(environ), problem))
        except Exception:
            runtime.log.exception("fault", request_id=_id(environ), path=_loggable(environ.get("PATH_INFO", "")))
            response = _marked(environ, _fault(pages, environ))
        access_log.write(
            runtime.clock.now(),
            request_id=_id(environ),
            method=environ["REQUEST_METHOD"],
            path=_loggable(environ.get("PATH_INFO", "")),
            status=response.status_code,
            milliseconds=round((perf_counter() - started) * 1000, 2),
        )
        return response(environ, start_response)

    return application


def wsgi() -> WSGI:
    """Make one worker process's application from the environment, with its jobs running: what the server calls."""
    runtime = make_runtime(Settings())
    runner = make_runner(runtime)
    runtime.events.start()
    runner.start()

    def stop() -> None:
        # Jobs come last: one that hangs, on a mail server say, must not cost the events that are only in memory.
        runtime.events.stop()
        runner.stop()
        runtime.database.close()

    # A worker process is a fork that leaves without atexit's handlers; finalizers run in every kind of process.
    Finalize(None, stop, exitpriority=0)
    return build(runtime)


def _marked(environ: Environ, response: Response) -> Response:
    return request_id.mark(response, _id(environ))


def _loggable(path: str) -> str:
    """Return a path without the token of a link that sets a password: whoever reads the log must not be able to use it."""
    return next((link + "…" for link in LINKS if path.startswith(link)), path)


def _fault(pages: Pages, environ: Environ) -> Response:
    if _is_api(environ):
        return errors.fault_json(_id(environ))
    return errors.fault_page(pages, languages.wanted_by(Request(environ)), _id(environ))


def _problem(pages: Pages, request: Request, problem: Problem) -> Response:
    if _is_api(request.environ):
        return errors.as_json(problem, _id(request.environ))
    return errors.as_page(pages, languages.wanted_by(request), problem, _id(request.environ))


def _is_api(environ: Environ) -> bool:
    return str(environ.get("PATH_INFO", "")).startswith("/api/")


def _nothing_here() -> NotFound:
    return NotFound(Sentence("There is no such page."))


def _id(environ: Environ) -> str:
    return str(environ[request_id.KEY])
