"""How the bot behaves where nobody has set anything else."""

from pydantic import Field

from bot.model.value import Value


class Habits(Value):
    """What whoever runs the bot decides for all of it.

    `zone` is the IANA zone of wall clocks where neither channel nor workspace has set one. `grace_hours` is
    how late an edition may still come. `burst_minute` and `burst_hour` are how many stories a minute and an
    hour a channel's subscriptions post one by one; more are folded into one message. `unclaimed_hours` is
    after how long a channel is told that nobody has taken a follow-up; 0: never.
    """

    zone: str = "UTC"
    grace_hours: float = Field(default=6, gt=0, lt=24)
    burst_minute: int = Field(default=5, ge=1)
    burst_hour: int = Field(default=20, ge=1)
    unclaimed_hours: int = Field(default=24, ge=0)
