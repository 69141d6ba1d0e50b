"""Paged operations: their token and limit on the way in, their list and token on the way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gatepost.core.call import Runtime
from gatepost.doors.aws.service import Handler
from gatepost.doors.aws.wire.shapes import Paging
from gatepost.kit.paging import Page, PageRequest, PageTokens, query_fingerprint

DEFAULT_SIZE = 100


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One page on its way: what the handler is asked for, and how its answer becomes the operation's output."""

    request: PageRequest
    paging: Paging
    query: bytes
    tokens: PageTokens

    def close(self, page: Page[Any]) -> dict[str, Any]:
        """Return the output: the page's items under the operation's list, and the token of the next page if there is one."""
        token = self.tokens.seal(page.next, self.query)
        output: dict[str, Any] = {self.paging.result or "": list(page.items)}
        if token is not None:
            output[self.paging.next_token] = token
        if self.paging.more_results is not None:
            output[self.paging.more_results] = token is not None
        return output


def open_page(runtime: Runtime, handler: Handler, params: Mapping[str, Any]) -> OpenPage:
    """Return the page that `params` ask for; Invalid for a token that is not ours or is of another query."""
    operation = handler.operation
    paging = operation.paging
    if paging is None:
        raise LookupError(f"{operation.name} is not paged")
    members = {name: value for name, value in params.items() if name not in {paging.token, paging.limit}}
    query = query_fingerprint(operation.action, members)
    after = runtime.page_tokens.open(params.get(paging.token), query)
    size = params.get(paging.limit or "") or min(DEFAULT_SIZE, paging.largest or DEFAULT_SIZE)
    return OpenPage(PageRequest(min(size, paging.holds or size), after), paging, query, runtime.page_tokens)
