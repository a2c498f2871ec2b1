"""Settings come from the environment; a slip in one is a sentence."""

import os

import pytest

from bot.errors import UsageError
from bot.settings import Settings, read_settings, strangers
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without a setting of whoever runs this."""
    for name in list(os.environ):
        if name.startswith(("NUTGRAF_", "SLACK_")):
            monkeypatch.delenv(name)


def test_nothing_set_is_a_bot_without_platforms() -> None:
    settings = read_settings()
    assert settings.slack_bot_token is settings.slack_app_token is settings.slack_signing_secret is None
    assert settings.slack_mode == "socket"
    assert settings.secrets == frozenset()


@pytest.mark.parametrize("written", ["xo" + "xb-1", " xo" + "xb-1\n", "'xo" + "xb-1'", '"xo' + 'xb-1"'])
def test_a_token_comes_without_what_copying_added(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", written)
    assert read_settings().secrets == {"xo" + "xb-1"}


@pytest.mark.parametrize("written", ["", "  ", '""'])
def test_an_empty_token_is_none(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", written)
    assert read_settings().slack_bot_token is None


def test_every_secret_is_known_and_none_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, f"value-of-{name}")
    settings = read_settings()
    assert len(settings.secrets) == 3
    assert "value-of" not in repr(settings)


@pytest.mark.parametrize("written", ["https://slack-gov.com/api", "https://slack-gov.com/api/"])
def test_the_web_api_ends_with_a_slash(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("NUTGRAF_SLACK_API_URL", written)
    assert read_settings().slack_api_url == "https://slack-gov.com/api/"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NUTGRAF_SLACK_API_URL", "slack-gov.com", "“slack-gov.com” is no address such as"),
        ("NUTGRAF_SLACK_MODE", "https", "'socket' or 'http'"),
        ("NUTGRAF_SLACK_GUESTS", "all", "'reader' or 'nobody'"),
        ("NUTGRAF_HTTP_PORT", "70000", "less than or equal to 65535"),
        ("NUTGRAF_ZONE", "Europe/Londno", "did you mean Europe/London"),
    ],
)
def test_a_slip_is_a_sentence_with_the_settings_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as raised:
        read_settings()
    assert str(raised.value).startswith(f"{name} can't be read. ")
    assert said in str(raised.value)
    assert "Value error" not in str(raised.value)


def test_a_name_that_is_none_gets_the_one_that_was_meant() -> None:
    environment = {
        "NUTGRAF_SLACK_BOT_TOKEN": "x",
        "NUTGRAF_SLACK_EDITOR": "x",
        "NUTGRAF_FROBNICATE": "x",
        "NUTGRAF_DB": "fine",
        "PATH": "not ours",
    }
    assert strangers(environment) == {
        "NUTGRAF_FROBNICATE": None,
        "NUTGRAF_SLACK_BOT_TOKEN": "SLACK_BOT_TOKEN",
        "NUTGRAF_SLACK_EDITOR": "NUTGRAF_SLACK_EDITORS",
    }


def test_every_setting_is_known_by_its_name() -> None:
    names = [
        str(field.validation_alias or f"NUTGRAF_{name}") for name, field in Settings.model_fields.items()
    ]
    assert not strangers({name.upper(): "" for name in names})


def test_every_setting_is_in_the_readme_or_in_slacks_guide() -> None:
    guides = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/slack.md"))
    for name, field in Settings.model_fields.items():
        assert f"`{field.validation_alias or 'NUTGRAF_' + name.upper()}`" in guides
