"""The wall of posts, and what is shown of a post that has changed."""

from adapters.console.changes import news
from adapters.console.wall import Wall
from bot.model.card import Card, Note, Paragraph, Plain
from bot.model.people import ChannelRef, Conversation
from bot.model.reaction import Reaction

HERE = Conversation(channel=ChannelRef(platform="console", workspace="local", id="playground"))
FLAGGED = Reaction(person="ben", name="\N{TRIANGULAR FLAG ON POST}")


def a_card(*words: str) -> Card:
    return Card(summary="", blocks=tuple(Paragraph(prose=(Plain(text=each),)) for each in words))


def test_a_reaction_stands_once_and_is_taken_back_once() -> None:
    wall = Wall()
    post = wall.put(HERE, a_card("a"), "key")
    assert [wall.react(post, FLAGGED, present=True) for _ in range(2)] == [True, False]
    assert post.reactions == {FLAGGED}
    assert [wall.react(post, FLAGGED, present=False) for _ in range(2)] == [True, False]
    assert post.reactions == set()


def test_posts_are_found_by_number_key_and_id_and_without_a_number_the_newest() -> None:
    wall = Wall()
    first, second = wall.put(HERE, a_card("a"), "a"), wall.put(HERE, a_card("b"), "b")
    assert wall.numbered(1) is first
    assert wall.numbered(None) is second
    assert wall.numbered(3) is None
    assert wall.numbered(0) is None
    assert wall.under("b") is second
    assert wall.of(first.message.id) is first
    assert Wall().numbered(None) is None


def test_no_two_terminals_give_a_post_the_same_id() -> None:
    assert Wall().put(HERE, a_card("a"), "k").message != Wall().put(HERE, a_card("a"), "k").message


def test_of_a_changed_post_only_what_is_new_is_shown() -> None:
    assert news(a_card("a", "b"), a_card("a", "c", "b")) == a_card("c")
    assert news(None, a_card("a", "b")) == a_card("a", "b")
    [gone] = news(a_card("a", "b"), a_card("a")).blocks
    assert isinstance(gone, Note)
