"""What a fault of Slack's means for a post, an edit or a search: pure tables of Slack's error words.

The words are those of Slack's method reference (https://docs.slack.dev/reference/methods: chat.postMessage,
chat.update, conversations.*). A word that no table knows leaves the outcome unknown.
"""

from adapters.slack.faults import Fault
from bot.model.outcome import Closed, Deleted, Outcome, Refused, Rejected, Sought, Unknown
from bot.model.people import Conversation

_ADMINS_WAIT = 60.0
"""How long to wait, in seconds, for what only an admin can mend."""

_GONE = (
    "The channel is gone, or it is private and @{name} is not in it. If it is still there, type "
    "`/invite @{name}` in it."
)
_OUTSIDE = "@{name} is not in this channel. Type `/invite @{name}` there."
_ARCHIVED = "The channel is archived. Somebody has to unarchive it, and to type `/invite @{name}` there."
_NO_CHANNEL = "No app may post in a conversation of this kind. Use a channel."
_NO_GROUPS = (
    "Nutgraf doesn't post in group direct messages. Make a channel with the same people, and use it there."
)
_NO_ROOM = "The channel has as many members as Slack allows, so @{name} can't join it. Use another channel."
_NO_THREADS = "No replies in threads are taken here. Use the channel itself, outside of a thread."
_THREAD_GONE = "The message that this thread hangs on takes no replies, or is gone. Use the channel itself."
_THREAD_LOCKED = "An admin has locked this thread. Ask them to unlock it, or use the channel itself."
_ASK = "Ask an admin of the workspace to allow it, in the channel's settings under Posting permissions"
_ONLY_THREADS = f"The channel takes only replies in threads. {_ASK}, or use a thread."

_CHANNEL = {
    "cannot_reply_to_message": _THREAD_GONE,
    "channel_not_found": _GONE,
    "channel_type_not_supported": _NO_CHANNEL,
    "invalid_thread_ts": _THREAD_GONE,
    "is_archived": _ARCHIVED,
    "is_inactive": _ARCHIVED,
    "method_not_supported_for_channel_type": _NO_CHANNEL,
    "no_permission": _OUTSIDE,
    "not_in_channel": _OUTSIDE,
    "restricted_action": f"A setting of the workspace keeps @{{name}} from posting here. {_ASK}.",
    "restricted_action_non_threadable_channel": _NO_THREADS,
    "restricted_action_read_only_channel": f"The channel is read-only for @{{name}}. {_ASK}.",
    "restricted_action_thread_locked": _THREAD_LOCKED,
    "restricted_action_thread_only_channel": _ONLY_THREADS,
    "thread_locked": _THREAD_LOCKED,
    "thread_not_found": _THREAD_GONE,
    "too_many_members": _NO_ROOM,
}
"""Why a channel or thread takes nothing from the bot, and what a person has to do."""

_NOBODY = "Slack knows nobody by this id: they may have left. Somebody else has to set it up anew."
_DEACTIVATED = "This person's account was deactivated. An admin of the workspace can activate it again."
_TAB_OFF = (
    "Direct messages from @{name} are switched off. An admin switches on the Messages Tab, under App Home on "
    "the app's page at https://api.slack.com/apps."
)

_PERSON = {
    "cannot_dm_bot": "This is a bot, and bots take no direct messages from one another. Name a person.",
    "channel_not_found": _NOBODY,
    "invalid_user_combination": "Their organisation shares no channel with this workspace. Invite them.",
    "is_archived": _DEACTIVATED,
    "is_inactive": _DEACTIVATED,
    "messages_tab_disabled": _TAB_OFF,
    "restricted_action": "A setting of the workspace keeps @{name} from writing to them. Ask an admin.",
    "user_disabled": _DEACTIVATED,
    "user_not_found": _NOBODY,
    "user_not_visible": _NOBODY,
}
"""Why a person takes no direct message from the bot, and what a person has to do."""

_UNFIT = frozenset(
    {
        "as_user_not_supported",
        "block_mismatch",
        "cant_broadcast_message",
        "deprecated_endpoint",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_charset",
        "invalid_form_data",
        "invalid_json",
        "invalid_limit",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_post_type",
        "invalid_ts_latest",
        "invalid_ts_oldest",
        "json_not_object",
        "markdown_text_conflict",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "method_deprecated",
        "missing_charset",
        "missing_post_type",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "slack_connect_canvas_sharing_blocked",
        "slack_connect_file_link_sharing_blocked",
        "slack_connect_lists_sharing_blocked",
        "streaming_state_conflict",
        "too_many_attachments",
        "too_many_contact_cards",
        "unknown_method",
    }
)
"""Words for a message that Slack will never take."""

