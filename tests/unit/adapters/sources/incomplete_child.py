"""A child process that misses a library, and finds out only while it reads."""

from datetime import datetime
from importlib import import_module

from adapters.sources.worker import serve
from bot.model.brief import Reading
from bot.model.document import Document


def _read(
    document: Document,
    *,
    headline: str | None = None,
    published_at: datetime | None = None,
    url: str | None = None,
) -> Reading:
    read: Reading = import_module("nowhere_to_be_found").read(document, headline, published_at, url)
    return read


if __name__ == "__main__":
    serve(_read)
