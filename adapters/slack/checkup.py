"""The check-up of a Slack app: whether its tokens are right, whether a scope lacks, and how it is reached."""

from typing import Final

from adapters.slack.api import Api, Identity
from adapters.slack.faults import Fault
from adapters.slack.manifest import APP_SCOPE, REQUEST_PATH, SCOPES
from adapters.slack.options import SlackOptions
from bot.errors import Missing
from bot.model.health import Finding

PASSING: Final = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"}
)
"""Words with which Slack says that it can't answer now."""

_PAGE: Final = "your app's page at https://api.slack.com/apps"
_REINSTALL: Final = (
    f"On {_PAGE}, paste what `nutgraf slack manifest` prints into App Manifest and save it; "
    "then Install App, Reinstall to Workspace. The token stays the same."
)
_APP_TOKEN: Final = (
    f"Make one (xapp-…) with the scope {APP_SCOPE} under Basic Information, App-Level Tokens on {_PAGE}, "
    "copy it into SLACK_APP_TOKEN, and see that Socket Mode is on there."
)
_NETWORK: Final = "Look at the network and at https://status.slack.com; the tokens may well be right."
_REFERENCE: Final = "Slack explains the word: https://docs.slack.dev/reference/methods/auth.test."


async def examine(options: SlackOptions) -> tuple[Finding, ...]:
    """Ask Slack about the tokens. Nothing is changed by that, and no token is in what it says."""
    api = Api(options)
    try:
        return (*await _bot(api), await _way_in(api, options))
    finally:
        await api.close()


async def introduce(options: SlackOptions) -> str:
    """Return a line that says who the bot is, and where. Raises Missing where Slack refuses its token."""
    api = Api(options)
    try:
        who = _called(await api.who())
    except Fault as fault:
        return f"{fault.message} It is tried again and again."
    finally:
        await api.close()
    return f"Slack: {who}, {_way(options)}."


async def _bot(api: Api) -> tuple[Finding, ...]:
    try:
        identity = await api.who()
    except Missing as missing:
        says, next_step = missing.message, missing.next_step
        return (Finding(subject="Slack", state="wrong", says=says, next_step=next_step),)
    except Fault as fault:
        next_step = _REFERENCE if _refused(fault) else _NETWORK
        return (Finding(subject="Slack", state="wrong", says=fault.message, next_step=next_step),)
    return (_fine("Slack", f"the bot is {_called(identity)}."), _scopes(identity.scopes))


async def _way_in(api: Api, options: SlackOptions) -> Finding:
    """Look at how Slack brings what people do."""
    if options.mode == "http":
        says = f"signed requests are awaited on port {options.http_port}, at {REQUEST_PATH}."
        return _fine("Slack over HTTP", says)
    subject = "Slack Socket Mode"
    token = options.app_token.get_secret_value() if options.app_token else ""
    try:
        await api.ask(api.client.apps_connections_open(app_token=token))
    except Fault as fault:
        if _refused(fault):
            says = f"Slack refuses the app-level token ({fault.word})."
            return Finding(subject=subject, state="wrong", says=says, next_step=_APP_TOKEN)
        return Finding(subject=subject, state="wrong", says=fault.message, next_step=_NETWORK)
    return _fine(subject, "Slack opens a connection.")


def _refused(fault: Fault) -> bool:
    """Say whether that is Slack's last word; it may be none, or one that passes."""
    return fault.reach == "answered" and fault.word not in PASSING


def _scopes(granted: frozenset[str]) -> Finding:
    subject = "Slack scopes"
    if not granted:
        return Finding(subject=subject, state="warning", says="Slack doesn't say which the token has.")
    if missing := sorted(SCOPES.keys() - granted):
        says = "the token lacks " + "; ".join(f"{scope} ({SCOPES[scope]})" for scope in missing) + "."
        return Finding(subject=subject, state="wrong", says=says, next_step=_REINSTALL)
    if unused := sorted(granted - SCOPES.keys()):
        says = f"the token has more than is used: {', '.join(unused)}."
        return Finding(subject=subject, state="warning", says=says, next_step=_REINSTALL)
    return _fine(subject, "the token has each that is needed, and no other.")


def _called(identity: Identity) -> str:
    return f"@{identity.name} in {identity.team}"


def _way(options: SlackOptions) -> str:
    return "over Socket Mode" if options.mode == "socket" else f"over HTTP on port {options.http_port}"


def _fine(subject: str, says: str) -> Finding:
    return Finding(subject=subject, state="fine", says=says)
