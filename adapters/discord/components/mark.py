"""The number by which a post of ours is known again in a channel's history.

Discord keeps the nonce of a message only for minutes, but gives the ids of its components back for ever; an
id is 32 bits wide (https://discord.com/developers/docs/components/reference#anatomy-of-a-component).
"""

import hashlib

LEAST = 2**20
"""Discord numbers components without an id itself, from 1 on: marks stay above what a message can hold."""

MOST = 2**31 - 1


def mark(key: str) -> int:
    """Return the mark of a delivery key: always the same, from `LEAST` to `MOST`.

    Among the posts of one channel in the days that are searched, two keys hardly ever share a mark: for a
    thousand posts the chance is one in four thousand.
    """
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return LEAST + int.from_bytes(digest) % (MOST - LEAST + 1)