_ADMINS = frozenset(
    {
        "access_denied",
        "accesslimited",
        "account_inactive",
        "app_access_restricted",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_added_to_org",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""Words for what keeps the bot from everything until an admin has mended it."""

_PASSING = frozenset({"external_channel_migrating", "request_timeout"})
"""Words for what surely had no effect, and may have one later (`request_timeout`: it arrived cut off)."""

_SERVERS = frozenset({"fatal_error", "internal_error", "service_unavailable"})
"""Words for a fault of Slack's own, after which something may have happened all the same."""

_UNCHANGEABLE = {
    "cant_update_message": "Slack doesn't let the bot change this message.",
    "edit_window_closed": "The workspace's settings don't let messages as old as this one be changed.",
}


def of_post(fault: Fault, to: Conversation, *, name: str) -> Outcome:
    """Return what became of a post that met this fault. `name` is the bot's, as people mention it."""
    if (waits := _refused(fault)) is not None:
        return waits
    if (closed := closes(fault.word, to, name=name)) is not None:
        return closed
    if fault.word in _UNFIT:
        return Rejected(reason=f"Slack doesn't take this message. {fault.message}")
    return Unknown(reason=fault.message)


def of_edit(fault: Fault, to: Conversation, *, name: str) -> Outcome:
    """Return what became of an edit that met this fault."""
    if fault.word == "message_not_found":
        return Deleted()
    if fault.word in _UNCHANGEABLE:
        return Rejected(reason=_UNCHANGEABLE[fault.word])
    return of_post(fault, to, name=name)


def of_search(fault: Fault, to: Conversation, *, name: str) -> Sought:
    """Return what a search tells that met this fault.

    A wait that Slack asks for is not for the whole workspace: it counts each method by itself
    (https://docs.slack.dev/apis/web-api/rate-limits), so posts need not wait for the history. Nor do they
    for a scope that reading it needs.
    """
    if (waits := _refused(fault)) is not None:
        narrow = fault.word in {"ratelimited", "missing_scope", "message_limit_exceeded"}
        return waits.model_copy(update={"wide": waits.wide and not narrow})
    if (closed := closes(fault.word, to, name=name)) is not None:
        return closed
    if fault.word in _UNFIT:
        return Unknown(reason=f"The history can't be read. {fault.message}")
    return Refused(reason=f"The history could not be read. {fault.message}")


def of_step_before(fault: Fault, to: Conversation, *, name: str) -> Outcome:
    """Return what became of a post for which a step before it met this fault: it surely was not sent."""
    outcome = of_post(fault, to, name=name)
    return Refused(reason=outcome.reason) if isinstance(outcome, Unknown) else outcome


def of_join(fault: Fault, *, name: str) -> Closed | Refused:
    """Return what it means for a channel that the bot is not in, that joining it met this fault."""
    if fault.word != "missing_scope":  # people can invite it all the same
        if (waits := _refused(fault)) is not None:
            return waits
        if not fault.word or fault.word in _SERVERS:
            return Refused(reason=fault.message)
    reason = _CHANNEL[fault.word if fault.word in {"is_archived", "too_many_members"} else "not_in_channel"]
    return Closed(reason=reason.format(name=name))


def closes(word: str, to: Conversation, *, name: str) -> Closed | None:
    """Return why the conversation takes nothing from the bot, where that is what Slack's word says."""
    said = (_PERSON if to.channel.person else _CHANNEL).get(word) or _CHANNEL.get(word)
    if said is _GONE and to.channel.id.startswith("D"):  # direct messages between people: nobody can invite
        said = _NO_CHANNEL
    return Closed(reason=said.format(name=name)) if said else None


def of_look(fault: Fault, to: Conversation, *, name: str) -> Closed | None:
    """Return why the conversation takes nothing from the bot, where looking at it met a fault that says so.

    Only group direct messages need `mpim:read` and nothing else; the manifest doesn't ask for it.
    """
    if fault.word == "missing_scope" and fault.scope == "mpim:read":
        return in_group()
    return closes(fault.word, to, name=name)


def in_group() -> Closed:
    """Return what it means for a post that its conversation is a group's direct messages."""
    return Closed(reason=_NO_GROUPS)


def _refused(fault: Fault) -> Refused | None:
    """Return when to try again, where the fault surely had no effect and passes."""
    if fault.reach == "never":
        return Refused(reason=fault.message, wide=True)
    if fault.word in {"ratelimited", "message_limit_exceeded"}:
        return Refused(reason=fault.message, retry_after=fault.retry_after, wide=True)
    if fault.word in _ADMINS:
        return Refused(reason=_admins_part(fault), retry_after=_ADMINS_WAIT, wide=True)
    if fault.word in _PASSING:
        return Refused(reason=fault.message)
    return None


def _admins_part(fault: Fault) -> str:
    lacks = f"The app lacks the scope {fault.scope}." if fault.scope else fault.message
    return f"{lacks} An admin has to mend that: `nutgraf doctor` says how."
