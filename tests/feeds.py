"""Makes small feeds for tests."""

from collections.abc import Sequence
from xml.sax.saxutils import escape


def rss(entries: Sequence[tuple[str, str, str]], *, title: str = "City Desk") -> bytes:
    """Return an RSS feed of (id, headline, date) entries, in that order."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{escape(key)}</guid><title>{escape(headline)}</title>"
        f"<link>https://city.example/{escape(key)}</link><pubDate>{date}</pubDate>"
        f"<description>What is known of {escape(headline)}.</description></item>"
        for key, headline, date in entries
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>{escape(title)}</title>"
        f"<link>https://city.example/</link>{items}</channel></rss>"
    ).encode()
