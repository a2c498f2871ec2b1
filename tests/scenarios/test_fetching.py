"""Fetching from a web that misbehaves: each way has its fault and its sentence, and nothing else suffers."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.web.options import Limits, WebOptions
from adapters.web.web import user_agent
from bot.model.fetch import Answered, Failed, Fault, Fetched, Unchanged, Wanted
from tests.conftest import MONDAY_7AM
from tests.servers.web.kinds import Kind
from tests.servers.web.local import LocalWeb
from tests.servers.web.talk import Talk
from tests.servers.web.troubles import BROKEN_FEED, FEED, PAGE

FEED_URL = "http://news.example/feed"
SHORT = Limits(seconds=0.3)
LONG = Limits(seconds=20)


def on_the_web(play: Callable[[LocalWeb], Awaitable[None]], *, tls: bool = False) -> None:
    """Play something on a web of its own."""

    async def run() -> None:
        async with LocalWeb(tls=tls) as local:
            await play(local)

    asyncio.run(run())


async def fetch(
    local: LocalWeb,
    wanted: Wanted | str = FEED_URL,
    *,
    limits: Limits = LONG,
    options: WebOptions | None = None,
) -> Answered:
    """Fetch once, with a web of the bot's that is closed after it."""
    web = local.fetching(limits, options=options)
    try:
        return await web.fetch(Wanted(url=wanted) if isinstance(wanted, str) else wanted)
    finally:
        await web.close()


def fetched(answer: Answered) -> Fetched:
    assert isinstance(answer, Fetched), answer
    return answer


def failed(answer: Answered) -> Failed:
    assert isinstance(answer, Failed), answer
    return answer


