"""Slack's way to write text (mrkdwn, with `&amp;` and `<url|label>`) back into what a person typed.

The rules are Slack's: https://docs.slack.dev/messaging/formatting-message-text. People and channels stay as
Slack writes them (`<@U1|anna>`, `<#C1|news>`): `names.py` knows where their ids are wanted, and where names.
"""

import html
import re

from adapters.slack.emoji import folded

_MARKED = re.compile(r"<(?P<what>[@#!]|https?://|mailto:|tel:)(?P<rest>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_STYLED = re.compile(r"(?<![\w*_~`])([*_~])(?=\S)([^\n]*?\S)\1(?![\w*_~`])")
_CODE = re.compile(r"```\n?(.*?)\n?```|`([^`\n]+)`", re.DOTALL)
_QUOTE = re.compile(r"^&gt; ?", re.MULTILINE)
_EMOJI = re.compile(r"(?<![\w/]):([\w+'-]+)(?:::skin-tone-[2-6])?:")
_LINK_ALONE = re.compile(r"\s*<?https?://[^\s<>]+>?\s*")


def typed(text: str) -> str:
    """Return what was typed. Curly quotes stay: the grammar knows them.

    An emoji is itself, though Slack writes its name; that of a workspace's own stays `:name:`.
    """
    return with_emoji(html.unescape(_MARKED.sub(_unmarked, text)))


def with_emoji(text: str) -> str:
    """Return a text with emoji of Unicode in the place of Slack's names for them."""
    return _EMOJI.sub(_symbol, text)


def addressed(text: str, bot: str) -> str:
    """Return what was typed to the bot, whose user id is `bot`: what stands behind its mention.

    Where nothing does, what stands in front; without a mention, everything.
    """
    mention = re.search(rf"<@{re.escape(bot)}(?:\|[^<>]*)?>", text)
    if mention is None:
        return typed(text).strip()
    before, behind = text[: mention.start()].strip(), text[mention.end() :].lstrip(" :,\n").rstrip()
    return typed(behind or before.rstrip(" :,"))


def spoken(text: str, bot: str) -> str:
    """Return what was typed in the bot's direct messages: everything, without a mention of it in front."""
    return addressed(text, bot) if text.lstrip().startswith(f"<@{bot}") else typed(text).strip()


def plain(text: str) -> str:
    """Return a message as plain text: what was typed, without the marks of bold, italics, code and quotes."""
    unmarked = _QUOTE.sub("", _CODE.sub(lambda code: code[1] or code[2] or "", text))
    for _ in range(3):  # bold italics that are struck through have three pairs of marks
        unmarked = _STYLED.sub(r"\2", unmarked)
    return typed(unmarked).strip()


def is_link_alone(text: str) -> bool:
    """Say whether a text is nothing but one address."""
    return _LINK_ALONE.fullmatch(text) is not None


def _unmarked(marked: re.Match[str]) -> str:
    what, rest, label = marked["what"], marked["rest"], marked["label"]
    match what:
        case "@" | "#":
            return marked.group()
        case "!":
            return label or f"@{rest.split('^')[0]}"
        case "mailto:" | "tel:":
            return label or rest
        case _:
            return _link(f"{what}{rest}", label)


def _link(url: str, label: str | None) -> str:
    """Return an address as it was typed; Slack adds the scheme, and perhaps a slash, to `example.org`."""
    if not label or label == url:
        return url
    return label if url.rstrip("/").endswith(label.rstrip("/")) else f"{label} ({url})"


def _symbol(named: re.Match[str]) -> str:
    symbol = folded(named[1])
    return named.group() if symbol == named[1] else symbol
