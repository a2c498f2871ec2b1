"""What becomes of a text that was there before: in other papers, at another address, or said anew."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.flows.arrivals import Arrivals, Arriving
from bot.model.story import Story
from bot.ports import Tx
from bot.reading.events.sketching import sketch
from storage.store import SqliteStore, open_store
from tests.contracts.drafts import a_draft

HEADLINE = "Quake off Sumatra collapses a school in Padang"
TEXT = (
    "A magnitude 6.2 quake struck off the coast of Sumatra on Monday, collapsing a school in Padang and "
    "hurting 41 people, officials said. Rescue teams worked all night to free those trapped under the "
    "rubble. The national disaster agency said that power was out in three districts of the city. Governor "
    "Mahyeldi Ansharullah told reporters that the airport would stay closed until Wednesday."
)
LATER = f"{TEXT} Later 57 people were known to be hurt."
IN_OTHER_PAPERS = (
    f"PADANG, Indonesia (Reuters) - {TEXT}",
    f"{TEXT}\n\n(Reporting by Ananda Teresia; Editing by Ed Davies)",
    f"{TEXT}\n\nRead more: Five things to know about Bali. Subscribe to The Gazette.",
    TEXT,
)


class Desk:
    """A store, and items that arrive in it."""

    def __init__(self, db: Path) -> None:
        self.runner = asyncio.Runner()
        self.store: SqliteStore = self.runner.run(open_store(db))
        self.arriving = Arriving()

    def take(self, outlet: str, text: str, *, url: str | None = None) -> Arrivals:
        draft = a_draft(HEADLINE, original=text, outlet=outlet, url=url)

        def work(tx: Tx) -> Arrivals:
            sketches = {draft.item: sketch(draft.headline, draft.original, url=draft.url)}
            return self.arriving.arrive(tx, [draft], known={}, sketches=sketches)

        return self.runner.run(self.store.write(work))

    def story(self) -> Story:
        found = self.runner.run(self.store.read(lambda view: view.stories.get(1)))
        assert found
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "s.db")
    yield made
    made.runner.run(made.store.close())
    made.runner.close()


def test_an_agencys_text_in_many_papers_is_one_report_of_one_outlet(desk: Desk) -> None:
    desk.take("The Agency", TEXT)
    for number, text in enumerate(IN_OTHER_PAPERS):
        came = desk.take(f"Paper {number}", text)
        assert (came.joined, came.updated) == ((), ())
    (report,) = desk.story().reports
    assert [copy.outlet for copy in report.copies] == ["Paper 0", "Paper 1", "Paper 2", "Paper 3"]
    assert report.fresh == ()
    assert desk.story().outlets == ("The Agency",)


@pytest.mark.parametrize(
    ("outlet", "url"),
    [("the agency", None), ("Agency, from the wire", "https://amp.agency.example/quake/?utm_source=rss")],
)
def test_what_its_outlet_says_anew_is_kept_and_marked(desk: Desk, outlet: str, url: str | None) -> None:
    desk.take("The Agency", TEXT, url="https://agency.example/quake")
    came = desk.take(outlet, LATER, url=url)
    assert (came.joined, came.updated) == ((), (1,))
    (report,) = desk.story().reports
    assert [fresh.text for fresh in report.fresh] == ["Later 57 people were known to be hurt."]


def test_another_outlets_own_words_are_another_report(desk: Desk) -> None:
    desk.take("The Agency", TEXT)
    own = "Padang: school collapses in quake of 6.2. Mahyeldi Ansharullah closes the Sumatra airport."
    came = desk.take("The Courier", own)
    assert [each.story.number for each in came.joined] == [1]
    assert desk.story().outlets == ("The Agency", "The Courier")
    desk.take(
        "THE COURIER", "Rescue teams in Padang, Sumatra, dug through the rubble of the school all night."
    )
    assert len(desk.story().reports) == 3
    assert desk.story().outlets == ("The Agency", "The Courier")
