"""The mark of a feed's body: equal for two bodies that differ in nothing but their dates.

About nine polls in ten change nothing else, and need not be read.
"""

import re
from hashlib import blake2b

# Every class stops at the next "<" and gives nothing back, so that no input makes this slower than linear.
_XML_DATE = re.compile(
    rb"<(?:[\w.-]{1,40}+:)?+"
    rb"(?:pubDate|lastBuildDate|updated|published|modified|created|issued|available|valid"
    rb"|date(?:Accepted|Copyrighted|Submitted)?+)"
    rb"(?:\s[^<>]*+)?>"
    rb"(?:<!\[CDATA\[[\w\s:,.+/()-]{0,80}\]\]>|[\w\s:,.+/()-]{0,80}+)(?=</)"
)
_JSON_DATE = re.compile(rb'"date_(?:published|modified)"\s{0,20}:\s{0,20}"[\w\s:,.+/-]{0,80}"')


def mark_of(body: bytes) -> str:
    """Return the mark: a hash of the body with its dates taken out."""
    pattern = _JSON_DATE if body[:64].lstrip().startswith(b"{") else _XML_DATE
    return blake2b(b"".join(pattern.split(body)), digest_size=16).hexdigest()
