"""Which follow-ups are asked for: those of each state are walked in an index's order, and the walks merged.

So however many there are, only those that are returned are looked at; where both a person and a channel are
asked for, what is the person's own elsewhere is passed over.
"""

from typing import NamedTuple

from storage.follow_up_rows import SELECT

_EACH = "SELECT due, number FROM follow_ups WHERE state = ? AND due <= ?"
_OWN = "SELECT due, follow_up AS number FROM follow_up_people WHERE state = ? AND due <= ? AND person = ?"
_HERE = "SELECT due, follow_up AS number FROM follow_up_channels WHERE state = ? AND due <= ? AND channel = ?"
_OWN_HERE = f"""
    {_OWN} AND EXISTS (
        SELECT 1 FROM follow_up_channels AS places
        WHERE places.follow_up = follow_up_people.follow_up AND channel = ?
    )
"""  # noqa: S608 - our own words
_LISTED = f"""
    {SELECT} WHERE number IN (SELECT number FROM ({{}} ORDER BY due, number LIMIT ? OFFSET ?))
    ORDER BY due, number
"""  # noqa: S608 - our own words

Statement = tuple[str, list[object]]


class Question(NamedTuple):
    """`Wanted` in the store's own words: states by name, the latest due time, a person's key, a channel's id.

    There is at least one state.
    """

    states: tuple[str, ...]
    due_by: int
    person: str | None
    channel: int | None


def listing(question: Question, *, limit: int, offset: int) -> Statement:
    """Return the statement that lists what is asked for, and its values."""
    walk, values = _walk(question)
    walks = " UNION ALL ".join([walk] * len(question.states))
    asked = [value for state in question.states for value in (state, *values)]
    return _LISTED.format(walks), [*asked, limit, offset]


def counting(question: Question) -> Statement:
    """Return the statement that counts what is asked for, and its values."""
    walk, values = _walk(question)
    # Each is counted within its index alone; the rows of a union would be made one by one.
    counts = " + ".join([f"(SELECT count(*) FROM ({walk}))"] * len(question.states))  # noqa: S608 - our own words
    return f"SELECT {counts}", [value for state in question.states for value in (state, *values)]


def _walk(question: Question) -> Statement:
    """Return the walk through a state, and its values behind the state's name."""
    given = [each for each in (question.person, question.channel) if each is not None]
    walks = {(False, False): _EACH, (True, False): _OWN, (False, True): _HERE, (True, True): _OWN_HERE}
    walk = walks[question.person is not None, question.channel is not None]
    return walk, [question.due_by, *given]
