"""What a command is given when it runs: who asked, where and when, and the flows that do the work."""

from dataclasses import dataclass

from bot.flows.desk import Desk
from bot.flows.intake import Intake
from bot.model.people import Actor, Conversation
from bot.model.value import Utc


@dataclass(frozen=True)
class Asked:
    """One request. `at` is when it was made."""

    actor: Actor
    where: Conversation
    at: Utc
    desk: Desk
    intake: Intake
