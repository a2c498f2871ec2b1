"""robots.txt by RFC 9309's own rules and examples, and in time that doesn't explode."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.robots import MOST, canonical, parse

EXAMPLE = b"""
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot
"""
"""RFC 9309, 5.1."""


def allows(body: bytes, path: str, program: str = "nutgraf") -> bool:
    return parse(body, program).against(path) is None


@pytest.mark.parametrize(
    ("program", "path", "open_"),
    [
        ("nutgraf", "/a.gif", False),
        ("nutgraf", "/a.gif?b", True),
        ("nutgraf", "/example/", False),
        ("nutgraf", "/publications/a", True),
        ("foobot", "/publications/", False),
        ("foobot", "/example/page.html", True),
        ("foobot", "/example/allowed.gif", True),
        ("barbot", "/example/page.html", False),
        ("bazbot", "/example/page.html", False),
        ("bazbot", "/example/", True),
        ("quxbot", "/example/", True),
    ],
)
def test_the_example_of_the_rfc(program: str, path: str, open_: bool) -> None:
    assert allows(EXAMPLE, path, program) is open_


@pytest.mark.parametrize(
    ("rules", "path", "open_"),
    [
        ("Disallow: /", "/robots.txt", True),
        ("Disallow:", "/a", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        (
            "Allow: /example/page/\nDisallow: /example/page/disallowed.gif",
            "/example/page/disallowed.gif",
            False,
        ),
        ("Disallow: /a*c", "/abbbc/d", False),
        ("Disallow: /a*c$", "/abbbc/d", True),
        ("Disallow: /a*c$", "/acbc", False),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("Disallow: /ab*ab$", "/ab", True),
        ("Disallow: /*?session=", "/news?session=1", False),
        ("Disallow: /ツ", "/%E3%83%84", False),
        ("Disallow: /%7Eann", "/~ann/a", False),
        ("Disallow: /%e3%83%84", "/%E3%83%84", False),
        ("Disallow: /a # not b", "/a", False),
        ("disallow : /a", "/a", False),
        ("Sitemap: /x\nDisallow: /a", "/a", False),
        ("Crawl-delay: 5\nDisallow: /a", "/a", False),
        ("no rule at all\nDisallow: /a", "/a", False),
    ],
)
def test_rules_as_they_are_written(rules: str, path: str, open_: bool) -> None:
    assert allows(f"User-agent: *\n{rules}\n".encode(), path) is open_


def test_groups_that_name_the_bot_are_one_and_go_before_those_for_all() -> None:
    body = (
        b"\xef\xbb\xbfUser-agent: NutGraf/2.0\r\nDisallow: /a\r\n"
        b"User-agent: *\nDisallow: /\n"
        b"User-agent: nutgraf\nDisallow: /b"
    )
    assert not allows(body, "/a")
    assert not allows(body, "/b")
    assert allows(body, "/c")


def test_the_rule_that_counts_is_told_as_it_is_written() -> None:
    rule = parse(b"user-agent: *\ndisallow: /\xc3\xbc*").against("/%C3%BCber")
    assert rule
    assert rule.written == "Disallow: /ü*"


def test_names_and_rules_are_not_multiplied() -> None:
    names = b"".join(b"User-agent: a%d\n" % number for number in range(15_000))
    body = names + b"User-agent: *\n" + b"Disallow: /*a*b\n" * 15_000
    tracemalloc.start()
    try:
        robots = parse(body)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
    assert len(robots.rules) <= 15_000
    assert robots.size < 10_000_000


def test_only_the_beginning_of_a_large_one_is_read() -> None:
    body = b"User-agent: *\nDisallow: /a\n#" + b"x" * MOST + b"\nDisallow: /b\n"
    assert not allows(body, "/a")
    assert allows(body, "/b")


def test_a_pattern_of_stars_is_matched_at_once() -> None:
    assert allows(b"User-agent: *\nDisallow: /" + b"*a" * 200_000 + b"b$", "/" + "a" * 4_000)


@given(st.binary(max_size=400), st.text(max_size=40))
def test_nothing_that_stands_there_crashes_it(body: bytes, path: str) -> None:
    parse(b"User-agent: *\nDisallow: " + body).against(
        canonical("/" + path.encode("utf-8", "replace").decode())
    )


@given(st.text(alphabet="%aF2e~/é", max_size=20))
def test_the_canonical_form_stays_as_it_is(path: str) -> None:
    assert canonical(canonical(path)) == canonical(path)