FAULTS = {
    Kind.bomb_gzip: (Fault.too_large, "grows beyond all measure"),
    Kind.bomb_deflate: (Fault.too_large, "grows beyond all measure"),
    Kind.bomb_members: (Fault.too_large, "grows beyond all measure"),
    Kind.bomb_brotli: (Fault.packed, "didn't ask for"),
    Kind.double_gzip: (Fault.packed, "compressed twice"),
    Kind.gzip_in_gzip: (Fault.packed, "compressed twice"),
    Kind.endless: (Fault.too_large, "larger than 10 MB"),
    Kind.said_too_large: (Fault.too_large, "larger than 10 MB"),
    Kind.false_gzip: (Fault.broken, "broke off"),
    Kind.half_gzip: (Fault.broken, "broke off"),
    Kind.wrong_length: (Fault.broken, "broke off"),
    Kind.cut_off: (Fault.broken, "broke off"),
    Kind.bad_chunk: (Fault.broken, ""),
    Kind.no_http: (Fault.broken, "isn't HTTP"),
    Kind.hang_up: (Fault.broken, "hung up"),
    Kind.huge_header: (Fault.broken, "isn't HTTP"),
    Kind.many_headers: (Fault.broken, "isn't HTTP"),
    Kind.nowhere: (Fault.broken, "doesn't say which"),
    Kind.loop: (Fault.redirects, "in a circle"),
    Kind.six_hops: (Fault.redirects, "more than 5 times"),
    Kind.to_file: (Fault.address, "begin with http or https"),
    Kind.to_ftp: (Fault.address, "begin with http or https"),
    Kind.to_ssh: (Fault.address, "port 22"),
    Kind.to_password: (Fault.address, "user name or a password"),
    Kind.to_rubbish: (Fault.address, "sends on to"),
    Kind.unauthorised: (Fault.forbidden, "401"),
    Kind.forbidden: (Fault.forbidden, "403"),
    Kind.missing: (Fault.missing, "404"),
    Kind.gone: (Fault.gone, "for good"),
    Kind.teapot: (Fault.server, "418"),
    Kind.overloaded: (Fault.busy, "503"),
    Kind.error: (Fault.server, "500"),
    Kind.part: (Fault.server, "206"),
    Kind.unasked_304: (Fault.server, "304"),
    Kind.empty: (Fault.empty, "nothing at all"),
    Kind.no_content: (Fault.empty, "nothing at all"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_each_misbehaviour_is_named(kind: Kind) -> None:
    async def play(local: LocalWeb) -> None:
        local.misbehave("news.example/feed", kind)
        failure = failed(await fetch(local, FEED_URL + "/here"))
        fault, words = FAULTS[kind]
        assert (failure.fault, words in failure.says) == (fault, True), failure
        assert "news.example" in failure.says
        assert "secret" not in failure.says

    on_the_web(play)


@pytest.mark.parametrize(
    ("kind", "waited_for"), [(Kind.slow_headers, "no answer had come"), (Kind.slow_drip, "bytes had come")]
)
def test_what_takes_too_long_is_ended_and_named(kind: Kind, waited_for: str) -> None:
    async def play(local: LocalWeb) -> None:
        local.misbehave("news.example/feed", kind)
        began = asyncio.get_running_loop().time()
        failure = failed(await fetch(local, limits=SHORT))
        assert asyncio.get_running_loop().time() - began < 5
        assert failure.fault is Fault.timeout
        assert waited_for in failure.says
        assert "0.3 s" in failure.says

    on_the_web(play)


def test_redirects_do_not_begin_the_time_anew() -> None:
    async def play(local: LocalWeb) -> None:
        local.redirect("news.example/feed", "/next", 301)
        local.misbehave("news.example/next", Kind.slow_drip)
        assert failed(await fetch(local, limits=SHORT)).fault is Fault.timeout

    on_the_web(play)


@pytest.mark.parametrize(
    ("kind", "body"),
    [(Kind.page, PAGE), (Kind.broken_xml, BROKEN_FEED), (Kind.odd_headers, FEED), (Kind.lying_etag, FEED)],
)
def test_what_is_wrong_inside_is_left_to_the_reader(kind: Kind, body: bytes) -> None:
    async def play(local: LocalWeb) -> None:
        local.misbehave("news.example/feed", kind)
        assert fetched(await fetch(local)).body == body

    on_the_web(play)


@pytest.mark.parametrize(("kind", "wait"), [(Kind.busy_seconds, 120), (Kind.busy_date, 7200)])
def test_who_asks_for_patience_gets_it(kind: Kind, wait: int) -> None:
    async def play(local: LocalWeb) -> None:
        local.misbehave("news.example/feed", kind)
        failure = failed(await fetch(local))
        assert failure.fault is Fault.busy
        assert failure.retry_at == MONDAY_7AM + timedelta(seconds=wait)

    on_the_web(play)


def test_an_answer_comes_with_all_that_is_known_of_it() -> None:
    async def play(local: LocalWeb) -> None:
        headers = {
            "Content-Type": "application/rss+xml; charset=utf-8",
            "ETag": 'W/"a1"',
            "Last-Modified": "Mon, 02 Nov 2026 06:00:00 GMT",
            "Cache-Control": "public, max-age=600",
            "Content-Encoding": "gzip",
        }
        local.serve("news.example/feed", gzip.compress(FEED), headers=headers)
        assert await fetch(local, FEED_URL + "#top") == Fetched(
            url=FEED_URL,
            body=FEED,
            media_type="application/rss+xml; charset=utf-8",
            etag='W/"a1"',
            last_modified="Mon, 02 Nov 2026 06:00:00 GMT",
            fresh_until=MONDAY_7AM + timedelta(minutes=10),
        )

    on_the_web(play)


def test_what_is_known_already_is_not_sent_again() -> None:
    async def play(local: LocalWeb) -> None:
        local.keep("news.example/feed", etag='"one"')
        assert fetched(await fetch(local)).etag == '"one"'
        again = await fetch(local, Wanted(url=FEED_URL, etag='"one"', last_modified="yesterday"))
        assert again == Unchanged(url=FEED_URL, etag='"one"', last_modified="yesterday")
        assert local.asked[-1].headers["if-modified-since"] == "yesterday"

    on_the_web(play)


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((301,), 1),
        ((308, 301), 2),
        ((301, 302, 301), 1),
        ((302, 301), 0),
        ((303,), 0),
        ((307,), 0),
        ((301, 301, 301, 301, 301), 5),
    ],
)
def test_the_address_follows_what_has_moved_for_good(statuses: tuple[int, ...], moved: int) -> None:
    async def play(local: LocalWeb) -> None:
        for number, status in enumerate(statuses):
            local.redirect(f"news.example/{number}", f"/{number + 1}", status)
        local.serve(f"news.example/{len(statuses)}")
        answer = fetched(await fetch(local, "http://news.example/0"))
        assert answer.url == f"http://news.example/{len(statuses)}"
        assert answer.moved_to == (f"http://news.example/{moved}" if moved else None)

    on_the_web(play)


def test_a_site_learns_who_asks_and_nothing_else() -> None:
    async def play(local: LocalWeb) -> None:
        local.misbehave("news.example/feed", Kind.cookie)
        web = local.fetching(options=WebOptions(contact="https://desk.example/bot"))
        for _ in range(2):
            fetched(await web.fetch(Wanted(url=FEED_URL)))
        await web.close()
        first, second = (asked.headers for asked in local.asked)
        assert first == second
        assert set(first) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert first["user-agent"].startswith("Nutgraf/")
        assert first["user-agent"].endswith(" (+https://desk.example/bot)")
        assert first["accept-encoding"] == "gzip, deflate"

    on_the_web(play)


def test_a_contact_can_not_break_the_header() -> None:
    assert user_agent("a\r\nX: (b)").endswith(" (+aX: b)")


def test_certificates_that_prove_nothing_are_named() -> None:
    said = {
        "expired": "has expired",
        "wrong": "another name",
        "selfmade": "signed by itself",
        "stranger": "nobody who is trusted",
    }

    async def play(local: LocalWeb) -> None:
        for name, words in said.items():
            failure = failed(await fetch(local, f"https://{name}.example/feed"))
            assert (failure.fault, words in failure.says) == (Fault.tls, True), failure
        local.serve("news.example/feed")
        assert fetched(await fetch(local, "https://news.example/feed")).body == FEED

    on_the_web(play, tls=True)


