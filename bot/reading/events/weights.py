"""What counts how much when a report is compared with a story: all settings of the grouping.

Chosen on labelled reports of 110 events (ECB+, topics 1 to 35; the UCI News Aggregator, 10 March 2014), one
set for both, in the middle of what did nearly as well. `python -m benchmarks.tuning` says what is left of
that on events that were not looked at.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """The settings. Those that count how alike things are run from 0 to 1."""

    text: float = 0.8
    """What a word of the text counts; one of the headline counts 1."""
    address: float = 0.4
    """What a word counts that is in the address alone."""
    name: float = 1.3
    """By how much a word with a capital counts more than another."""
    number: float = 1.0
    """By how much a number counts more than a word."""
    rarity: float = 0.8
    """The power of a word's rarity: above 1, rare words count still more."""
    prior: float = 1500.0
    """How many reports the shares of `common.txt` count for; the more, the longer they are believed."""
    spread: float = 1000.0
    """How many words, times its share in English, make a word sure to be in a report."""
    needed_short: float = 0.05
    """How alike a headline must be to a story."""
    needed_long: float = 0.12
    """How alike a report of many words must be to a story."""
    needed_again: float = 0.6
    """How alike a report must be to a story of which its outlet has much (`OWN_SHARE`): outlets have words
    of their own, and seldom tell one event twice. Chosen on feeds of companies: each item names them."""
    undated: float = 2.5
    """By how much more alike they must be where it is known of one alone on what day it came out."""
    apart: float = 1.0
    """By how much more alike they must be where a hundred days or more are between them."""
    large: float = 0.5
    """By how much less a story of fifty reports or more must be alike: it says more."""
    gist_long: float = 0.8
    """By how much it counts that a long report has the story's twelve weightiest words."""
    gist_short: float = 1.5
    """The same as `gist_long`, for a headline."""
    own_short: float = 1.0
    """By how much it counts that the story has a headline's twelve weightiest words."""


SHIPPED = Weights()

LONG = 40
"""A report of so many words, each counted once, is long; in between, settings are in between."""
MOST_WORDS = 40
"""How many words a sketch keeps."""
LOOK_AT = 1_200
"""How many characters of a text are looked at."""
FOUND_BY = 12
"""How many of its weightiest words a report is found by, and finds by."""
NEWEST = 20
"""How many stories are looked at for each of these words."""
SCORED = 10
"""How many stories a report is compared with."""
NEAR = 0.2
"""Only those are, that have at least this part of what the nearest has of the report's weightiest words."""
MOST_STEMS = 100
"""How many words a story's profile keeps."""

OWN_SHARE = 0.2
"""An outlet with more than this part of a story's reports has much of it."""

FRESH_DAYS = 1.5
"""So many days between reports tell nothing of whether they are about one event."""
STALE_PER_DAY = 1.0
"""By how much more alike they must be for each day after that; at most by `STALE_MOST`. Chosen by hand."""
STALE_MOST = 9.0
LAST_DAYS = 14.0
"""Reports further apart are never of one event."""

PRINTS = 8
"""How many marks of its text a sketch has."""
SAME = 0.75
"""Texts that share this part of their marks are the same text."""
SHORTEST_COPY = 6
"""A text of fewer words has no marks: "Business Highlights" says nothing of where it came from."""
COPY_DAYS = 3.0
"""The same headline later than that is another report ("Stocks end lower"); chosen by hand."""
