"""Slack's names of emoji fold into one name each."""

import subprocess
import sys

import emoji
import pytest

from adapters.slack.emoji import folded


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("+1", "👍"),
        ("thumbsup", "👍"),
        ("+1::skin-tone-3", "👍"),
        ("raising_hand", "🙋"),
        ("raising_hand::skin-tone-6", "🙋"),
        ("triangular_flag_on_post", "🚩"),
        ("white_check_mark", "✅"),
        ("heavy_check_mark", "✔"),
        ("heart", "❤"),
        ("one", "1\u20e3"),
        ("nine", "9\u20e3"),
        ("zero", "0\u20e3"),
        ("keycap_ten", "🔟"),
        ("keycap_star", "*\u20e3"),
        ("hash", "#\u20e3"),
        ("flag-gb", "🇬🇧"),
        ("flag-de", "🇩🇪"),
        ("uk", "🇬🇧"),
        ("flag-scotland", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"),
        ("rainbow-flag", "🏳\u200d🌈"),
        ("woman-raising-hand", "🙋\u200d♀"),
        ("woman-raising-hand::skin-tone-2", "🙋\u200d♀"),
        ("male-technologist", "👨\u200d💻"),
        ("female_mage", "🧙\u200d♀"),
        ("man-woman-girl-boy", "👨\u200d👩\u200d👧\u200d👦"),
        ("woman-kiss-man", "👩\u200d❤\u200d💋\u200d👨"),
        ("two_women_holding_hands::skin-tone-2::skin-tone-3", "👭"),
        ("octagonal_sign", "🛑"),
        ("satellite", "🛰"),
        ("egg", "🥚"),
        ("ladybug", "🐞"),
        ("face_palm", "🤦"),
    ],
)
def test_a_name_of_slacks_is_folded_into_its_emoji(name: str, symbol: str) -> None:
    assert folded(name) == symbol


@pytest.mark.parametrize(
    "name", ["party-parrot", "the_courier", "flag-newsroom", "man-u", "shipit2", "日本", "", "a b", "::"]
)
def test_a_name_of_a_workspaces_own_stays(name: str) -> None:
    assert folded(name) == name.removesuffix("::")


@pytest.mark.parametrize(
    "name",
    [
        "check_mark_button",
        "triangular_flag",
        "person_raising_hand",
        "party_popper",
        "thumbs_up",
        "thumbs_up_light_skin_tone",
        "woman_raising_hand",
        "orange_circle",
        "ukraine",
    ],
)
def test_a_name_that_only_unicode_has_may_be_a_workspaces_own(name: str) -> None:
    assert folded(name) == name


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("ghost", "👻"), ("memo", "📝"), ("raised_hand", "✋"), ("star-struck", "🤩"), ("us", "🇺🇸")],
)
def test_a_name_that_slack_shares_with_unicode_is_folded(name: str, symbol: str) -> None:
    assert folded(name) == symbol


def test_no_alias_keeps_a_skin_tone_or_a_variation_selector() -> None:
    aliases = {
        alias.strip(":")
        for data in emoji.EMOJI_DATA.values()
        for alias in (data["en"], *data.get("alias", ()))
        if alias.isascii()
    }
    symbols = {folded(alias) for alias in sorted(aliases)[::5]} - aliases
    assert len(symbols) > 300
    assert not [each for each in symbols if "\ufe0f" in each or "\ufe0e" in each]
    toned = [each for each in symbols if any("\U0001f3fb" <= mark <= "\U0001f3ff" for mark in each)]
    assert all(len(each) == 1 for each in toned)  # the five tones are emoji of their own


def test_the_names_are_loaded_only_when_somebody_reacts() -> None:
    code = "import sys, adapters.slack.emoji as e; e.folded('flag-gb'); sys.exit('emoji' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
