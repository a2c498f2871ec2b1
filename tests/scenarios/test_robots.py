"""Pages are read only where their site lets programs read them."""

from datetime import timedelta

import pytest

from adapters.web.options import Limits
from bot.model.fetch import Failed, Fault, Fetched, Wanted
from tests.conftest import SetClock
from tests.scenarios.test_fetching import failed, fetched, on_the_web
from tests.servers.web.kinds import Kind
from tests.servers.web.local import LocalWeb
from tests.servers.web.troubles import PAGE

PAGE_URL = "http://news.example/page"
PAGE_WANTED = Wanted(url=PAGE_URL, robots=True)
CLOSED = b"User-agent: *\nDisallow: /page"


def test_a_page_that_is_closed_to_programs_is_not_asked_for() -> None:
    async def play(local: LocalWeb) -> None:
        local.serve("news.example/robots.txt", CLOSED)
        local.serve("news.example/page", PAGE)
        local.serve("news.example/open", PAGE)
        web = local.fetching()
        failure = failed(await web.fetch(PAGE_WANTED))
        assert failure.fault is Fault.robots
        assert "“Disallow: /page”" in failure.says
        fetched(await web.fetch(Wanted(url="http://news.example/open", robots=True)))
        assert local.places == ["news.example/robots.txt", "news.example/open"]
        await web.close()

    on_the_web(play)


def test_a_feed_is_asked_for_without_it() -> None:
    async def play(local: LocalWeb) -> None:
        local.serve("news.example/robots.txt", CLOSED)
        local.serve("news.example/page", PAGE)
        web = local.fetching()
        fetched(await web.fetch(Wanted(url=PAGE_URL)))
        assert local.places == ["news.example/page"]
        await web.close()

    on_the_web(play)


def test_the_rules_hold_for_a_day() -> None:
    async def play(local: LocalWeb) -> None:
        clock = SetClock()
        local.serve("news.example/robots.txt", CLOSED)
        local.serve("news.example/page", PAGE)
        web = local.fetching(clock=clock)
        failed(await web.fetch(PAGE_WANTED))
        local.serve("news.example/robots.txt", b"")
        clock.at += timedelta(hours=23)
        failed(await web.fetch(PAGE_WANTED))
        clock.at += timedelta(hours=2)
        fetched(await web.fetch(PAGE_WANTED))
        assert local.places.count("news.example/robots.txt") == 2
        await web.close()

    on_the_web(play)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (Kind.missing, None),
        (Kind.forbidden, None),
        (Kind.unauthorised, None),
        (Kind.gone, None),
        (Kind.teapot, None),
        (Kind.empty, None),
        (Kind.page, None),
        (Kind.loop, None),
        (Kind.six_hops, None),
        (Kind.to_ssh, None),
        (Kind.odd_headers, None),
        (Kind.endless, None),
        (Kind.bomb_gzip, None),
        (Kind.error, Fault.robots),
        (Kind.overloaded, Fault.robots),
        (Kind.busy_seconds, Fault.robots),
        (Kind.hang_up, Fault.robots),
        (Kind.cut_off, Fault.robots),
        (Kind.slow_drip, Fault.robots),
    ],
)
def test_rules_that_can_not_be_had(kind: Kind, fault: Fault | None) -> None:
    async def play(local: LocalWeb) -> None:
        limits = Limits(seconds=0.2) if kind is Kind.slow_drip else Limits()
        clock = SetClock()
        local.misbehave("news.example/robots.txt", kind)
        local.serve("news.example/page", PAGE)
        web = local.fetching(limits, clock)
        answer = await web.fetch(PAGE_WANTED)
        assert (answer.fault if isinstance(answer, Failed) else None) is fault
        local.serve("news.example/robots.txt", b"")
        clock.at += timedelta(minutes=20)
        assert isinstance(await web.fetch(PAGE_WANTED), Fetched)
        await web.close()

    on_the_web(play)


def test_a_site_that_was_slow_once_is_asked_again_by_the_next() -> None:
    async def play(local: LocalWeb) -> None:
        local.misbehave("news.example/robots.txt", Kind.slow_headers)
        local.serve("news.example/page", PAGE)
        web = local.fetching(Limits(seconds=0.3))
        assert failed(await web.fetch(PAGE_WANTED)).fault is Fault.robots
        local.serve("news.example/robots.txt", b"")
        fetched(await web.fetch(PAGE_WANTED))
        await web.close()

    on_the_web(play)


def test_each_site_on_the_way_is_asked() -> None:
    async def play(local: LocalWeb) -> None:
        local.redirect("news.example/page", "http://other.example/page")
        local.serve("other.example/robots.txt", CLOSED)
        local.serve("other.example/page", PAGE)
        web = local.fetching()
        failure = failed(await web.fetch(PAGE_WANTED))
        assert failure.fault is Fault.robots
        assert "other.example" in failure.says
        assert "other.example/page" not in local.places
        await web.close()

    on_the_web(play)


def test_a_site_that_is_not_there_is_named_as_such() -> None:
    async def play(local: LocalWeb) -> None:
        web = local.fetching()
        assert failed(await web.fetch(Wanted(url="http://news.invalid/", robots=True))).fault is Fault.name
        await web.close()

    on_the_web(play)
