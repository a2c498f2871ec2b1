"""What Slack refuses in blocks and views: the documented limits, and the undocumented one over all blocks.

https://docs.slack.dev/reference/block-kit/blocks. Where Slack may take what nobody needs, this refuses.
"""

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

MOST_BLOCKS, MOST_IN_VIEW = 50, 100
MOST_OF_ALL = 13_200
"""How many characters all blocks of a message may have together: not documented; seen by many."""

Json = dict[str, Any]
_MESSAGE = frozenset({"section", "divider", "image", "actions", "context", "header", "rich_text"})
_VIEW = _MESSAGE | {"input"}
_MARKUP = re.compile(r"&(?!amp;|lt;|gt;)|<(?![@#!]|https?://|mailto:|tel:)")


class Faults:
    """The faults that were found in some blocks, each with where it is."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, what: str, where: str) -> None:
        """Note a fault."""
        self.found.append(f"{what} [json-pointer:{where}]")

    def need(self, holds: object, what: str, where: str) -> bool:
        """Note a fault unless it holds; say whether it does."""
        if not holds:
            self.add(what, where)
        return bool(holds)


def of_message(blocks: object) -> list[str]:
    """Return what is wrong with a message's blocks."""
    return _of_blocks(blocks, most=MOST_BLOCKS, kinds=_MESSAGE, at="/blocks")


def of_view(view: object) -> list[str]:
    """Return what is wrong with a view."""
    if not isinstance(view, dict):
        return ["must be an object [json-pointer:/view]"]
    faults = Faults()
    modal = view.get("type") == "modal"
    faults.need(modal or view.get("type") == "home", "unsupported type", "/view/type")
    allowed = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
    if modal:
        allowed |= {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}
        _plain(view.get("title"), 24, "/view/title", faults)
        for name in ("submit", "close"):
            if name in view:
                _plain(view[name], 24, f"/view/{name}", faults)
    _keys(view, allowed, "/view", faults)
    _short(view, {"private_metadata": 3000, "callback_id": 255, "external_id": 255}, "/view", faults)
    faults.found += _of_blocks(view.get("blocks"), most=MOST_IN_VIEW, kinds=_VIEW, at="/view/blocks")
    inputs = [block for block in view.get("blocks") or () if _kind(block) == "input"]
    if modal and inputs:
        faults.need("submit" in view, "missing required field: submit", "/view")
    focused = [each for each in inputs if _focuses(each)]
    faults.need(len(focused) <= 1, "only one element may have focus_on_load", "/view/blocks")
    return faults.found


def size(value: object, key: str = "") -> int:
    """Return how many characters all words, addresses and values in some blocks have."""
    if isinstance(value, str):
        return 0 if key in {"type", "block_id", "action_id", "style"} else len(value)
    if isinstance(value, dict):
        return sum(size(each, name) for name, each in value.items())
    if isinstance(value, list):
        return sum(size(each) for each in value)
    return 0


def _of_blocks(blocks: object, *, most: int, kinds: Collection[str], at: str) -> list[str]:
    faults = Faults()
    if not isinstance(blocks, list):
        faults.add("must be an array", at)
        return faults.found
    faults.need(blocks or at == "/blocks", "no fewer than 1 items allowed", at)
    faults.need(len(blocks) <= most, f"no more than {most} items allowed", at)
    for number, block in enumerate(blocks):
        where = f"{at}/{number}"
        if faults.need(_kind(block) in kinds, f"unsupported type: {_kind(block)}", f"{where}/type"):
            _short(block, {"block_id": 255}, where, faults)
            _BLOCKS[block["type"]]({k: v for k, v in block.items() if k != "block_id"}, where, faults)
    named = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    _distinct(named, "block_id", at, faults)
    return faults.found


def _section(block: Json, at: str, faults: Faults) -> None:
    _keys(block, {"type", "text", "fields", "accessory", "expand"}, at, faults)
    faults.need("text" in block or "fields" in block, "missing required field: text", at)
    if "text" in block:
        _text(block["text"], 3000, f"{at}/text", faults)
    for number, field in enumerate(_items(block, "fields", 10, at, faults)):
        _text(field, 2000, f"{at}/fields/{number}", faults)
    if "accessory" in block:
        _element(block["accessory"], f"{at}/accessory", faults)


def _header(block: Json, at: str, faults: Faults) -> None:
    _keys(block, {"type", "text", "level"}, at, faults)
    _plain(block.get("text"), 150, f"{at}/text", faults)


def _divider(block: Json, at: str, faults: Faults) -> None:
    _keys(block, {"type"}, at, faults)


def _image(block: Json, at: str, faults: Faults) -> None:
    _keys(block, {"type", "image_url", "alt_text", "title"}, at, faults)
    _picture(block, at, faults)
    if "title" in block:
        _plain(block["title"], 2000, f"{at}/title", faults)


