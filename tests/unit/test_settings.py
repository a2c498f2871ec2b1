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
        if name.startswith(("NUTGRAF_", "SLACK_", "DISCORD_")):
            monkeypatch.delenv(name)


def test_nothing_set_is_a_bot_without_platforms() -> None:
    settings = read_settings()
    assert settings.slack_bot_token is settings.slack_app_token is settings.slack_signing_secret is None
    assert settings.slack_mode == "socket"
    assert settings.discord_token is None
    assert settings.discord_gateway_url is None
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert settings.secrets == frozenset()


@pytest.mark.parametrize("written", ["xo" + "xb-1", " xo" + "xb-1\n", "'xo" + "xb-1'", '"xo' + 'xb-1"'])
def test_a_token_comes_without_what_copying_added(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", written)
    assert read_settings().secrets == {"xo" + "xb-1"}


@pytest.mark.parametrize("written", ["", "  ", '""'])
def test_an_empty_token_is_none(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", written)
    assert read_settings().slack_bot_token is None


@pytest.mark.parametrize("written", ["MTA5.x.y", "Bot MTA5.x.y", " 'Bot  MTA5.x.y'\n"])
def test_discords_token_comes_without_the_word_before_it(
    monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", written)
    assert read_settings().secrets == {"MTA5.x.y"}


@pytest.mark.parametrize("written", ["", "  ", '""'])
def test_discords_token_that_is_empty_is_none(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", written)
    assert read_settings().discord_token is None


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_DISCORD_EDITORS", "@Desk, Night Editors,,1098765432109876543 ,")
    monkeypatch.setenv("NUTGRAF_DISCORD_GUILDS", "1098765432109876543,1098765432109876544")
    monkeypatch.setenv("NUTGRAF_SLACK_EDITORS", "U012AB3CD,@desk")
    settings = read_settings()
    assert settings.discord_editors == ("Desk", "Night Editors", "1098765432109876543")
    assert settings.discord_guilds == ("1098765432109876543", "1098765432109876544")
    assert settings.slack_editors == ("U012AB3CD", "desk")


def test_discords_api_has_its_version_and_no_slash_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTGRAF_DISCORD_API_URL", "http://127.0.0.1:8080/proxy/api/v10/")
    assert read_settings().discord_api_url == "http://127.0.0.1:8080/proxy/api/v10"


def test_every_secret_is_known_and_none_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DISCORD_TOKEN"):
        monkeypatch.setenv(name, f"value-of-{name}")
    settings = read_settings()
    assert len(settings.secrets) == 4
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
        ("NUTGRAF_DISCORD_API_URL", "https://discord.com/api", "with the API's version"),
        ("NUTGRAF_DISCORD_GATEWAY_URL", "https://gateway.discord.gg", "is no address such as wss://"),
        ("NUTGRAF_DISCORD_GUILDS", "1098765432109876543,Newsroom", "“Newsroom” is no id of a server"),
        ("NUTGRAF_DISCORD_TAG", "a tag of more than twenty", "at most 20 characters"),
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
        "NUTGRAF_DISCORD_TOKEN": "x",
        "NUTGRAF_DISCORD_GUILD": "x",
        "NUTGRAF_FROBNICATE": "x",
        "NUTGRAF_DB": "fine",
        "PATH": "not ours",
    }
    assert strangers(environment) == {
        "NUTGRAF_DISCORD_GUILD": "NUTGRAF_DISCORD_GUILDS",
        "NUTGRAF_DISCORD_TOKEN": "DISCORD_TOKEN",
        "NUTGRAF_FROBNICATE": None,
        "NUTGRAF_SLACK_BOT_TOKEN": "SLACK_BOT_TOKEN",
        "NUTGRAF_SLACK_EDITOR": "NUTGRAF_SLACK_EDITORS",
    }


def test_every_setting_is_known_by_its_name() -> None:
    names = [
        str(field.validation_alias or f"NUTGRAF_{name}") for name, field in Settings.model_fields.items()
    ]
    assert not strangers({name.upper(): "" for name in names})


def test_every_setting_is_in_the_readme_or_in_a_platforms_guide() -> None:
    names = ("README.md", "docs/slack.md", "docs/discord.md")
    guides = "".join((ROOT / name).read_text("utf-8") for name in names)
    for name, field in Settings.model_fields.items():
        assert f"`{field.validation_alias or 'NUTGRAF_' + name.upper()}`" in guides
