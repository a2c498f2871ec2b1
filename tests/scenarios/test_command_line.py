"""The `nutgraf` command from outside: what it prints where, and its exit status."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.feeds import rss
from tests.scenarios.commandline import nutgraf

BRIEF = ROOT / "samples" / "briefs" / "karpathy-joins-anthropic.txt"
FEED = rss([(f"e{n}", f"Council votes on plan {n}", f"{n:02} Jun 2026 08:00:00 GMT") for n in range(1, 4)])


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that holds the brief as #1 and three entries of a feed."""
    path = tmp_path_factory.mktemp("store") / "s.db"
    added = nutgraf("add", str(BRIEF), "-", db=path, stdin=FEED)
    assert added.status == 0, added.err
    assert "4 entries in = 4 new stories + 0 duplicates." in added.out
    return path


def test_adding_the_same_again_adds_nothing(db: Path) -> None:
    again = nutgraf("add", str(BRIEF), "-", "--json", db=db, stdin=FEED)
    assert (again.status, again.out) == (0, "")
    assert "4 entries in = 0 new stories + 4 duplicates." in again.err


def test_add_prints_one_json_object_a_story(tmp_path: Path) -> None:
    added = nutgraf("add", "--json", "-", db=tmp_path / "s.db", stdin=FEED)
    stories = [json.loads(line) for line in added.out.splitlines()]
    assert [story["headline"] for story in stories] == [f"Council votes on plan {n}" for n in (1, 2, 3)]
    assert set(stories[0]) == {
        *("number", "headline", "url", "happened_on", "first_seen", "topics", "reports", "brief")
    }
    assert set(stories[0]["reports"][0]) == {
        "outlet",
        "url",
        "headline",
        "published_at",
        "first_seen",
        "copies",
    }
    assert set(stories[0]["brief"]) == {"dek", "source_line", "drafted_by", "sections"}


def test_what_is_good_in_a_call_is_kept_and_the_rest_named(tmp_path: Path) -> None:
    picture = tmp_path / "photo.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8)
    missing, folder = tmp_path / "nowhere.txt", tmp_path
    added = nutgraf("add", str(picture), str(BRIEF), str(missing), str(folder), db=tmp_path / "s.db")
    assert added.status == 1
    assert "#1  Andrej Karpathy" in added.out
    assert "1 entry in = 1 new story + 0 duplicates. 3 inputs could not be read." in added.out
    complaints = sorted(line.split(" ")[0].rstrip(":") for line in added.err.splitlines())
    assert complaints == sorted(map(str, (picture, missing, folder)))


def test_say_prints_the_answer_as_text(db: Path) -> None:
    said = nutgraf("say", "/brief story 1", db=db)
    assert said.status == 0
    assert "Why This Matters for the Industry" in said.out
    assert said.err == ""


def test_say_prints_the_neutral_card_as_json(db: Path) -> None:
    said = nutgraf("say", "/brief latest 2", "--json", "--as", "Ann", "--in", "politics", db=db)
    card = json.loads(said.out)
    assert card["mood"] == "normal"
    assert {block["kind"] for block in card["blocks"]} <= {"headline", "note", "paragraph", "buttons"}


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        (["say", "/brief story 999"], 1, "There is no story #999."),
        (["say", "/brief add Some text"], 1, "`add` is for editors"),
        (["say", "/brief lastest"], 2, "Did you mean `latest`?"),
        (["say"], 2, "Missing argument"),
        (["render", "999", "--for", "plain"], 1, "There is no story #999."),
        (["render", "1", "--for", "fax"], 2, "fax"),
        (["nonsense"], 2, "No such command"),
    ],
)
def test_complaints_go_to_stderr_with_an_honest_status(
    db: Path, words: list[str], status: int, complaint: str
) -> None:
    ran = nutgraf(*words, db=db)
    assert (ran.status, ran.out) == (status, "")
    assert complaint in ran.err
    assert "Traceback" not in ran.err


def test_an_editor_may_add_and_a_reader_may_not(tmp_path: Path) -> None:
    words = ["say", "/brief add Mayor resigns. It is unclear who follows.", "--role"]
    assert nutgraf(*words, "reader", db=tmp_path / "s.db").status == 1
    assert nutgraf(*words, "editor", db=tmp_path / "s.db").status == 0


def test_render_prints_the_post(db: Path) -> None:
    post = nutgraf("render", "1", "--for", "plain", db=db)
    assert post.out.startswith("Andrej Karpathy Joins Anthropic")
    assert "[Read brief: story 1]" in post.out


def test_the_store_is_named_before_or_behind_the_command(db: Path) -> None:
    assert nutgraf("--db", str(db), "say", "story 1").status == 0
    assert nutgraf("say", "story 1", "--db", str(db)).status == 0


def test_backup_copies_the_store_and_never_overwrites(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert nutgraf("backup", str(copy), db=db).status == 0
    assert nutgraf("say", "story 1", db=copy).status == 0
    again = nutgraf("backup", str(copy), db=db)
    assert again.status == 1
    assert "already" in again.err


def test_a_backup_of_nothing_says_so(tmp_path: Path) -> None:
    ran = nutgraf("backup", str(tmp_path / "copy.db"), db=tmp_path / "none.db")
    assert ran.status == 1
    assert not (tmp_path / "none.db").exists()


def test_doctor_says_fine_line_by_line(db: Path) -> None:
    ran = nutgraf("doctor", db=db)
    assert ran.status == 0
    assert {line.split()[0] for line in ran.out.splitlines()} <= {"fine", "warning"}
    assert "SQLite" in ran.out


def test_doctor_names_a_setting_that_is_none(db: Path) -> None:
    ran = nutgraf("doctor", db=db, NUTGRAF_LOGG="INFO")
    assert "NUTGRAF_LOGG is no setting. Did you mean NUTGRAF_LOG?" in ran.out


def test_doctor_finds_a_damaged_store(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no store at all" * 100)
    ran = nutgraf("doctor", db=broken)
    assert ran.status == 1
    assert "wrong" in ran.out


def test_doctor_checks_what_it_can_without_a_store(tmp_path: Path) -> None:
    absent = nutgraf("doctor", db=tmp_path / "none.db")
    nowhere = nutgraf("doctor", db=tmp_path / "nowhere" / "none.db")
    assert (absent.status, nowhere.status) == (0, 1)
    assert "SQLite" in absent.out
    assert "does not exist" in nowhere.out
    assert not (tmp_path / "none.db").exists()


def test_the_command_alone_explains_itself() -> None:
    assert "doctor" in nutgraf().out
    assert nutgraf("--version").out.startswith("nutgraf ")


def test_a_wrong_setting_is_one_sentence(db: Path) -> None:
    ran = nutgraf("say", "latest", db=db, NUTGRAF_LOG="LOUD")
    assert ran.status == 2
    assert "NUTGRAF_LOG" in ran.err
    assert "Traceback" not in ran.err


def test_the_samples_come_in_without_a_loss(tmp_path: Path) -> None:
    files = [str(path) for path in sorted((ROOT / "samples").glob("*/*.[tx][xm][tl]"))]
    first = nutgraf("add", "--json", *files, db=tmp_path / "s.db")
    second = nutgraf("add", "--json", *files, db=tmp_path / "s.db")
    every = [json.loads(line) for line in first.out.splitlines()]
    stories = len({each["number"] for each in every})
    assert first.err.startswith(f"{len(every) + 6:,} entries in = ")
    assert (first.status, second.status) == (0, 0)
    assert f"= {stories:,} new stories + " in first.err
    assert second.out == ""
    assert "= 0 new stories + " in second.err