def _context(block: Json, at: str, faults: Faults) -> None:
    _keys(block, {"type", "elements"}, at, faults)
    faults.need("elements" in block, "missing required field: elements", at)
    for number, element in enumerate(_items(block, "elements", 10, at, faults)):
        where = f"{at}/elements/{number}"
        if _kind(element) == "image":
            _picture(element, where, faults)
        else:
            _text(element, 3000, where, faults)


def _actions(block: Json, at: str, faults: Faults) -> None:
    _keys(block, {"type", "elements"}, at, faults)
    faults.need("elements" in block, "missing required field: elements", at)
    elements = _items(block, "elements", 25, at, faults)
    for number, element in enumerate(elements):
        _element(element, f"{at}/elements/{number}", faults)
    named = [each["action_id"] for each in elements if isinstance(each, dict) and "action_id" in each]
    _distinct(named, "action_id", at, faults)


def _input(block: Json, at: str, faults: Faults) -> None:
    _keys(block, {"type", "label", "element", "hint", "optional", "dispatch_action"}, at, faults)
    _plain(block.get("label"), 2000, f"{at}/label", faults)
    if "hint" in block:
        _plain(block["hint"], 2000, f"{at}/hint", faults)
    element, where = block.get("element"), f"{at}/element"
    kind = _kind(element)
    if kind not in _INPUTS:
        faults.add(f"unsupported type: {kind}", where)
        return
    assert isinstance(element, dict)
    _INPUTS[kind](element, where, faults)
    _short(element, {"action_id": 255}, where, faults)
    if "placeholder" in element:
        _plain(element["placeholder"], 150, f"{where}/placeholder", faults)


def _focuses(block: Json) -> bool:
    element = block.get("element")
    return isinstance(element, dict) and element.get("focus_on_load") is True


def _text_input(element: Json, at: str, faults: Faults) -> None:
    allowed = {"type", "action_id", "initial_value", "multiline", "min_length", "max_length", "placeholder"}
    _keys(element, allowed | {"focus_on_load", "dispatch_action_config"}, at, faults)
    longest = element.get("max_length", 3000)
    _short(element, {"initial_value": longest}, at, faults)
    faults.need(longest <= 3000, "must be less than or equal to 3000", f"{at}/max_length")


def _date_picker(element: Json, at: str, faults: Faults) -> None:
    allowed = {"type", "action_id", "initial_date", "placeholder", "focus_on_load", "confirm"}
    _keys(element, allowed, at, faults)
    good = re.fullmatch(r"\d{4}-\d\d-\d\d", str(element.get("initial_date", "2026-01-01")))
    faults.need(good, "must be a date", f"{at}/initial_date")


def _time_picker(element: Json, at: str, faults: Faults) -> None:
    allowed = {"type", "action_id", "initial_time", "placeholder", "focus_on_load", "confirm", "timezone"}
    _keys(element, allowed, at, faults)
    good = re.fullmatch(r"[0-2]\d:[0-5]\d", str(element.get("initial_time", "00:00")))
    faults.need(good, "must be a time", f"{at}/initial_time")


_INPUTS: dict[str, Callable[[Json, str, Faults], None]] = {
    "plain_text_input": _text_input,
    "datepicker": _date_picker,
    "timepicker": _time_picker,
}


def _rich_text(block: Json, at: str, faults: Faults) -> None:
    _keys(block, {"type", "elements"}, at, faults)
    faults.need(block.get("elements"), "missing required field: elements", at)
    for number, part in enumerate(block.get("elements") or ()):
        _rich_part(part, f"{at}/elements/{number}", faults)


def _rich_part(part: object, at: str, faults: Faults) -> None:
    kind = _kind(part)
    parts = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
    if not faults.need(kind in parts, f"unsupported type: {kind}", at):
        return
    assert isinstance(part, dict)
    faults.need(part.get("elements"), "missing required field: elements", at)
    if kind == "rich_text_list":
        _keys(part, {"type", "elements", "style", "indent", "offset", "border"}, at, faults)
        faults.need(part.get("style") in {"bullet", "ordered"}, "unsupported style", f"{at}/style")
        for number, each in enumerate(part.get("elements") or ()):
            faults.need(_kind(each) == "rich_text_section", "unsupported type", f"{at}/elements/{number}")
            _rich_part(each, f"{at}/elements/{number}", faults)
        return
    _keys(part, {"type", "elements", "border"}, at, faults)
    for number, each in enumerate(part.get("elements") or ()):
        _rich_word(each, f"{at}/elements/{number}", faults)


_WORDS = {
    "text": {"text"},
    "link": {"url"},
    "user": {"user_id"},
    "channel": {"channel_id"},
    "usergroup": {"usergroup_id"},
    "emoji": {"name"},
    "date": {"timestamp", "format"},
}
_WORD_MAY = {"link": {"text", "unsafe"}, "emoji": {"unicode", "skin_tone"}, "date": {"url", "fallback"}}


