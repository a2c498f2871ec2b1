"""Makes the README's picture of the playground: the real cards, as a terminal shows them (`make docs`)."""

import asyncio
import io
import tempfile
from pathlib import Path

from rich.console import Console

from adapters.console.view import view
from bot.compose import open_house, samples
from bot.model.events import CommandTyped
from bot.model.people import Actor, ChannelRef, Conversation, Role

PICTURE = Path("docs/playground.svg")
COMMANDS = ("/brief latest 3", "/brief story 1")
YOU = Actor(platform="console", workspace="local", id="you", name="you", role=Role.admin)
HERE = Conversation(channel=ChannelRef(platform="console", workspace="local", id="playground"))


async def draw() -> str:
    """Return the picture as SVG."""
    screen = Console(record=True, width=96, file=io.StringIO(), highlight=False)
    with tempfile.TemporaryDirectory() as place:
        async with open_house(Path(place) / "picture.db") as house:
            async for _ in house.intake.take_all(samples()):
                pass
            for text in COMMANDS:
                typed = CommandTyped(id="picture", at=house.clock.now(), actor=YOU, where=HERE, text=text)
                screen.print(f"[bold cyan]›[/] {text}\n")
                screen.print(view(await house.dispatch.answer(typed)))
                screen.print()
    return screen.export_svg(title="nutgraf try")


if __name__ == "__main__":
    PICTURE.write_text(asyncio.run(draw()), "utf-8")
