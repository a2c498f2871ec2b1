"""Modals and the home tab: the shortcut that adds a message, and a person's own page."""

from tests.scenarios.slack.conftest import Play
from tests.scenarios.slack.newsroom import ANNA, BEN, IMPATIENT, NEWSROOM, QUICK, Newsroom, ok

TEXT = "*Mayor resigns*\n\nShe leaves office on 3 June 2026, her office said on Monday &amp; Tuesday."


def test_a_message_is_looked_over_and_becomes_a_story(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        message = room.slack.add_message(NEWSROOM, BEN, TEXT)
        ok(await room.slack.shortcut(ANNA, message))
        await room.slack.until(lambda: room.slack.views)
        form = room.slack.modal(ANNA)
        assert form.title == "Add to Nutgraf"
        [field] = [block["element"] for block in form.raw["blocks"] if block["type"] == "input"]
        assert field["initial_value"].startswith("Mayor resigns\n\nShe leaves")
        assert "Monday & Tuesday" in field["initial_value"]
        ok(await room.slack.submit(ANNA, form))
        await room.slack.until(lambda: "Added as a new story" in room.slack.modal(ANNA).words)
        assert "Mayor resigns" in (await room.brief(BEN, "latest")).words

    play(scenario)


def test_a_submission_that_comes_again_adds_nothing(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        ok(await room.slack.shortcut(ANNA, room.slack.add_message(NEWSROOM, BEN, TEXT)))
        await room.slack.until(lambda: room.slack.views)
        submitted = await room.slack.submit(ANNA, room.slack.modal(ANNA))
        ok(submitted)
        await room.again(submitted)
        assert room.dispatch.begun == 1

    play(scenario)


def test_slow_reading_is_shown_in_the_form_and_then_its_story(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        ok(await room.slack.shortcut(ANNA, room.slack.add_message(NEWSROOM, BEN, TEXT)))
        await room.slack.until(lambda: room.slack.views)
        room.gate.clear()
        ok(await room.slack.submit(ANNA, room.slack.modal(ANNA)))
        assert "Working on it" in room.slack.modal(ANNA).words
        room.gate.set()
        await room.slack.until(lambda: "Added as a new story" in room.slack.modal(ANNA).words)

    play(scenario, times=IMPATIENT)


def test_a_submission_that_can_not_be_saved_may_be_made_again(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        ok(await room.slack.shortcut(ANNA, room.slack.add_message(NEWSROOM, BEN, TEXT)))
        await room.slack.until(lambda: room.slack.views)
        form = room.slack.modal(ANNA)
        room.store.full = True
        room.slack.patience = 0.3
        assert not (await room.slack.submit(ANNA, form)).acked
        room.store.full = False
        room.slack.patience = 3
        ok(await room.slack.submit(ANNA, form))
        await room.slack.until(lambda: "Added as a new story" in room.slack.modal(ANNA).words)

    play(scenario)


def test_who_chooses_the_shortcut_too_late_for_a_form_is_told_what_to_do(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.slack.trigger_lives = -1
        ok(await room.slack.shortcut(ANNA, room.slack.add_message(NEWSROOM, BEN, TEXT)))
        told = await room.said(ANNA)
        assert "nothing was added" in told.words
        assert "“Add to Nutgraf”" in told.words
        assert room.slack.seen_by(BEN) == []
        assert not room.slack.views

    play(scenario)


def test_only_editors_may_add(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        ok(await room.slack.shortcut(BEN, room.slack.add_message(NEWSROOM, ANNA, TEXT)))
        await room.slack.until(lambda: room.slack.views)
        assert "Only editors" in room.slack.modal(BEN).words
        assert not room.slack.modal(BEN).raw.get("submit")

    play(scenario)


def test_a_link_alone_brings_its_address_whose_page_is_read(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        shown = {"title": "Mayor resigns", "text": "She goes.", "from_url": "https://example.org/mayor"}
        link = "<https://example.org/mayor>"
        with_it = room.slack.add_message(NEWSROOM, BEN, link, attachments=[shown])
        ok(await room.slack.shortcut(ANNA, with_it))
        await room.slack.until(lambda: room.slack.views)
        value = room.slack.modal(ANNA).raw["blocks"][-1]["element"]["initial_value"]
        assert value == "https://example.org/mayor"
        assert "Nutgraf reads the page at this address." in room.slack.modal(ANNA).words

    play(scenario)


def test_a_complaint_about_the_text_is_shown_in_the_form(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        ok(await room.slack.shortcut(ANNA, room.slack.add_message(NEWSROOM, BEN, TEXT)))
        await room.slack.until(lambda: room.slack.views)
        ok(await room.slack.submit(ANNA, room.slack.modal(ANNA), {"text:0": "http://127.0.0.1/page"}))
        await room.slack.until(lambda: "inside a private network" in room.slack.modal(ANNA).words)

    play(scenario)


def test_the_home_tab_shows_todays_stories_and_its_buttons_open_modals(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        await room.brief(ANNA, "digest at 08:00")
        ok(await room.slack.open_home(BEN))
        await room.slack.until(lambda: BEN in room.slack.homes)
        page = room.slack.homes[BEN]
        assert "Mayor resigns" in page.words
        assert "08:00" in page.words
        ok(await room.slack.press(BEN, page, "Read brief"))
        await room.slack.until(lambda: room.slack.views)
        assert "It was a long evening." in room.slack.modal(BEN).words

    play(scenario)


def test_slow_work_in_the_home_tab_opens_a_modal_in_time_that_is_filled_later(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        ok(await room.slack.open_home(BEN))
        await room.slack.until(lambda: BEN in room.slack.homes)
        room.gate.clear()
        ok(await room.slack.press(BEN, room.slack.homes[BEN], "Read brief"))
        await room.slack.until(lambda: room.slack.views)
        assert "Working on it" in room.slack.modal(BEN).words
        room.gate.set()
        await room.slack.until(lambda: "It was a long evening." in room.slack.modal(BEN).words)

    play(scenario, times=IMPATIENT)


def test_too_late_for_a_modal_the_answer_comes_as_a_direct_message(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories("Mayor resigns")
        ok(await room.slack.open_home(BEN))
        await room.slack.until(lambda: BEN in room.slack.homes)
        room.slack.trigger_lives = -1
        ok(await room.slack.press(BEN, room.slack.homes[BEN], "Read brief"))
        assert "It was a long evening." in (await room.said(BEN)).words

    play(scenario)


def test_buttons_in_a_modal_change_that_modal(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        await room.stories(*(f"Story number {number}" for number in range(1, 13)))
        ok(await room.slack.open_home(BEN))
        await room.slack.until(lambda: BEN in room.slack.homes)
        ok(await room.slack.press(BEN, room.slack.homes[BEN], "More stories"))
        await room.slack.until(lambda: room.slack.views)
        modal = room.slack.modal(BEN)
        ok(await room.slack.press(BEN, modal, "Read brief"))
        await room.slack.until(lambda: "It was a long evening." in modal.words)
        assert len(room.slack.views) == 1

    play(scenario)


def test_a_home_tab_is_made_anew_at_most_once_in_some_seconds_unless_that_failed(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        room.slack.refuse("views.publish", "internal_error")
        ok(await room.slack.open_home(BEN))
        await room.slack.until(lambda: len(room.slack.called("views.publish")) == 1)
        while BEN not in room.slack.homes:  # that it failed is known a moment after Slack has said so
            ok(await room.slack.open_home(BEN))
        for _ in range(3):
            ok(await room.slack.open_home(BEN))
        ok(await room.slack.open_home(ANNA))
        await room.slack.until(lambda: ANNA in room.slack.homes)
        await room.stop()
        assert len(room.slack.called("views.publish")) == 3

    play(scenario, times=QUICK.model_copy(update={"between_homes": 60.0}))


def test_with_no_patience_every_form_says_first_that_it_is_worked_on(play: Play) -> None:
    async def scenario(room: Newsroom) -> None:
        ok(await room.slack.shortcut(ANNA, room.slack.add_message(NEWSROOM, BEN, TEXT)))
        await room.slack.until(lambda: room.slack.views and room.slack.modal(ANNA).raw.get("submit"))
        form = room.slack.modal(ANNA)
        assert "Working on it" in str(form.history)
        ok(await room.slack.submit(ANNA, form))
        await room.slack.until(lambda: "Added as a new story" in room.slack.modal(ANNA).words)
        assert len(room.slack.views) == 1

    play(scenario, times=QUICK.model_copy(update={"patience": 0.0}))
