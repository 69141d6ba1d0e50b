"""Importing users and groups from a CSV file: upload, a look at it, progress, and a report of each line that did not work."""

from collections.abc import Mapping
from typing import Final

from werkzeug.wrappers import Response

from gatepost.core.call import Call
from gatepost.core.directory import csv_rows, imports
from gatepost.core.directory.model import UserImport
from gatepost.doors.console import acts, csv_files, fields, question
from gatepost.doors.console.question import Question
from gatepost.doors.console.visit import HOME, ONCE, Console, Visit
from gatepost.web import limits
from gatepost.web.dispatch import Route

IMPORT: Final = f"{HOME}/import"
PAGE: Final = f"{IMPORT}/<import_id>"
MOST_BYTES: Final = 8 * 1024 * 1024
_SHOWN_PROBLEMS: Final = 50
_EXAMPLE: Final = (
    (*csv_rows.REQUIRED, *csv_rows.OPTIONAL),
    (("maria.okonkwo", "maria@example.com", "Maria", "Okonkwo", "Maria Okonkwo", "Engineers|On call"),),
)
_ACTS: Final = (acts.CREATE_USER, acts.CREATE_GROUP, acts.CREATE_MEMBERSHIP)


def routes(console: Console) -> list[Route]:
    """Return the form, an import's page, its acts, and the two files."""
    page = console.page
    return [
        Route("GET", IMPORT, page(_begin)),
        Route("POST", IMPORT, page(_upload)),
        Route("GET", f"{IMPORT}/example", page(_example)),
        Route("GET", PAGE, page(_show)),
        Route("POST", f"{PAGE}/start", page(_start)),
        Route("GET", f"{PAGE}/discard", page(_ask_to_discard)),
        Route("POST", f"{PAGE}/discard", page(_discard)),
        Route("GET", f"{PAGE}/problems", page(_problems)),
    ]


def _require(visit: Visit) -> None:
    """Refuse whoever may not do each of what an import does."""
    for act in _ACTS:
        visit.require(act, visit.store_arn)


def _begin(visit: Visit, problem: str | None = None, status: int = 200) -> Response:
    _require(visit)
    return visit.render(
        "import.html",
        status=status,
        problem=problem,
        most_bytes=MOST_BYTES,
        most_lines=csv_rows.MOST_LINES,
        required=csv_rows.REQUIRED,
        optional=csv_rows.OPTIONAL,
    )


def _upload(visit: Visit) -> Response:
    _require(visit)
    try:
        upload = visit.upload("file", MOST_BYTES)
        if upload.content is None:
            return _begin(visit, "Choose a file.", 400)
        import_id = _keep(visit, upload.content, upload.form.get(ONCE, ""))
    except fields.REFUSALS as problem:
        if problem.reason == limits.TOO_LARGE:
            return _begin(visit, f"The file is larger than {MOST_BYTES // 1024 // 1024} MB: divide it.", 413)
        return _begin(visit, problem.message, 400)
    return visit.go(f"{IMPORT}/{import_id}")


def _keep(visit: Visit, content: bytes, once: str) -> str:
    rows, problems = csv_rows.read(content)

    def do(call: Call) -> Mapping[str, str]:
        return {"import_id": imports.keep(call, visit.store_id, rows, problems).import_id}

    told = {"identityStoreId": visit.store_id, "lines": len(rows)}
    kept = visit.perform(acts.IMPORT_USERS, do, on=(visit.instance.arn,), parameters=told, once=once)
    return kept["import_id"]


def _example(visit: Visit) -> Response:
    head, lines = _EXAMPLE
    return csv_files.download("users", csv_files.write(head, lines), https=visit.runtime.settings.is_https)


def _show(visit: Visit, import_id: str, problem: str | None = None) -> Response:
    found = _get(visit, import_id)
    rows = visit.look(acts.GET_IMPORT, lambda call: imports.preview(call, found.import_id), on=(visit.instance.arn,))
    return visit.render(
        "import_shown.html",
        status=200 if problem is None else 409,
        found=found,
        rows=rows.found or (),
        shown_problems=sorted(found.problems)[:_SHOWN_PROBLEMS],
        problem=problem,
    )


def _get(visit: Visit, import_id: str) -> UserImport:
    return visit.perform(
        acts.GET_IMPORT,
        lambda call: imports.get(call, visit.store_id, import_id[:36]),
        on=(visit.instance.arn,),
        parameters={"importId": import_id[:36]},
    )


def _start(visit: Visit, import_id: str) -> Response:
    visit.form()
    _require(visit)
    visit.perform(
        acts.START_IMPORT,
        lambda call: imports.start(call, visit.store_id, import_id[:36]),
        on=(visit.instance.arn,),
        parameters={"importId": import_id[:36]},
    )
    return visit.go(f"{IMPORT}/{import_id[:36]}")


def _ask_to_discard(visit: Visit, import_id: str) -> Response:
    visit.require(acts.DISCARD_IMPORT, visit.instance.arn)
    found = _get(visit, import_id)
    return question.ask(
        visit,
        Question(
            does="Discard the import",
            facts={"People": f"{found.total:,}"},
            follows=("Nobody is added. To import them, bring the file again.",),
            back=f"{IMPORT}/{found.import_id}",
            back_words="Import users",
        ),
    )


def _discard(visit: Visit, import_id: str) -> Response:
    visit.form()
    try:
        visit.perform(
            acts.DISCARD_IMPORT,
            lambda call: imports.discard(call, visit.store_id, import_id[:36]),
            on=(visit.instance.arn,),
            parameters={"importId": import_id[:36]},
        )
    except fields.REFUSALS as problem:
        return _show(visit, import_id, problem.message)
    return visit.go(IMPORT, "import-discarded")


def _problems(visit: Visit, import_id: str) -> Response:
    found = _get(visit, import_id)
    rows = ((str(line), sentence) for line, sentence in found.problems)
    content = csv_files.write(("line", "problem"), rows)
    return csv_files.download("import-problems", content, https=visit.runtime.settings.is_https)
