"""What people read and press in Block Kit, gathered from blocks of any kind."""

from collections.abc import Iterator
from typing import Any


def of_blocks(blocks: list[dict[str, Any]]) -> str:
    """Return the words of the blocks, one line a block or bullet; a link's address is behind its words."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def buttons(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every button with the id of its block."""
    for block in blocks:
        inside = [*block.get("elements", ()), block.get("accessory")]
        for each in inside:
            if isinstance(each, dict) and each.get("type") == "button":
                yield block.get("block_id", ""), each


def _lines(block: dict[str, Any]) -> Iterator[str]:
    match block.get("type"):
        case "rich_text":
            for part in block["elements"]:
                yield from _rich(part)
        case "actions" | "divider":
            return
        case "image":
            yield block.get("alt_text", "")
        case "input":
            yield block["label"]["text"]
        case _:
            yield (block.get("text") or {}).get("text", "")
            for each in (*block.get("fields", ()), *block.get("elements", ())):
                yield each.get("text", each.get("alt_text", ""))


def _rich(part: dict[str, Any]) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        for each in part["elements"]:
            yield from _rich(each)
    else:
        yield "".join(map(_word, part["elements"]))


def _word(element: dict[str, Any]) -> str:
    match element["type"]:
        case "text":
            return str(element["text"])
        case "link":
            return f"{element.get('text') or element['url']} ({element['url']})"
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case "emoji":
            return f":{element['name']}:"
        case "date":
            return str(element.get("fallback", element["timestamp"]))
        case kind:
            return f"[{kind}]"
