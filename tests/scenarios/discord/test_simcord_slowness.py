"""What is slow, refused or brought twice in a simulated Discord: nothing is acknowledged that isn't saved."""

from collections.abc import Callable

import pytest

from adapters.discord.times import Times
from bot.model.card import Card
from bot.model.events import ButtonPressed, CommandTyped, Incoming
from tests.scenarios.discord.conftest import Simulate
from tests.scenarios.discord.simulated import IMPATIENT, PATIENT, Simulated, press, shown

QUICK_TO_SAVE: Times = IMPATIENT.model_copy(update={"saving": 2.0})


async def brought_again(room: Simulated) -> None:
    """Let Discord bring the last interaction once more."""
    created = [payload for _, name, payload in room.env.backend.transcript if name == "INTERACTION_CREATE"]
    room.env.backend.emit("INTERACTION_CREATE", created[-1])
    await room.env.settle()


def test_a_slow_answer_is_deferred_and_edited_in(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        room.core.gate.clear()
        answer = await room.ben.slash(room.desk, "brief story", number="1")
        await room.env.advance_time(1)
        assert answer.deferred
        assert answer.ephemeral
        room.core.gate.set()
        await room.env.settle()
        assert "It was late." in shown(answer)
        assert answer.followups == []

    simulate(scenario, times=QUICK_TO_SAVE)


def test_a_slow_press_is_deferred_and_the_post_stays_as_it_is(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        listed = await room.ben.slash(room.desk, "brief latest")
        before = shown(listed)
        room.core.gate.clear()
        answer = await press(room.ben, listed, "story 1")
        await room.env.advance_time(1)
        assert answer.deferred
        room.core.gate.set()
        await room.env.settle()
        assert "It was late." in shown(answer)
        assert shown(listed) == before

    simulate(scenario, times=QUICK_TO_SAVE)


def test_nothing_is_acknowledged_before_it_is_saved(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        listed = await room.ben.slash(room.desk, "brief latest")
        responses = len(room.requests("POST", "/callback"))
        room.core.saving.clear()
        answer = await press(room.ben, listed, "follow 1")
        assert not answer.acknowledged
        assert len(room.requests("POST", "/callback")) == responses
        room.core.saving.set()
        await room.env.settle()
        assert "Flagged: #1" in shown(answer)

    simulate(scenario, times=PATIENT.model_copy(update={"saving": 60.0}))


def test_slow_saving_is_said_before_discord_gives_up_and_answered_later(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        room.core.saving.clear()
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await room.env.advance_time(1)
        assert "Saving this takes longer" in shown(answer)
        assert "nothing was saved" not in shown(answer)  # nobody can know that yet
        assert await room.digests() == 0
        room.core.saving.set()
        await room.env.settle()
        assert "Digest 1 is set up." in shown(answer)
        assert await room.digests() == 1

    simulate(scenario, times=IMPATIENT)


def test_what_cannot_be_saved_is_not_done(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        room.core.full = True
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        assert answer.ephemeral
        assert "There is no room on the disk." in shown(answer)
        assert "nothing was done" in shown(answer)
        assert room.core.answered == []

    simulate(scenario)


def test_slow_saving_that_fails_is_said_as_well(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        room.core.saving.clear()
        room.core.full = True
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await room.env.advance_time(1)
        room.core.saving.set()
        await room.env.settle()
        assert "nothing was done" in shown(answer)

    simulate(scenario, times=IMPATIENT)


def test_slow_suggestions_are_none(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        room.core.gate.clear()
        assert await room.ben.autocomplete(room.desk, "brief story", "number", "may") == []
        room.core.gate.set()

    simulate(scenario, times=IMPATIENT)


def test_an_interaction_that_comes_twice_has_its_effect_once(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await brought_again(room)
        assert "Digest 1 is set up." in shown(answer)
        assert len(room.core.answered) == 1
        assert await room.digests() == 1

    simulate(scenario)


def test_an_interaction_that_comes_again_after_a_restart_has_its_effect_once(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await room.restart()
        await brought_again(room)
        assert "Digest 1 is set up." in shown(answer)
        assert len(room.core.accepted) == 1
        assert room.core.answered == []
        assert await room.digests() == 1

    simulate(scenario)


def test_a_long_answer_to_what_comes_twice_is_shown_once(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns", original="\n\n".join("word " * 60 for _ in range(60)))
        answer = await room.ben.slash(room.desk, "brief story", number="1")
        pages = len(answer.followups)
        assert pages
        await brought_again(room)
        assert len(answer.followups) == pages

    simulate(scenario)


def test_what_is_asked_while_the_unfinished_is_read_is_answered_once(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.restart(reading=False)
        room.core.gate.clear()
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        room.core.reading.set()
        await room.env.settle()
        room.core.gate.set()
        await room.env.settle()
        assert len(room.core.answered) == 1
        assert "Digest 1 is set up." in shown(answer)
        assert answer.followups == []

    simulate(scenario, times=QUICK_TO_SAVE)


def test_where_components_are_refused_the_answer_is_plain_text(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor **resigns**")
        room.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)
        answer = await room.ben.slash(room.desk, "brief story", number="1")
        assert answer.response
        assert answer.ephemeral
        assert r"Mayor \*\*resigns\*\*" in answer.response.content
        assert answer.response.components == []

    simulate(scenario)


def test_a_deferred_answer_is_plain_text_too_where_components_are_refused(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        room.core.gate.clear()
        answer = await room.ben.slash(room.desk, "brief story", number="1")
        await room.env.advance_time(1)
        room.env.inject_error("PATCH", "/webhooks/*", status=400, code=50035)
        room.core.gate.set()
        await room.env.settle()
        assert answer.response
        assert "Mayor resigns" in answer.response.content

    simulate(scenario, times=QUICK_TO_SAVE)


def test_an_answer_that_discord_takes_no_more_is_written_directly_if_something_changed(
    simulate: Simulate,
) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        room.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062, times=2)
        await room.ben.slash(room.desk, "brief latest")
        assert not room.requests("POST", "/users/@me/channels")
        await room.anna.slash(room.desk, "brief digest at", time="08:00")
        told = room.anna.user.dm_channel.last_message
        assert "Digest 1 is set up." in shown(told)

    simulate(scenario)


def test_a_first_response_that_arrived_unheard_is_edited(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns")
        room.core.gate.clear()
        answer = await room.ben.slash(room.desk, "brief story", number="1")
        await room.env.advance_time(1)
        room.env.inject_error("POST", "/interactions/*/callback", status=400, code=40060)
        room.core.gate.set()
        await room.env.settle()
        assert "It was late." in shown(answer)

    simulate(scenario, times=QUICK_TO_SAVE)


def test_what_was_saved_before_a_restart_is_answered_where_it_was_asked(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        room.core.gate.clear()
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await room.env.advance_time(1)
        assert answer.deferred
        await room.restart()
        assert await room.digests() == 1
        assert "Digest 1 is set up." in shown(answer.followups[-1] if answer.followups else answer)
        assert all(each.ephemeral for each in answer.followups)

    simulate(scenario, times=QUICK_TO_SAVE)


def test_what_was_saved_long_before_a_restart_is_answered_directly(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        room.core.gate.clear()
        await room.anna.slash(room.desk, "brief digest at", time="08:00")
        [typed] = room.core.accepted
        assert isinstance(typed, CommandTyped)
        await room.stories("Mayor resigns")
        old = typed.model_copy(update={"id": "discord:1", "text": "digest at time:09:00", "reply": "{}"})
        read = ButtonPressed(
            **typed.model_dump(exclude={"kind", "text", "comes_again", "id", "reply"}),
            id="discord:2",
            says="story 1",
        )
        room.core.gate.set()
        await room.env.settle()
        for each in (old, read):
            await room.core.accept(each)
        await room.restart()
        assert await room.digests() == 2
        history = room.anna.user.dm_channel.history()
        assert [("Digest 2 is set up." in shown(each)) for each in history] == [True]

    simulate(scenario, times=QUICK_TO_SAVE)


def test_a_fault_of_ours_is_answered(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        async def broken(*_: object) -> bool:
            raise RuntimeError("a fault of ours")

        room.core.accept = broken  # type: ignore[method-assign, assignment]
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        assert answer.ephemeral
        assert "by a fault of Nutgraf's" in shown(answer)
        assert "nothing was saved" not in shown(answer)  # it broke off within saving

    simulate(scenario)


def answering(room: Simulated, changed: Callable[[Card], Card]) -> None:
    """Let the core's cards be changed on their way out."""
    answer = room.core.answer

    async def other(incoming: Incoming) -> Card:
        return changed(await answer(incoming))

    room.core.answer = other  # type: ignore[method-assign]


def test_a_card_that_cannot_be_made_a_message_is_plain_text(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        answering(room, lambda card: card.model_copy(update={"blocks": list(card.blocks)}))
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        assert answer.ephemeral
        assert answer.response
        assert "Digest 1 is set up" in answer.response.content
        assert answer.response.components == []

    simulate(scenario)


def test_what_has_happened_and_cannot_be_shown_is_not_said_to_be_unsaved(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        answering(room, lambda card: card.model_copy(update={"blocks": (object(),)}))
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        assert answer.ephemeral
        assert "Look whether it is done" in shown(answer)
        assert "nothing was saved" not in shown(answer)
        assert await room.digests() == 1

    simulate(scenario)


def test_a_deferred_answer_that_cannot_be_shown_says_so_in_its_place(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        answering(room, lambda card: card.model_copy(update={"blocks": (object(),)}))
        room.core.gate.clear()
        answer = await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await room.env.advance_time(1)
        assert answer.deferred
        room.core.gate.set()
        await room.env.settle()
        assert "Look whether it is done" in shown(answer)

    simulate(scenario, times=QUICK_TO_SAVE)


def test_a_fault_before_anything_is_saved_says_that_nothing_was(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        message = await room.ben.send(room.desk, "Has anybody seen the mayor?")
        await room.ben.context_menu(room.desk, "Flag for follow-up", message)
        created = [
            payload for _, name, payload in room.env.backend.transcript if name == "INTERACTION_CREATE"
        ]
        broken = {**created[-1], "id": str(int(created[-1]["id"]) + 1), "data": {"type": 3}}
        accepted = len(room.core.accepted)
        room.env.backend.emit("INTERACTION_CREATE", broken)
        await room.env.settle()
        assert len(room.core.accepted) == accepted
        assert "nothing was saved" in str(room.requests("POST", "/callback")[-1])

    simulate(scenario)


# ---- what Discord doesn't take


def test_where_deferring_comes_too_late_what_changed_is_written_directly(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        room.core.gate.clear()
        room.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
        await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await room.env.advance_time(1)
        room.core.gate.set()
        await room.env.settle()
        assert "Digest 1 is set up." in shown(room.anna.user.dm_channel.last_message)

    simulate(scenario, times=QUICK_TO_SAVE)


def test_where_a_deferred_answer_is_not_taken_what_changed_is_written_directly(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        room.core.gate.clear()
        await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await room.env.advance_time(1)
        room.env.inject_error("PATCH", "/webhooks/*", status=404, code=10015)
        room.core.gate.set()
        await room.env.settle()
        assert "Digest 1 is set up." in shown(room.anna.user.dm_channel.last_message)

    simulate(scenario, times=QUICK_TO_SAVE)


def test_where_nothing_was_deferred_before_a_restart_what_changed_is_written_directly(
    simulate: Simulate,
) -> None:
    async def scenario(room: Simulated) -> None:
        room.core.gate.clear()
        await room.anna.slash(room.desk, "brief digest at", time="08:00")
        await room.env.advance_time(1)
        room.env.inject_error("POST", "/webhooks/*", status=404, code=10015)
        await room.restart()
        assert "Digest 1 is set up." in shown(room.anna.user.dm_channel.last_message)

    simulate(scenario, times=QUICK_TO_SAVE)


def test_who_takes_no_direct_messages_misses_the_answer_and_not_what_it_tells_of(
    simulate: Simulate, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Simulated) -> None:
        room.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
        room.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
        await room.anna.slash(room.desk, "brief digest at", time="08:00")
        assert room.anna.user.dm_channel.last_message is None
        assert await room.digests() == 1

    simulate(scenario)
    assert "could not be shown in direct messages: Discord answered 403, code 50007." in caplog.text


def test_a_long_answer_that_breaks_off_says_so(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        await room.stories("Mayor resigns", original="\n\n".join("word " * 60 for _ in range(60)))
        room.env.inject_error("POST", "/webhooks/*", status=503)
        answer = await room.ben.slash(room.desk, "brief story", number="1")
        assert "It goes on" in shown(answer)
        [told] = answer.followups
        assert told.ephemeral
        assert "could not be shown. Ask for it once more." in shown(told)

    simulate(scenario)


def test_a_form_that_discord_does_not_open_is_logged(
    simulate: Simulate, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(room: Simulated) -> None:
        room.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
        answer = await room.anna.slash(room.desk, "brief add")
        assert answer.modal is None

    simulate(scenario)
    assert "could not be answered: Discord answered 404, code 10062." in caplog.text


def test_where_discord_refuses_a_form_the_person_is_told_what_else_to_do(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        room.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)
        answer = await room.anna.slash(room.desk, "brief add")
        assert answer.modal is None
        assert answer.ephemeral
        assert "Discord refuses to open the form" in shown(answer)

    simulate(scenario)


def test_commands_that_are_tried_out_no_more_are_taken_away(simulate: Simulate) -> None:
    async def scenario(room: Simulated) -> None:
        def written() -> list[int]:
            return [len(each) for each in room.requests("PUT", f"/guilds/{room.guild.id}/commands")]

        await room.restart(trying_out=(str(room.guild.id),))
        await room.restart(trying_out=(str(room.guild.id),))
        assert written() == [4]
        await room.restart()
        await room.restart()
        assert written() == [4, 0]

    simulate(scenario)
