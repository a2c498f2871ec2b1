"""The child process: parses what strangers wrote, held to limits that it can't lift by accident.

Run by `child` with the limits as its argument. Each request is two frames (a `Request`, the body), each
answer one (a kind, then JSON). Whatever goes wrong beyond `Unreadable` ends the
process: a parser that failed once is not trusted with the next input.
"""

import gc
import os
import resource
import signal
import sys
from math import ceil
from types import TracebackType
from typing import BinaryIO
from urllib.parse import urlsplit

from adapters.sources.frames import read_frame, write_frame
from adapters.sources.limits import Limits
from adapters.sources.protocol import DELIVERED, MOST_REQUEST_BYTES, REFUSED, Ended, Refusal, Request
from bot.errors import Unreadable
from bot.model.source import Delivered
from bot.ports import DocumentReader

_OPEN_FILES = 64
_LONGEST_WORD = 300


def deliver(request: Request, body: bytes, limits: Limits, read: DocumentReader) -> Delivered:
    """Turn one input into items. Raises Unreadable. A parser is imported only when it is needed."""
    from adapters.sources import feed_json, feed_xml, feeds, formats  # noqa: PLC0415 - see above

    # What was fetched has an address to tell by; its name is a title, which may end in anything.
    hint = urlsplit(request.url).path if request.url else request.name
    sniffed = formats.sniff(hint, body, request.media_type)
    match sniffed.format:
        case formats.Format.xml_feed:
            return feeds.deliver(feed_xml.read(sniffed.text), request, limits, read)
        case formats.Format.json_feed:
            return feeds.deliver(feed_json.read(sniffed.text), request, limits, read)
        case _:
            from adapters.sources import documents  # noqa: PLC0415 - see above

            return documents.deliver(sniffed, body, request, limits, read)


def serve(read: DocumentReader) -> None:
    """Answer requests from standard input until it ends, as it does when the parent dies."""
    limits = Limits.model_validate_json(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the terminal is for the parent
    sys.excepthook = _die
    requests, answers = _pipes()
    _confine(limits)
    # A feed's thousands of values make no circles; the collector would look at all of them again and again.
    gc.disable()
    gc.freeze()
    while True:
        _renew_cpu(limits.cpu_seconds)
        try:
            request = Request.model_validate_json(read_frame(requests, most=MOST_REQUEST_BYTES))
            body = read_frame(requests, most=limits.input_bytes)
        except EOFError:
            return
        answer = _answer(request, body, limits, read)
        if len(answer) > limits.output_bytes:
            os._exit(Ended.too_much_output)
        write_frame(answers, answer)
        answers.flush()
        del request, body, answer
        gc.collect()


def _answer(request: Request, body: bytes, limits: Limits, read: DocumentReader) -> bytes:
    try:
        return DELIVERED + deliver(request, body, limits, read).model_dump_json().encode()
    except Unreadable as error:
        return REFUSED + Refusal(message=error.message, next_step=error.next_step).model_dump_json().encode()


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes from and to the parent; what a parser prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def _confine(limits: Limits) -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    if sys.platform == "linux":  # macOS refuses or ignores it
        _limit(resource.RLIMIT_AS, limits.memory_bytes)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _renew_cpu(seconds: int) -> None:
    """Allow that much computing from now on; then the system ends the process with SIGXCPU."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(usage.ru_utime + usage.ru_stime) + seconds, hard))


def _die(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End with a status that says what happened, and one line about where."""
    if issubclass(kind, MemoryError):
        os._exit(Ended.out_of_memory)
    if issubclass(kind, RecursionError):
        os._exit(Ended.too_deep)
    if isinstance(error, ImportError):
        os.write(2, str(error)[:_LONGEST_WORD].encode("utf-8", "replace"))
        # A library's compiled part that gets no memory can't be imported either; the loader says it so.
        os._exit(Ended.out_of_memory if "failed to map" in str(error) else Ended.missing)
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    os.write(2, f"{kind.__name__} at {where}: {str(error)[:_LONGEST_WORD]}".encode("utf-8", "replace"))
    os._exit(Ended.failed)
