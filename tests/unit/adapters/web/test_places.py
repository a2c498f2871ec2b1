"""How many large bodies are in memory at a time."""

import asyncio

from adapters.web.places import Place, Places


class Body:
    """What was fetched."""


async def fetched(places: Places) -> Body:
    async with places.one() as place:
        await place.take()
        await place.take()  # of one body: one place
        body = Body()
        place.until_gone(body)
        return body


def test_a_place_is_taken_until_what_was_fetched_is_used_up() -> None:
    async def run() -> None:
        places = Places(1)
        first = await fetched(places)
        second = asyncio.ensure_future(fetched(places))
        await asyncio.sleep(0)
        assert not second.done()
        del first
        await second

    asyncio.run(run())


def test_what_fails_lets_go() -> None:
    async def failing(places: Places) -> None:
        async with places.one() as place:
            await place.take()
            raise KeyError

    async def run() -> None:
        places = Places(1)
        for _ in range(2):
            await asyncio.gather(failing(places), return_exceptions=True)
        await fetched(places)

    asyncio.run(run())


def test_letting_go_twice_makes_no_room_for_two() -> None:
    async def run() -> None:
        room = asyncio.Semaphore(1)
        place = Place(room)
        await place.take()
        place.let_go()
        place.let_go()
        await room.acquire()
        assert room.locked()

    asyncio.run(run())
