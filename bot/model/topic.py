"""A newsroom's own topics: which stories are put under a name, beside what their sources say."""

from bot.model.value import Value


class TopicRule(Value):
    """A story is put under the topic `name` where it holds one of the words or comes from one of the sources.

    Words are whole words or phrases, compared without case and accents, in headline and brief; a source fits
    from the beginning of an outlet's name. A story that holds one of `without` is left out. A rule with
    neither words nor sources fits nothing.
    """

    name: str
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


class TopicCount(Value):
    """A topic, how many stories it has in all, and the newsroom's own rule for it, if there is one."""

    name: str
    stories: int
    rule: TopicRule | None = None
