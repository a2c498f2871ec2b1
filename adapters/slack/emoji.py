"""Slack's names of emoji, folded: an emoji of Unicode is itself, one of a workspace's own is its name.

Slack's names are those of its open list (https://github.com/iamcal/emoji-data). Most of them are aliases that
the package `emoji` knows; the others follow a rule, or stand in the table here.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from adapters.folding import bare, unvaried

_OTHERS = {
    "*\u20e3": "keycap_star",
    "\U0001f1e8\U0001f1f6": "flag-sark",
    "🌤": "mostly_sunny sun_small_cloud",
    "🌥": "barely_sunny sun_behind_cloud",
    "🌦": "partly_sunny_rain",
    "🌧": "rain_cloud",
    "🌨": "snow_cloud",
    "🌩": "lightning lightning_cloud",
    "🌪": "tornado_cloud",
    "🍽": "knife_fork_plate",
    "🎖": "medal",
    "\U0001f3f3\u200d\U0001f308": "rainbow-flag",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f": "flag-england",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f": "flag-scotland",
    "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f": "flag-wales",
    "🐞": "ladybug",
    "\U0001f441\u200d\U0001f5e8": "eye-in-speech-bubble",
    "\U0001f468\u200d\u2695": "male-doctor",
    "\U0001f469\u200d\u2695": "female-doctor",
    "👫": "man_and_woman_holding_hands",
    "\U0001f46f\u200d\u2640": "women-with-bunny-ears-partying woman-with-bunny-ears-partying",
    "\U0001f46f\u200d\u2642": "men-with-bunny-ears-partying man-with-bunny-ears-partying",
    "👰": "bride_with_veil",
    "\U0001f471\u200d\u2640": "blond-haired-woman",
    "\U0001f471\u200d\u2642": "blond-haired-man",
    "👳": "man_with_turban",
    "💂": "guardsman",
    "🖖": "spock-hand",
    "🙆": "ok_woman",
    "🛑": "octagonal_sign",
    "🛒": "shopping_trolley",
    "🛰": "satellite",
    "🛴": "scooter",
    "🟠": "large_orange_circle",
    "🟡": "large_yellow_circle",
    "🟢": "large_green_circle",
    "🟣": "large_purple_circle",
    "🟤": "large_brown_circle",
    "🟥": "large_red_square",
    "🟦": "large_blue_square",
    "🟧": "large_orange_square",
    "🟨": "large_yellow_square",
    "🟩": "large_green_square",
    "🟪": "large_purple_square",
    "🟫": "large_brown_square",
    "🤘": "the_horns",
    "🤞": "hand_with_index_and_middle_fingers_crossed",
    "🤟": "i_love_you_hand_sign",
    "🤠": "face_with_cowboy_hat",
    "🤦": "face_palm",
    "🤨": "face_with_one_eyebrow_raised",
    "🤩": "grinning_face_with_star_eyes",
    "🤪": "grinning_face_with_one_large_and_one_small_eye",
    "🤫": "face_with_finger_covering_closed_lips",
    "🤬": "serious_face_with_symbols_covering_mouth",
    "🤭": "smiling_face_with_smiling_eyes_and_hand_covering_mouth",
    "🤮": "face_with_open_mouth_vomiting",
    "🤯": "shocked_face_with_exploding_head",
    "🤶": "mother_christmas",
    "🤸": "person_doing_cartwheel",
    "🤹": "juggling",
    "🤺": "fencer",
    "\U0001f93c\u200d\u2640": "woman-wrestling",
    "\U0001f93c\u200d\u2642": "man-wrestling",
    "🤼": "wrestlers",
    "🤾": "handball",
    "🥁": "drum_with_drumsticks",
    "🥇": "first_place_medal",
    "🥈": "second_place_medal",
    "🥉": "third_place_medal",
    "🥚": "egg",
    "🥝": "kiwifruit",
    "🥰": "smiling_face_with_3_hearts",
    "🥿": "womans_flat_shoe",
    "🦒": "giraffe_face",
    "🦓": "zebra_face",
    "🧉": "mate_drink",
    "\U0001f9d1\u200d\U0001f9b0": "red_haired_person",
    "\U0001f9d1\u200d\U0001f9b1": "curly_haired_person",
    "\U0001f9d1\u200d\U0001f9b2": "bald_person",
    "\U0001f9d1\u200d\U0001f9b3": "white_haired_person",
    "\U0001f9d4\u200d\u2640": "woman_with_beard",
    "\U0001f9d4\u200d\u2642": "man_with_beard",
    "🧕": "person_with_headscarf",
    "🪲": "beetle",
    "⏏": "eject",
    "☂": "umbrella",
    "☃": "snowman",
    "⚕": "staff_of_aesculapius",
    "✉": "email",
}
"""Names that the package doesn't know, or knows for another emoji."""

