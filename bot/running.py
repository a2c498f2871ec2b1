"""`nutgraf run`: a house and every platform whose tokens are set, until somebody ends it."""

import asyncio
import gc
import logging
import signal
from collections.abc import Callable

from bot.clock import SystemClock
from bot.compose import app, greetings, open_house, platforms, the_web
from bot.errors import Missing
from bot.settings import Settings

ENDING = (signal.SIGTERM, signal.SIGINT)

_log = logging.getLogger(__name__)


async def run(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT, then stop in order; a second signal ends at once.

    `say` is given a line for each platform. Raises Missing where no platform has its tokens, or one refuses
    them, and StoreError where the store can't be opened.
    """
    serving = asyncio.ensure_future(_serve(settings, say))
    ended = asyncio.Event()

    def end(number: signal.Signals) -> None:
        _log.info("Stopping: %s.", number.name)
        ended.set()
        for each in ENDING:
            asyncio.get_running_loop().remove_signal_handler(each)
        serving.cancel()

    for number in ENDING:
        asyncio.get_running_loop().add_signal_handler(number, end, number)
    try:
        await serving
    except asyncio.CancelledError:
        if not ended.is_set():
            raise


async def _serve(settings: Settings, say: Callable[[str], None]) -> None:
    clock = SystemClock()
    served = platforms(settings, clock)
    if not served:
        raise Missing(
            "There is no platform to run on: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN for Slack, "
            "DISCORD_TOKEN for Discord, or all three.",
            next_step="docs/slack.md and docs/discord.md show where they are; `nutgraf try` needs none.",
        )
    _collect_seldom()
    web = the_web(settings, clock)
    async with open_house(settings.db, clock=clock, habits=settings.habits, web=web) as house:
        for line in await greetings(settings):
            say(line)
        await app(house, served).run()


def _collect_seldom() -> None:
    """Let the garbage collector leave alone what stays for good, and look at the rest less often.

    It stops everything while it looks: when many people ask, for up to 100 ms now and then.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