def _rich_word(word: object, at: str, faults: Faults) -> None:
    kind = _kind(word)
    if not faults.need(kind in _WORDS, f"unsupported type: {kind}", at):
        return
    assert isinstance(word, dict)
    _keys(word, {"type", "style"} | _WORDS[kind] | _WORD_MAY.get(kind, set()), at, faults)
    for needed in _WORDS[kind]:
        faults.need(word.get(needed), f"missing required field: {needed}", at)
    if "url" in word:
        _url(word["url"], f"{at}/url", faults)
    if "text" in word:
        faults.need(word["text"], "must be more than 0 characters", f"{at}/text")
    if kind == "date":
        faults.need(isinstance(word.get("timestamp"), int), "must be an integer", f"{at}/timestamp")
    if "style" in word:
        faults.need(isinstance(word["style"], dict), "must be an object", f"{at}/style")
        _keys(word["style"], {"bold", "italic", "strike", "code", "underline"}, f"{at}/style", faults)


def _element(element: object, at: str, faults: Faults) -> None:
    if _kind(element) == "image":
        assert isinstance(element, dict)
        _picture(element, at, faults)
        return
    if not isinstance(element, dict) or element.get("type") != "button":
        faults.add(f"unsupported type: {_kind(element)}", at)
        return
    allowed = {"type", "text", "action_id", "value", "url", "style", "confirm", "accessibility_label"}
    _keys(element, allowed, at, faults)
    _plain(element.get("text"), 75, f"{at}/text", faults)
    _short(element, {"action_id": 255, "value": 2000, "accessibility_label": 75}, at, faults)
    if "url" in element:
        _url(element["url"], f"{at}/url", faults)
    if "style" in element:
        faults.need(element["style"] in {"primary", "danger"}, "unsupported style", f"{at}/style")


def _picture(block: Json, at: str, faults: Faults) -> None:
    faults.need(block.get("alt_text"), "missing required field: alt_text", at)
    _short(block, {"alt_text": 2000}, at, faults)
    _url(block.get("image_url"), f"{at}/image_url", faults)


def _url(value: object, at: str, faults: Faults) -> None:
    good = isinstance(value, str) and re.fullmatch(r"(https?|mailto|tel):\S+", value)
    if faults.need(good, "must be a valid URL", at):
        faults.need(len(str(value)) <= 3000, "must be less than 3001 characters", at)


def _text(value: object, most: int, at: str, faults: Faults) -> None:
    if _kind(value) == "plain_text":
        _plain(value, most, at, faults)
        return
    if not isinstance(value, dict) or value.get("type") != "mrkdwn":
        faults.add("must be a text object", at)
        return
    _keys(value, {"type", "text", "verbatim"}, at, faults)
    _length(value.get("text"), most, f"{at}/text", faults)
    # Slack shows such a text wrongly rather than refusing it; nothing that we send may be like that.
    faults.need(not _MARKUP.search(str(value.get("text"))), "unescaped control character", f"{at}/text")


def _plain(value: object, most: int, at: str, faults: Faults) -> None:
    if not isinstance(value, dict) or value.get("type") != "plain_text":
        faults.add("must be a plain_text object", at)
        return
    _keys(value, {"type", "text", "emoji"}, at, faults)
    _length(value.get("text"), most, f"{at}/text", faults)


def _length(value: object, most: int, at: str, faults: Faults) -> None:
    if faults.need(isinstance(value, str) and value, "must be more than 0 characters", at):
        faults.need(len(str(value)) <= most, f"must be less than {most + 1} characters", at)


def _short(value: Json, most: dict[str, int], at: str, faults: Faults) -> None:
    for name, longest in most.items():
        if name in value:
            good = isinstance(value[name], str) and len(value[name]) <= longest
            faults.need(good, f"must be less than {longest + 1} characters", f"{at}/{name}")


def _items(block: Json, name: str, most: int, at: str, faults: Faults) -> list[Any]:
    found = block.get(name, None)
    if name not in block or not faults.need(isinstance(found, list), "must be an array", f"{at}/{name}"):
        return []
    assert isinstance(found, list)
    faults.need(found, "no fewer than 1 items allowed", f"{at}/{name}")
    faults.need(len(found) <= most, f"no more than {most} items allowed", f"{at}/{name}")
    return found


def _keys(value: Json, allowed: Collection[str], at: str, faults: Faults) -> None:
    for strange in sorted(value.keys() - set(allowed)):
        faults.add(f"invalid additional property: {strange}", at)


def _distinct(names: Iterable[str], what: str, at: str, faults: Faults) -> None:
    seen: set[str] = set()
    for name in names:
        faults.need(name not in seen, f"{what} `{name}` already exists", at)
        seen.add(name)


def _kind(value: object) -> str:
    return str(value.get("type", "")) if isinstance(value, dict) else ""


_BLOCKS: dict[str, Callable[[Json, str, Faults], None]] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "image": _image,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich_text,
}
