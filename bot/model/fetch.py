"""Fetching: what is asked of the web, and what came of it."""

from enum import StrEnum

from bot.model.value import Utc, Value


class Fault(StrEnum):
    """What is wrong with a source. All but the last five are a fetch's; those are found when it is read.

    address      the address isn't one, isn't on the web, or leads into a private network
    name         the host's name can't be resolved
    refused      the host takes no connection
    tls          the host's certificate can't be trusted, or it speaks no TLS
    timeout      it took too long
    forbidden    401 or 403
    missing      404, and other answers that say that it isn't there
    gone         410: gone for good
    busy         429 or 503: the host asks for patience
    server       any other answer that is none: 5xx, or a status that nobody expects
    broken       the answer broke off, or isn't HTTP
    too_large    more than may be fetched, as it comes or decompressed
    redirects    it is sent on too often, or in a circle
    packed       compressed in a way that isn't taken: twice, or unknown
    robots       robots.txt keeps programs away
    empty        the answer has no body
    not_a_feed   something else was there where a feed should be
    unreadable   it can't be parsed, or only in part
    no_entries   a feed without entries
    silent       nothing new for much longer than usual
    """

    address = "address"
    name = "name"
    refused = "refused"
    tls = "tls"
    timeout = "timeout"
    forbidden = "forbidden"
    missing = "missing"
    gone = "gone"
    busy = "busy"
    server = "server"
    broken = "broken"
    too_large = "too_large"
    redirects = "redirects"
    packed = "packed"
    robots = "robots"
    empty = "empty"
    not_a_feed = "not_a_feed"
    unreadable = "unreadable"
    no_entries = "no_entries"
    silent = "silent"


class Wanted(Value):
    """What to fetch. `etag` and `last_modified` are the validators of what is known already, verbatim.

    `robots` asks the site's robots.txt first, as is due for pages.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    robots: bool = False


class Fetched(Value):
    """An answer with a body, decompressed. `url` is where it was found in the end.

    `moved_to` is the address to ask from now on, where the way from the asked one begins with redirects
    that hold for good (301, 308): the last that those lead to. `fresh_until` is how long the answer may be
    used without asking again (Cache-Control, Expires).
    """

    url: str
    body: bytes
    media_type: str | None = None
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fresh_until: Utc | None = None


class Unchanged(Value):
    """What is known already still holds (304). The fields are as in `Fetched`."""

    url: str
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fresh_until: Utc | None = None


class Failed(Value):
    """Nothing came. `says` is one plain sentence on what happened, `next_step` what to do about it.

    `retry_at` is when the host allows another try, where it says so (Retry-After).
    """

    fault: Fault
    says: str
    next_step: str = ""
    retry_at: Utc | None = None


Answered = Fetched | Unchanged | Failed
