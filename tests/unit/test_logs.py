"""No secret leaves through the log: at no level, from no library, and not in a traceback."""

import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterator

import pytest

from bot import logs

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

# Put together here, so that no file holds what looks like a true token.
BOT = "-".join(("xo" + "xb", "2212345678901", "AbCdEfGhIjKl"))
APP = "-".join(("xa" + "pp", "1", "A0123", "456", "0fedcba9"))
ROTATED = ".".join(("xo" + "xe", "-".join(("xo" + "xp", "1", "Mi0yLTkw"))))
DISCORD = ".".join(("MTA5ODc2NTQzMjEwOTg3NjU0Mw", "GaBcDe", "aBcDeFgHiJkLmNoPqRsTuVwXyZ-0123456789_"))
INTERACTION = "aW50ZXJhY3Rpb2" + "46MTIzNDU2Nzg5OkFiQ2RFZg"
SIGNING = "8f742231b10e8888abcd99yyyzzz85a5"

LEAKS = [
    f"token {BOT} was refused",
    f"headers: {{'Authorization': 'Bearer {BOT}'}}",
    f"app={APP}",
    f"rotated {ROTATED}",
    "post to https://hooks.slack.com/commands/T1/123/sEcReTpArT now",
    "https://hooks.slack-gov.com/actions/T1/123/sEcReTpArT",
    "POST http://127.0.0.1:8080/commands/T1/123/sEcReTpArT",
    "wss://wss-primary.slack.com/link/?ticket=sEcReTpArT-1&app_id=A1",
    json.dumps({"response_url": "https://example.org/sEcReTpArT", "token": "sEcReTpArT"}),
    json.dumps(json.dumps({"response_url": "https://example.org/sEcReTpArT", "token": "sEcReTpArT"})),
    json.dumps({"url": "https://hooks.slack.com/actions/T1/sEcReTpArT"}).replace("/", r"\/"),
    str({"signing_secret": "sEcReTpArT", "bot_token": "sEcReTpArT"}),
    "token=sEcReTpArT&team=T1",
    f"the secret is {SIGNING}.",
    f"v0={'0123456789abcdef' * 4}",
    f"{DISCORD} was refused",
    str({"Authorization": f"Bot {DISCORD}"}),
    json.dumps({"headers": json.dumps({"Authorization": "Bot sEcReTpArT"})}),
    f"answered with {INTERACTION}.",
    f"POST https://discord.com/api/v10/interactions/1098765432109876543/{INTERACTION}/callback",
    "URL('http://127.0.0.1:80/api/v10/interactions/1098765432109876543/sEcReTpArT/callback')",
    "PATCH https://discord.com/api/v10/webhooks/1098765432109876543/sEcReTpArT/messages/@original has 404",
    json.dumps({"url": "https://discord.com/api/webhooks/1098/sEcReTpArT?wait=true"}).replace("/", r"\/"),
]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Return what stands on standard error since the last look; the log is as before afterwards."""
    root, hook = logging.getLogger(), sys.excepthook
    before, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in logs.TALKATIVE}
    yield lambda: capsys.readouterr().err
    root.handlers[:] = before
    root.setLevel(level)
    for name, own in levels.items():
        logging.getLogger(name).setLevel(own)
    logging.captureWarnings(False)
    sys.excepthook = hook


def fail_of(line: str) -> None:
    try:
        raise ConnectionError(line)  # noqa: TRY301 - the point is the traceback
    except ConnectionError as cause:
        raise RuntimeError(f"while asking: {line}") from cause


def leaked(text: str) -> bool:
    known = (BOT[5:], APP[5:], "Mi0yLTkw", SIGNING, "0123456789abcdef", DISCORD[-20:], INTERACTION[-8:])
    secret = ("sEcReTpArT", *known)
    return any(part in text for part in secret)


@pytest.mark.parametrize("line", LEAKS)
@pytest.mark.parametrize("level", LEVELS)
def test_no_secret_is_told_at_any_level(told: Callable[[], str], level: str, line: str) -> None:
    assert leaked(line)
    logs.set_up("DEBUG", secrets=[SIGNING])
    logging.getLogger("adapters.slack").log(logging.getLevelName(level), "Seen: %s", line)
    text = told()
    assert level in text
    assert not leaked(text)


@pytest.mark.parametrize("line", LEAKS)
def test_no_secret_is_told_in_a_traceback(told: Callable[[], str], line: str) -> None:
    logs.set_up("INFO", secrets=[SIGNING])
    try:
        fail_of(line)
    except RuntimeError:
        logging.getLogger("bot").exception("It failed.")
    text = told()
    assert "Traceback" in text
    assert "ConnectionError" in text
    assert not leaked(text)


def test_what_is_no_secret_stays_readable() -> None:
    line = (
        "The token is right; 3 tickets wait. See https://slack.com/help, #142, and the secretary's report: "
        "https://example.org/services, https://docs.discord.com/developers/interactions/overview, "
        "webhooks/1098765432109876543 and the server www.newsroom-of-the-north.example.org"
    )
    assert logs.Discreet(["short"]).clean(line) == line


def test_the_kind_of_a_token_can_still_be_told() -> None:
    assert logs.Discreet().clean(f"{BOT} and {APP}") == "xoxb-… and xapp-…"


def test_a_secret_is_hidden_as_it_stands_in_an_address_too() -> None:
    clean = logs.Discreet(["s3cr&t/part"]).clean
    assert clean("GET /?x=s3cr%26t%2Fpart s3cr&t/part") == "GET /?x=… …"


@pytest.mark.parametrize(
    "name", ["slack_sdk.web.async_client", "slack_bolt.AsyncApp", "aiohttp.access", "discord.http"]
)
def test_talkative_libraries_are_never_heard_below_info(told: Callable[[], str], name: str) -> None:
    logs.set_up("DEBUG")
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.DEBUG)  # as Bolt does: it copies the root's level
    try:
        logger.debug("what somebody wrote")
        logger.info("connected")
    finally:
        logger.setLevel(level)
    assert told() == f"INFO {name}: connected\n"


def test_what_our_own_adapters_tell_is_heard(told: Callable[[], str]) -> None:
    logs.set_up("DEBUG")
    logger = logging.getLogger("adapters.discord.platform")
    path = "/x/adapters/discord/platform.py"
    logger.handle(logger.makeRecord(logger.name, logging.DEBUG, path, 1, "a step", (), None))
    assert told() == "DEBUG adapters.discord.platform: a step\n"


def test_bolts_logger_named_after_the_apps_file_is_not_heard_below_info_either(
    told: Callable[[], str],
) -> None:
    from slack_bolt.logger import get_bolt_app_logger  # noqa: PLC0415 - Bolt's own way to name it

    logs.set_up("DEBUG")
    logger = get_bolt_app_logger("nutgraf")
    record = logger.makeRecord(
        "nutgraf", logging.DEBUG, "/x/slack_bolt/app/async_app.py", 1, "a body", (), None
    )
    logger.handle(record)
    assert not told()


def test_the_level_counts(told: Callable[[], str]) -> None:
    logs.set_up("WARNING")
    logging.getLogger("slack_sdk").info("quiet")
    logging.getLogger("bot").info("quiet")
    logging.getLogger("bot").warning("loud")
    assert told() == "WARNING bot: loud\n"


def test_setting_up_twice_tells_everything_once(told: Callable[[], str]) -> None:
    logs.set_up("INFO")
    logs.set_up("INFO", secrets=[SIGNING])
    logging.getLogger("bot").info("once %s", SIGNING)
    assert told() == "INFO bot: once …\n"


def test_a_record_that_cannot_be_written_does_not_print_its_arguments(told: Callable[[], str]) -> None:
    root = logging.getLogger()
    root.handlers.clear()  # pytest's own would raise
    logs.set_up("INFO", secrets=[SIGNING])
    logging.getLogger("bot").info("%d of it", SIGNING)
    text = told()
    assert "could not be written" in text
    assert not leaked(text)


def test_a_warning_and_an_error_that_ends_the_process_go_through_the_log(told: Callable[[], str]) -> None:
    logs.set_up("INFO", secrets=[SIGNING])
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn(f"careful: {SIGNING}", stacklevel=1)
    try:
        fail_of(SIGNING)
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    text = told()
    assert "careful: …" in text
    assert "RuntimeError: while asking: …" in text
    assert not leaked(text)


def test_an_interrupt_says_nothing(told: Callable[[], str]) -> None:
    logs.set_up("INFO")
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not told()
