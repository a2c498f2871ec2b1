"""Discord's own description of its API: which operation a request is, and what is wrong with its body.

`faults` is for everybody's tests. What the description lacks is in `limits`.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from tests.servers.discord import limits

_FILE = Path(__file__).parents[2] / "data" / "discord-openapi.json"
_PREFIX = "/api/v10"
_MOST_SHOWN = 160

_SNOWFLAKE = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}
"""An id: described as text, taken as a number too, as discord.py sends it ("Snowflakes" in the docs)."""

_ADDED = {
    "allowed_mentions": ("tts", {"enum": [False, None]}),  # not to be read aloud
    "applied_tags": ("type", {"const": 11}),  # a forum's post is a thread
}
"""What discord.py adds to objects with these keys, and Discord passes over: it says what is so anyway."""


class Operation(NamedTuple):
    """An operation of the API: its name (`create_message`), and what stands in its path's gaps."""

    name: str
    parameters: Mapping[str, str]


def operation(method: str, path: str) -> Operation | None:
    """Return which operation a request is; None where Discord has no such."""
    parts = _parts(path)
    for template, name in _templates().get((method.lower(), len(parts)), ()):
        gaps = _gaps(template, parts)
        if gaps is not None:
            return Operation(name, gaps)
    return None


def faults(method: str, path: str, body: object = None) -> list[str]:
    """Return what is wrong with a request, a sentence each; nothing where it is right.

    `path` is as it is sent ("/channels/1/messages"), the API's prefix and a query may be there; `body` is the
    JSON body, None where there is none.
    """
    asked = operation(method, path)
    if asked is None:
        return [f"Discord has no {method.upper()} {path}."]
    found = check(asked.name, body)
    return [*found.refused, *found.unwanted]


class Checked(NamedTuple):
    """What is wrong with a body: what Discord refuses it for (400, 50035), and what it would pass over."""

    refused: list[str]
    unwanted: list[str]


def check(name: str, body: object) -> Checked:
    """Check the body of an operation."""
    if not _described(name):
        return Checked([], [])
    if body is None:
        return Checked([f"{name} wants a body."] if _described(name).get("required") else [], [])
    errors = list(_validator(name).iter_errors(body))
    wrong = [_said(error) for error in errors if not _passed_over(error)]
    strange = [_said(error) for error in errors if _passed_over(error)]
    return Checked(wrong or limits.refused(name, body), [*limits.unwanted(name, body), *strange])


@cache
def _document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return found


@cache
def _templates() -> dict[tuple[str, int], list[tuple[tuple[str, ...], str]]]:
    """Return the paths of each method by how many parts they have, those with the fewest gaps first."""
    found: dict[tuple[str, int], list[tuple[tuple[str, ...], str]]] = {}
    for path, item in _document()["paths"].items():
        parts = _parts(path)
        for method, described in item.items():
            found.setdefault((method, len(parts)), []).append((parts, described["operationId"]))
    for templates in found.values():
        templates.sort(key=lambda each: sum(part.startswith("{") for part in each[0]))
    return found


def _parts(path: str) -> tuple[str, ...]:
    return tuple(path.partition("?")[0].removeprefix(_PREFIX).strip("/").split("/"))


def _gaps(template: tuple[str, ...], parts: tuple[str, ...]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for wanted, part in zip(template, parts, strict=True):
        if wanted.startswith("{"):
            found[wanted.strip("{}")] = part
        elif wanted != part:
            return None
    return found


@cache
def _bodies() -> dict[str, dict[str, Any]]:
    return {
        described["operationId"]: described["requestBody"]
        for item in _document()["paths"].values()
        for described in item.values()
        if "requestBody" in described
    }


def _described(name: str) -> dict[str, Any]:
    return _bodies().get(name, {})


@cache
def _validator(name: str) -> Draft202012Validator:
    """Return what checks the bodies of an operation; a key that isn't described is an error, too."""
    found: Draft202012Validator = _Validator(
        _closed(_described(name)["content"]["application/json"]["schema"])
    )
    return found


def _closed(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a schema whose objects take no keys but those that are described, with its references filled in.

    The description holds no circle, and following references again and again would take most of the time.
    """
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _schema(schema["$ref"].rpartition("/")[2])
    # `allOf` beside `enum` names every value that any such field may have.
    found = {key: _closed(each) for key, each in schema.items() if not (key == "allOf" and "enum" in schema)}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        found.setdefault("additionalProperties", False)
        for beside, (key, takes) in _ADDED.items():
            if beside in found["properties"]:
                found["properties"].setdefault(key, takes)
    return found


@cache
def _schema(name: str) -> Any:  # noqa: ANN401 - JSON
    if name == "SnowflakeType":
        return _SNOWFLAKE
    return _closed(_document()["components"]["schemas"][name])


def _passed_over(error: ValidationError) -> bool:
    return error.validator == "additionalProperties" and error.validator_value is False


def _one_of(
    validator: Draft202012Validator, branches: list[Any], instance: object, _: object
) -> Iterator[ValidationError]:
    """Check against the branch that the instance's `type` chooses, or the one that fits best.

    Its complaints are then about what is meant, and the other branches cost nothing.
    """
    kind = instance.get("type") if isinstance(instance, dict) else None
    chosen = [each for each in branches if kind is None or _takes(each, kind)]
    if not chosen:
        yield ValidationError(f"no {kind!r} is taken there")
        return
    best = None
    for branch in chosen:
        errors = list(validator.descend(instance, branch))
        if not errors:
            return
        if best is None or _badness(errors) < _badness(best):
            best = errors
    yield from best or ()


def _badness(errors: list[ValidationError]) -> tuple[bool, int, int]:
    """Say how badly a branch fits; one for null alone is never what was meant."""
    null = any(error.validator == "type" and error.validator_value == "null" for error in errors)
    return null, sum(not _passed_over(error) for error in errors), len(errors)


def _takes(schema: dict[str, Any], kind: object) -> bool:
    wanted = schema.get("properties", {}).get("type", {})
    return kind in wanted["enum"] if "enum" in wanted else True


_Validator = extend(Draft202012Validator, {"oneOf": _one_of, "anyOf": _one_of})  # type: ignore[no-untyped-call] # jsonschema has no types here


def _said(error: ValidationError) -> str:
    what = error.message
    if len(what) > _MOST_SHOWN:  # the reason stands behind what it is about
        what = f"{what[: _MOST_SHOWN // 2]}…{what[-_MOST_SHOWN // 2 :]}"
    return f"{error.json_path.removeprefix('$').removeprefix('.') or 'the body'}: {what}"
