"""What each of Slack's error words means for a post, an edit and a search."""

import pytest

from adapters.slack.faults import Fault
from adapters.slack.outcomes import of_edit, of_join, of_look, of_post, of_search, of_step_before
from bot.model.outcome import Closed, Deleted, Refused, Rejected, Unknown
from tests.unit.adapters.slack.inside import channel, direct


def refusal(word: str, *, scope: str = "", retry_after: float | None = None) -> Fault:
    said = f"Slack refused: {word}."
    return Fault(said, reach="answered", word=word, scope=scope, retry_after=retry_after)


NEVER = Fault("Slack could not be reached.", reach="never")
SILENT = Fault("Slack gave no answer in time.", reach="unknown")

UNFIT = ["invalid_blocks", "msg_too_long", "msg_blocks_too_long", "no_text", "invalid_arguments"]
UNFIT += ["metadata_too_large", "invalid_metadata_schema", "invalid_form_data", "too_many_attachments"]
ADMINS = ["token_revoked", "invalid_auth", "account_inactive", "token_expired", "not_authed"]
ADMINS += ["ekm_access_denied", "org_login_required", "team_access_not_granted", "missing_scope"]
UNTOLD = ["fatal_error", "internal_error", "service_unavailable", "a_word_of_next_year", ""]
SHUT = ["channel_not_found", "not_in_channel", "is_archived", "restricted_action", "thread_not_found"]
SHUT += ["restricted_action_read_only_channel", "restricted_action_thread_locked", "is_inactive"]
SHUT_PEOPLE = [
    "user_disabled",
    "cannot_dm_bot",
    "messages_tab_disabled",
    "user_not_found",
    "channel_not_found",
]


@pytest.mark.parametrize("fault", [NEVER, refusal("ratelimited", retry_after=7)], ids=["never", "429"])
def test_what_slack_did_not_take_is_refused_for_the_whole_workspace(fault: Fault) -> None:
    refused = Refused(reason=fault.message, retry_after=fault.retry_after, wide=True)
    assert of_post(fault, channel(), name="nutgraf") == refused
    assert of_edit(fault, channel(), name="nutgraf") == refused


@pytest.mark.parametrize("word", UNTOLD)
def test_what_does_not_say_is_unknown(word: str) -> None:
    assert isinstance(of_post(refusal(word), channel(), name="nutgraf"), Unknown)
    assert isinstance(of_edit(refusal(word), channel(), name="nutgraf"), Unknown)


def test_silence_is_unknown() -> None:
    assert of_post(SILENT, channel(), name="nutgraf") == Unknown(reason=SILENT.message)


@pytest.mark.parametrize("word", UNFIT)
def test_what_slack_will_never_take_is_rejected(word: str) -> None:
    outcome = of_post(refusal(word), channel(), name="nutgraf")
    assert isinstance(outcome, Rejected)
    assert word in outcome.reason


@pytest.mark.parametrize("word", SHUT)
def test_a_closed_channel_says_what_to_do(word: str) -> None:
    outcome = of_post(refusal(word), channel(), name="nutgraf")
    assert isinstance(outcome, Closed)
    steps = ("Type `/invite @nutgraf`", "type `/invite @nutgraf`", "Ask ", "Use ", "use ")
    assert any(step in outcome.reason for step in steps)
    assert "{" not in outcome.reason


@pytest.mark.parametrize("word", SHUT_PEOPLE)
def test_a_person_who_takes_no_messages_closes_their_conversation(word: str) -> None:
    outcome = of_post(refusal(word), direct(), name="nutgraf")
    assert isinstance(outcome, Closed)
    assert "channel" not in outcome.reason.lower().replace("messages tab", "")
    assert "{" not in outcome.reason


@pytest.mark.parametrize("word", ADMINS)
def test_what_an_admin_has_to_mend_is_tried_again_in_a_minute(word: str) -> None:
    outcome = of_post(refusal(word), channel(), name="nutgraf")
    assert isinstance(outcome, Refused)
    assert (outcome.retry_after, outcome.wide) == (60, True)
    assert "`nutgraf doctor`" in outcome.reason


