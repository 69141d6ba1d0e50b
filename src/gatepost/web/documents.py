"""JSON documents as people read them."""

import orjson


def laid_out(text: str) -> str:
    """Return a JSON document that stands on one line with a member on each; one that somebody has laid out stays as it is."""
    if "\n" in text.strip():
        return text
    try:
        return orjson.dumps(orjson.loads(text), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        return text
