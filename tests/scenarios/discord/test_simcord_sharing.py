"""Who may share an answer, where, and what a person is told who may not."""

import discord

from tests.scenarios.discord.conftest import Simulate
from tests.scenarios.discord.simulated import Simulated, buttons, press, shown

SILENT = discord.PermissionOverwrite(send_messages=False)


def test_who_may_not_write_in_a_channel_shares_nothing_there(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        hall = room.guild.create_text_channel("hall", overwrites={room.ben: SILENT})
        answer = await room.ben.slash(hall, "brief story", number="1")
        pressed = await press(room.ben, answer, "story number:1 share:yes")
        typed = await room.ben.slash(hall, "brief story", number="1", share=True)
        for told in (pressed, typed):
            assert "You may not write in this channel, so nothing was shared there." in shown(told)
        await room.deliver()
        assert hall.last_message is None
        assert "Shared here" in shown(await room.anna.slash(hall, "brief story", number="1", share=True))

    simulate(scenario)


def test_an_answer_about_another_channel_names_it_and_is_not_shared(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        other = room.guild.create_text_channel("other")
        both = await room.ben.slash(room.desk, "brief digest list", share=True, **{"in": other})
        assert "an answer about another channel can't be shared" in shown(both)
        told = await room.ben.slash(room.desk, "brief digest list", **{"in": other})
        assert f"About <#{other.id}>" in shown(told)
        assert not [says for says in buttons(told) if "share:yes" in says]
        here = await room.ben.slash(room.desk, "brief digest list", **{"in": room.desk})
        assert "About" not in shown(here)
        assert "digest share:yes" in buttons(here)

    simulate(scenario)


def test_the_next_page_of_a_long_question_can_be_asked_for_by_hand(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories(*(f"Mayor {'of the old harbour town ' * 4}says no {n}" for n in range(7)))
        words = "mayor of the old harbour town says no of the old harbour town of the old harbour town"
        first = await room.ben.slash(room.desk, "brief search", words=words, since="7d")
        assert "page:2" in shown(first)
        assert not [says for says in buttons(first) if says.startswith("search")]
        second = await room.ben.slash(room.desk, "brief search", words=words, since="7d", page=2)
        assert "Mayor" in shown(second)
        assert shown(second) != shown(first)

    simulate(scenario)


def test_who_may_not_add_is_told_so_without_the_message_being_read(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        told = await room.anna.send(room.desk, "Council votes on the bridge.")
        refused = await room.ben.context_menu(room.desk, "Add to Nutgraf", told)
        assert "Only editors can add stories" in shown(refused)

    simulate(scenario)
