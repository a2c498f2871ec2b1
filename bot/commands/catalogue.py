"""Every command there is, in the order in which help lists them."""

from bot.commands.add import ADD
from bot.commands.command import AnyCommand
from bot.commands.help import help_on
from bot.commands.latest import LATEST
from bot.commands.search import SEARCH
from bot.commands.status import STATUS
from bot.commands.story import STORY

_COMMANDS: tuple[AnyCommand, ...] = (LATEST, STORY, SEARCH, ADD, STATUS)

CATALOGUE: tuple[AnyCommand, ...] = (*_COMMANDS, help_on(_COMMANDS))