def test_https_that_is_none_is_named() -> None:
    async def play(local: LocalWeb) -> None:
        plain = WebOptions(ports=frozenset({local.port}))
        failure = failed(await fetch(local, f"https://news.example:{local.port}/feed", options=plain))
        assert (failure.fault, "encrypted" in failure.says) == (Fault.tls, True), failure

    on_the_web(play)


def test_names_and_ports_that_lead_nowhere_are_named() -> None:
    async def play(local: LocalWeb) -> None:
        unknown = failed(await fetch(local, "http://news.invalid/feed"))
        assert (unknown.fault, "DNS" in unknown.says) == (Fault.name, True)

    on_the_web(play)

    async def closed() -> Failed:
        local = LocalWeb()
        async with local:
            port = local.port
        return failed(await fetch(local, options=WebOptions(ports=frozenset({80, port}))))

    assert asyncio.run(closed()).fault is Fault.refused


def test_a_site_with_one_address_in_a_private_network_is_judged_by_the_other() -> None:
    async def play(local: LocalWeb) -> None:
        local.names.lead("news.example", ("10.0.0.1", "127.0.0.1"))
        place = f"news.example:{local.port}/feed"
        local.misbehave(place, Kind.hang_up)
        options = WebOptions(ports=frozenset({local.port}))
        answer = await fetch(local, f"http://{place}", options=options)
        assert failed(answer).fault is Fault.broken

    on_the_web(play)


@pytest.mark.parametrize(
    "url",
    ["ftp://me:secret@host.example/f?key=secret", "http://me:secret@[host/f", "mailto:secret@x.example"],
)
def test_what_is_refused_is_not_repeated_with_its_secrets(url: str) -> None:
    async def play(local: LocalWeb) -> None:
        fault = failed(await fetch(local, url))
        assert fault.fault is Fault.address
        assert "secret" not in fault.says

    on_the_web(play)


def test_a_host_is_asked_twice_at_a_time_and_holds_up_no_other() -> None:
    async def play(local: LocalWeb) -> None:
        held = asyncio.Event()

        async def hold(talk: Talk) -> None:
            await held.wait()
            await talk.answer(body=FEED)

        local.answer("slow.example", hold)
        local.serve("news.example/feed")
        web = local.fetching(Limits(at_once=3))
        slow = [asyncio.create_task(web.fetch(Wanted(url=f"http://slow.example/{n}"))) for n in range(10)]
        for _ in range(5):
            fetched(await web.fetch(Wanted(url=FEED_URL)))
        assert not any(task.done() for task in slow)
        held.set()
        assert all(isinstance(answer, Fetched) for answer in await asyncio.gather(*slow))
        assert local.most["slow.example"] == 2
        await web.close()

    on_the_web(play)


def test_waiting_for_a_turn_takes_nothing_from_the_time() -> None:
    async def play(local: LocalWeb) -> None:
        local.misbehave("slow.example", Kind.slow_headers)
        local.serve("slow.example/feed")
        web = local.fetching(Limits(seconds=0.3, a_host=1))
        slow = [asyncio.create_task(web.fetch(Wanted(url=f"http://slow.example/{n}"))) for n in range(2)]
        await asyncio.sleep(0)
        fetched(await web.fetch(Wanted(url="http://slow.example/feed")))
        assert {failed(await task).fault for task in slow} == {Fault.timeout}
        await web.close()

    on_the_web(play)


def test_who_is_cancelled_leaves_nothing_open() -> None:
    async def play(local: LocalWeb) -> None:
        begun = asyncio.Event()

        async def begin(talk: Talk) -> None:
            await talk.head(200)
            begun.set()
            await talk.left()

        local.answer("slow.example", begin)
        local.serve("slow.example/feed")
        web = local.fetching(Limits(a_host=1))
        task = asyncio.create_task(web.fetch(Wanted(url="http://slow.example/")))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        fetched(await web.fetch(Wanted(url="http://slow.example/feed")))
        await web.close()
        await web.close()
        assert "stopped" in failed(await web.fetch(Wanted(url=FEED_URL))).says

    on_the_web(play)


@pytest.mark.parametrize("kind", [Kind.bomb_gzip, Kind.bomb_members, Kind.endless])
def test_while_a_bomb_is_defused_others_have_their_turn(kind: Kind) -> None:
    async def play(local: LocalWeb) -> None:
        local.misbehave("bomb.example", kind)
        local.serve("news.example/feed")
        web = local.fetching()
        bombs = [asyncio.create_task(web.fetch(Wanted(url=f"http://bomb.example/{n}"))) for n in range(2)]
        fetched(await web.fetch(Wanted(url=FEED_URL)))
        assert {failed(await bomb).fault for bomb in bombs} == {Fault.too_large}
        await web.close()

    on_the_web(play)


def test_a_feed_that_packs_well_is_no_bomb() -> None:
    async def play(local: LocalWeb) -> None:
        body = b"".join(b"<item><title>Item %d of the harbour</title></item>\n" % n for n in range(60_000))
        local.serve("news.example/feed", gzip.compress(body), headers={"Content-Encoding": "gzip"})
        assert fetched(await fetch(local)).body == body

    on_the_web(play)
