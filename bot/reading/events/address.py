"""When two addresses are one: the same page with other tracking, on its mobile host, or as AMP."""

import re
from hashlib import blake2b
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

_TRACKING: Final = re.compile(
    r"utm_.*|(?:fb|g|y|dc|ms|tw|ttc|yc|wbra|gbra|gad_|li_fat_?)(?:cl|cc|cla)?id|gclsrc|_ga|_gl|mc_[ce]id|_hs(?:enc|mi)"
    r"|igshid?|mkt_tok|vero_id|oly_(?:anon|enc)_id|__s|s_cid|cmpid|icid|ncid|smid|smtyp|ref_src|ref_url"
    r"|spm|wt_mc|wickedid|cvid|taid|xtor|at_(?:medium|campaign)|ftag|partner|feedtype|feedname|output_type",
    re.IGNORECASE,
)
_AMP_FLAGS: Final = frozenset({"amp", "outputtype"})
_FEEDS: Final = {"track": "rss", "feed": "rss", "source": "rss", "ref": "rss", "format": "amp"}
_SMALL_HOSTS: Final = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_AMP_PATH: Final = re.compile(r"(?:/amp|/amp\.html|\.amp\.html|\.amp)/?$|^/amp(?=/)", re.IGNORECASE)
_PORTS: Final = {"http": 80, "https": 443}


def same_address(url: str) -> str:
    """Return the form of an address that is equal for all ways to write where one page is.

    The scheme doesn't count, nor the host's case, `www.`, `m.` and `amp.`, the default port, the fragment,
    parameters that are known to track, a path's `/amp`, and a slash at its end. Parameters that may name the
    page stay, sorted. What is no address of the web comes back as it is, without spaces around it.
    """
    bare = url.strip()
    try:
        parts = urlsplit(bare)
        host = _host(parts)
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return bare
    if parts.scheme.lower() not in _PORTS or not host:
        return bare
    path = _AMP_PATH.sub("", re.sub(r"//+", "/", parts.path)).rstrip("/")
    query = urlencode(sorted(pair for pair in pairs if not _tracks(*pair)))
    return f"{host}{path}{'?' if query else ''}{query}"


def page_mark(url: str | None) -> int | None:
    """Return a mark of the page that an address names; None where it names none: a site's front page."""
    address = same_address(url) if url else ""
    if "/" not in address and "?" not in address:
        return None
    return int.from_bytes(blake2b(address.encode("utf-8", "replace"), digest_size=6).digest())


def address_words(url: str | None) -> str:
    """Return the words of the part of an address that reads like a headline, if one does; else nothing."""
    if not url:
        return ""
    try:
        path = urlsplit(url).path.lower()
    except ValueError:
        return ""
    parts = [re.findall(r"[^\W\d_]{3,}|(?<!\d)\d{1,4}(?!\d)", part) for part in path[:_LONGEST].split("/")]
    best = max(parts, key=lambda found: sum(word.isalpha() for word in found), default=[])
    return " ".join(best) if len(best) >= _FEWEST else ""


_LONGEST: Final = 1_000  # characters
_FEWEST: Final = 3  # words; fewer are a section's name


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    port = parts.port
    named = "" if port is None or port == _PORTS.get(parts.scheme.lower()) else f":{port}"
    return _SMALL_HOSTS.sub("", host) + named


def _tracks(name: str, value: str) -> bool:
    folded = name.lower()
    if folded in _AMP_FLAGS:
        return value.lower() in {"", "1", "true", "amp"}
    return _TRACKING.fullmatch(folded) is not None or _FEEDS.get(folded) == value.lower()