def test_a_missing_scope_is_named() -> None:
    outcome = of_post(refusal("missing_scope", scope="chat:write"), channel(), name="nutgraf")
    assert isinstance(outcome, Refused)
    assert "chat:write" in outcome.reason


def test_a_message_that_is_gone_is_deleted_and_one_that_stays_as_it_is_is_rejected() -> None:
    assert of_edit(refusal("message_not_found"), channel(), name="nutgraf") == Deleted()
    for word in ("cant_update_message", "edit_window_closed"):
        assert isinstance(of_edit(refusal(word), channel(), name="nutgraf"), Rejected)
    # Of a post it would mean something that nobody has heard of.
    assert isinstance(of_post(refusal("message_not_found"), channel(), name="nutgraf"), Unknown)


@pytest.mark.parametrize("fault", [SILENT, *map(refusal, UNTOLD), refusal("invalid_cursor")])
def test_a_history_that_could_not_be_read_now_is_asked_again(fault: Fault) -> None:
    outcome = of_search(fault, channel(), name="nutgraf")
    assert isinstance(outcome, Refused)
    assert not outcome.wide


@pytest.mark.parametrize("word", ["ratelimited", "missing_scope"])
def test_posts_do_not_wait_for_the_history(word: str) -> None:
    outcome = of_search(refusal(word, retry_after=30), channel(), name="nutgraf")
    assert isinstance(outcome, Refused)
    assert not outcome.wide
    assert outcome.retry_after


def test_a_search_that_slack_will_never_answer_is_unknown() -> None:
    assert isinstance(of_search(refusal("invalid_arguments"), channel(), name="nutgraf"), Unknown)


def test_a_search_where_the_bot_is_no_more_finds_the_conversation_closed() -> None:
    assert isinstance(of_search(refusal("not_in_channel"), channel(), name="nutgraf"), Closed)
    assert isinstance(of_search(refusal("token_revoked"), channel(), name="nutgraf"), Refused)


def test_what_went_wrong_before_the_post_leaves_no_doubt_about_it() -> None:
    assert of_step_before(SILENT, direct(), name="nutgraf") == Refused(reason=SILENT.message)
    assert isinstance(of_step_before(refusal("user_disabled"), direct(), name="nutgraf"), Closed)


@pytest.mark.parametrize(
    "word", ["method_not_supported_for_channel_type", "missing_scope", "channel_not_found"]
)
def test_where_the_bot_can_not_join_it_has_to_be_invited(word: str) -> None:
    outcome = of_join(refusal(word), name="nutgraf")
    assert isinstance(outcome, Closed)
    assert "/invite @nutgraf" in outcome.reason


@pytest.mark.parametrize("fault", [NEVER, SILENT, refusal("internal_error"), refusal("ratelimited")])
def test_joining_is_tried_again(fault: Fault) -> None:
    assert isinstance(of_join(fault, name="nutgraf"), Refused)


def test_nobody_is_told_to_invite_the_bot_into_direct_messages_between_people() -> None:
    outcome = of_post(refusal("channel_not_found"), channel("D77"), name="nutgraf")
    assert isinstance(outcome, Closed)
    assert "/invite" not in outcome.reason


def test_a_group_direct_message_is_closed_and_says_to_make_a_channel() -> None:
    closed = of_look(refusal("missing_scope", scope="mpim:read"), channel("G77"), name="nutgraf")
    assert closed
    assert "Make a channel" in closed.reason


@pytest.mark.parametrize("scope", ["", "channels:read", "channels:read,groups:read,mpim:read,im:read"])
def test_a_look_for_which_the_app_lacks_a_scope_of_its_own_closes_nothing(scope: str) -> None:
    assert of_look(refusal("missing_scope", scope=scope), channel(), name="nutgraf") is None
