"""What can be said about a story and one of a channel's standing orders."""

from bot.model.decision import Decision
from bot.model.delivery import Delivery
from bot.model.value import Utc, Value


class Account(Value):
    """Why a standing order did or did not bring a story.

    `decision` is what was recorded, None where nothing was; `because` says what is known beyond it.
    `delivery` is the promise that shows the story, if there is one. `waits_until` is when what is kept back
    goes out, or when the next edition comes.
    """

    order: str
    decision: Decision | None = None
    delivery: Delivery | None = None
    because: str = ""
    waits_until: Utc | None = None
