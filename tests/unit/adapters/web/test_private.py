"""However an address of this machine is spelled, and whoever leads there: no connection is made."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from adapters.web.addresses import LONGEST
from adapters.web.asking import Outside
from adapters.web.guard import Guard
from adapters.web.options import WebOptions
from adapters.web.web import guarded_web
from bot.model.fetch import Answered, Failed, Fault, Fetched, Wanted
from tests.conftest import SetClock
from tests.servers.web.local import LocalWeb
from tests.servers.web.names import Names

SPELLINGS = [
    "127.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "①②⑦.⓪.⓪.①",
    "0x7f.1",
    "2130706433",
    "0177.0.0.1",
    "127.1",
    "localhost",
    "localhost.",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "0.0.0.0",  # noqa: S104 - never listened on
    "[::]",
]


class Listening:
    """Counts who connects to a port of this machine, by whatever address of it."""

    def __init__(self) -> None:
        self.connections = 0
        self._servers: list[asyncio.Server] = []
        self.port = 0

    async def __aenter__(self) -> "Listening":
        places = ["127.0.0.1", "::1"] if socket.has_ipv6 else ["127.0.0.1"]
        for place in places:
            try:
                server = await asyncio.start_server(self._count, place, self.port)
            except OSError:  # no IPv6 on this machine
                continue
            self._servers.append(server)
            self.port = server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()

    async def _count(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        writer.close()


def listening(play: Callable[[Listening], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Listening() as place:
            await play(place)
            await asyncio.sleep(0)
            assert place.connections == 0

    asyncio.run(run())


def check(answer: Answered) -> None:
    assert isinstance(answer, Failed)
    assert answer.fault is Fault.address


def test_the_counter_counts() -> None:
    async def run() -> int:
        async with Listening() as place:
            open_hosts = frozenset({f"127.0.0.1:{place.port}"})
            web = guarded_web(WebOptions(open_hosts=open_hosts), SetClock())
            await web.fetch(Wanted(url=f"http://127.0.0.1:{place.port}/"))
            await web.close()
            return place.connections

    assert asyncio.run(run()) > 0


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_of_this_machine_is_connected_to(spelling: str) -> None:
    async def play(place: Listening) -> None:
        web = guarded_web(WebOptions(ports=frozenset({80, place.port})), SetClock())
        for robots in (False, True):
            check(await web.fetch(Wanted(url=f"http://{spelling}:{place.port}/", robots=robots)))
        await web.close()

    listening(play)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_redirect_leads_to_this_machine(spelling: str) -> None:
    async def play(place: Listening) -> None:
        async with LocalWeb() as local:
            local.redirect("news.example/feed", f"http://{spelling}:{place.port}/", 301)
            options = WebOptions(ports=frozenset({80, place.port}))
            web = local.fetching(options=options)
            check(await web.fetch(Wanted(url="http://news.example/feed")))
            await web.close()
            assert local.connections == 1

    listening(play)


def test_a_name_that_leads_elsewhere_the_second_time_is_not_followed() -> None:
    async def play(place: Listening) -> None:
        async with LocalWeb() as local:
            port = local.port
            options = WebOptions(ports=frozenset({80, port, place.port}))
            local.serve(f"turning.example:{port}/feed")
            local.redirect(f"turning.example:{port}/next", f"http://turning.example:{place.port}/")
            local.names.lead("turning.example", ("127.0.0.1",), ("10.0.0.1", "127.0.0.1"))
            web = local.fetching(options=options)
            assert isinstance(await web.fetch(Wanted(url=f"http://turning.example:{port}/feed")), Fetched)
            check(await web.fetch(Wanted(url=f"http://turning.example:{place.port}/feed")))
            local.names.lead("turning.example", ("127.0.0.1",), ("127.0.0.1",))
            check(await web.fetch(Wanted(url=f"http://turning.example:{port}/next")))
            await web.close()

    listening(play)


def test_a_name_with_a_private_address_among_others_gets_only_the_others() -> None:
    async def play(place: Listening) -> None:
        names = Names({})
        names.lead("half.example", ("::1", "127.0.0.1", "::ffff:127.0.0.1"))
        web = guarded_web(
            WebOptions(ports=frozenset({place.port})), SetClock(), Outside(Guard(), resolver=names)
        )
        check(await web.fetch(Wanted(url=f"http://half.example:{place.port}/")))
        await web.close()

    listening(play)


def test_a_host_that_may_be_anywhere_is_fetched_and_leads_nowhere_else() -> None:
    async def play(place: Listening) -> None:
        async with LocalWeb() as local:
            host = f"intranet.example:{local.port}"
            local.serve(f"{host}/feed")
            local.redirect(f"{host}/away", f"http://127.0.0.1:{place.port}/")
            local.redirect(f"{host}/port", f"http://intranet.example:{place.port}/")
            options = WebOptions(open_hosts=frozenset({f"Intranet.example:{local.port}"}))
            web = guarded_web(options, SetClock(), Outside(Guard(), resolver=local.names))
            assert isinstance(await web.fetch(Wanted(url=f"http://{host}/feed")), Fetched)
            check(await web.fetch(Wanted(url=f"http://{host}/away")))
            check(await web.fetch(Wanted(url=f"http://{host}/port")))
            check(await web.fetch(Wanted(url=f"http://other.example:{local.port}/feed")))
            await web.close()

    listening(play)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_proxy_is_not_asked_for_this_machine(spelling: str) -> None:
    async def play(place: Listening) -> None:
        proxy = WebOptions(proxy=f"http://127.0.0.1:{place.port}")
        web = guarded_web(proxy, SetClock())
        check(await web.fetch(Wanted(url=f"http://{spelling}/")))
        await web.close()

    listening(play)


def test_a_proxy_that_is_set_is_used_and_one_of_the_environment_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def play(place: Listening) -> None:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{place.port}")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{place.port}")
        async with LocalWeb() as local:
            local.serve("news.example/feed")
            web = local.fetching()
            assert isinstance(await web.fetch(Wanted(url="http://news.example/feed")), Fetched)
            await web.close()
            local.serve("elsewhere.invalid/feed")
            web = local.fetching(options=WebOptions(proxy=f"http://127.0.0.1:{local.port}"))
            assert isinstance(await web.fetch(Wanted(url="http://elsewhere.invalid/feed")), Fetched)
            local.names.lead("inside.example", ("10.0.0.1",))
            check(await web.fetch(Wanted(url="http://inside.example/feed")))
            await web.close()

    listening(play)


HOSTS = st.one_of(
    st.sampled_from(SPELLINGS),
    st.text(max_size=20),
    st.ip_addresses(v=4).map(lambda ip: str(int(ip))),
    st.ip_addresses(v=6).map(lambda ip: f"[{ip}]"),
    st.ip_addresses(v=4).map(lambda ip: ".".join(f"{part:#o}" for part in ip.packed)),
)
ADDRESSES = st.one_of(
    st.text(),
    st.builds(
        "{}://{}{}/{}".format,
        st.sampled_from(["http", "https", "HTTP"]),
        HOSTS,
        st.text(max_size=6),
        st.text(),
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ADDRESSES)
@example("http://" + "a" * LONGEST)
@example("http://\udcff/")
@example("http://xn--/")
@example("http://news.example:99999999/")
@example("http://[::1%25eth0]/")
def test_no_address_crashes_anything_or_is_connected_to(written: str) -> None:
    async def run() -> None:
        async with LocalWeb() as local:
            web = guarded_web(WebOptions(), SetClock(), Outside(Guard(lambda *_: False), local.names))
            assert isinstance(await web.fetch(Wanted.model_construct(url=written)), Failed)
            local.redirect(
                "news.example/feed", "".join(c for c in written if c not in "\r\n" and c < "\ud800")
            )
            web_of_names = local.fetching()
            assert isinstance(await web_of_names.fetch(Wanted(url="http://news.example/feed")), Failed)
            await web.close()
            await web_of_names.close()
            assert {asked.host for asked in local.asked} == {"news.example"}

    asyncio.run(run())
