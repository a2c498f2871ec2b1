"""The playground's people: whoever types is an admin, and can speak as an editor or a reader, too."""

from typing import Final

from bot.model.people import Actor, Role

WORKSPACE: Final = "local"


def _person(identity: str, role: Role, name: str = "") -> Actor:
    return Actor(platform="console", workspace=WORKSPACE, id=identity, name=name or identity, role=role)


YOU: Final = _person("you", Role.admin, "Max")  # "Max has it" reads better than "you has it"
PEOPLE: Final = {
    each.id: each for each in (YOU, _person("anna", Role.editor, "Anna"), _person("ben", Role.reader, "Ben"))
}
"""Everybody who is there, by id."""


def somebody(name: str) -> Actor:
    """Return the person with that id; who isn't there may do nothing."""
    return PEOPLE.get(name.lower()) or _person(name, Role.nobody)