_SHARED = """
    admission_tickets airplane_departure ballot_box_with_ballot beach_with_umbrella black_bird
    breast-feeding briefs camera_with_flash cheese_wedge collision cooking crossed_fingers dolphin
    e-mail envelope exploding_head face_vomiting face_with_hand_over_mouth face_with_monocle
    face_with_raised_eyebrow face_with_rolling_eyes face_with_symbols_on_mouth film_frames
    glass_of_milk gorilla honeybee lady_beetle left-facing_fist linked_paperclips man_climbing
    man_in_lotus_position man_in_steamy_room man_kneeling man_standing medical_symbol memo
    men_holding_hands middle_finger non-potable_water one-piece_swimsuit open_book paw_prints
    person_climbing person_frowning person_in_lotus_position person_in_steamy_room raised_hand
    right-facing_fist rolling_on_the_floor_laughing sailboat satellite_antenna shopping_bags
    shushing_face sign_of_the_horns snowman_without_snow sports_medal star-struck
    sun_behind_rain_cloud tangerine telephone thinking_face tornado umbrella_on_ground
    umbrella_with_rain_drops waxing_gibbous_moon woman_and_man_holding_hands woman_climbing
    woman_in_lotus_position woman_in_steamy_room woman_kneeling woman_standing woman_with_veil
    women_holding_hands x-ray yo-yo zany_face
"""
"""Those of the package's own names that are Slack's too, for emoji that have other names as well."""

_NAMES = {name: symbol for symbol, names in _OTHERS.items() for name in names.split()}
_SAME = frozenset(_SHARED.split())
_SYMBOLS = frozenset(_OTHERS)
_FLAG = re.compile(r"flag-([a-z])([a-z])")
_NAME = re.compile(r"[\w+'-]+")
_COUNTRY = re.compile("[\U0001f1e6-\U0001f1ff]{2}")

_FAMILY = {"man": "👨", "woman": "👩", "boy": "👦", "girl": "👧", "heart": "❤", "kiss": "❤\u200d💋"}
_GENDERED = {
    "woman-": "woman_",
    "man-": "man_",
    "female-": "woman_",
    "male-": "man_",
    "female_": "woman_",
    "male_": "man_",
}


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return what a reaction's name stands for: "+1::skin-tone-3" and "thumbsup" are both "👍".

    The emoji has neither skin tone nor variation selector. A name that is none of Slack's own, as that of a
    workspace's custom emoji, is returned as it is.
    """
    own = name.partition("::")[0]
    symbol = next(filter(None, _readings(own)), None) if _NAME.fullmatch(own) else None
    return bare(symbol) if symbol else own


def _readings(name: str) -> Iterator[str | None]:
    yield _NAMES.get(name)
    yield _flag(name)
    yield _family(name)
    yield _known(name)
    yield _gendered(name)


def _flag(name: str) -> str | None:
    """Read "flag-gb": a flag is its country's two letters as regional indicators."""
    match = _FLAG.fullmatch(name)
    return "".join(chr(ord(letter) - ord("a") + 0x1F1E6) for letter in match.groups()) if match else None


def _family(name: str) -> str | None:
    """Read "woman-woman-girl": a family or couple is its people, joined."""
    people = name.split("-")
    known = len(people) > 1 and all(each in _FAMILY for each in people)
    return "\u200d".join(_FAMILY[each] for each in people) if known else None


def _gendered(name: str) -> str | None:
    """Read "woman-raising-hand" and "male_mage", which the package knows as woman_… and man_…."""
    for slacks, packages in _GENDERED.items():
        if name.startswith(slacks):
            return _packages(packages + name[len(slacks) :].replace("-", "_"))
    return None


def _known(name: str) -> str | None:
    """Read a name that is the same in Slack and in the package: most of its aliases are.

    Its own names (those of Unicode's CLDR) are Slack's where it knows no alias; else Slack has another, and
    the name may be that of a custom emoji. So may a country's: Slack's flags have two letters.
    """
    symbol = _packages(name)
    if symbol is None or name in _SAME:
        return symbol
    import emoji  # noqa: PLC0415 - slow to import, and a bot that nobody reacts to does without

    aliases = emoji.EMOJI_DATA[symbol].get("alias", ())
    if f":{name}:" in aliases:
        return symbol if len(name) == 2 or not _COUNTRY.fullmatch(symbol) else None
    others = aliases or "_skin_tone" in name or unvaried(symbol) in _SYMBOLS
    return None if others else symbol


def _packages(name: str) -> str | None:
    """Return the emoji that has this name, or this alias, in the package."""
    import emoji  # noqa: PLC0415 - as above

    alias = f":{name}:"
    symbol = emoji.emojize(alias, language="alias")
    return symbol if symbol != alias else None
