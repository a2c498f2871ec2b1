"""A list of feeds, as readers of feeds hand it to one another (OPML)."""

from bot.model.value import Value


class Outline(Value):
    """A feed in such a list; `topics` are the folders around it, the outermost first, and its categories."""

    xml_url: str
    title: str = ""
    html_url: str | None = None
    topics: tuple[str, ...] = ()


class Outlines(Value):
    """A list of feeds, each once, in its order; `faults` say in plain sentences what in it is no feed."""

    feeds: tuple[Outline, ...]
    faults: tuple[str, ...] = ()
