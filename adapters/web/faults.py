"""What goes wrong with a fetch, in sentences: by the exception that says it, or by the answer's status."""

import errno
import socket
import ssl
from datetime import datetime
from typing import Final

import aiohttp

from bot.model.fetch import Failed, Fault

_EXPIRED: Final = {9: "is not valid yet", 10: "has expired"}
_UNKNOWN_SIGNER: Final = {18, 19}
_WRONG_NAME: Final = {62, 64}
"""What OpenSSL's X509_verify_cert_error_string calls 9, 10, 18, 19, 62 and 64."""

_LATER: Final = "Nothing to do now: it is tried again by itself."
_LOOK: Final = "Look at the address in a browser; the site may have moved it."
_THEIRS: Final = "The site's own people have to mend this."


class Stop(Exception):
    """A fetch ends here; `failed` says why. `status` is the answer's, 0 without one."""

    def __init__(
        self, fault: Fault, says: str, next_step: str = "", retry_at: datetime | None = None
    ) -> None:
        super().__init__(says)
        self.failed = Failed(fault=fault, says=says, next_step=next_step, retry_at=retry_at)
        self.status = 0

    @classmethod
    def again(cls, failed: Failed) -> "Stop":
        """Return the end of a fetch for a reason that was found before."""
        return cls(failed.fault, failed.says, failed.next_step, failed.retry_at)


def private(host: str) -> Stop:
    """Return the end of a fetch that would lead into a private network."""
    return Stop(
        Fault.address,
        f"{host} is an address inside a private network, and nothing is fetched from there.",
        f"Where that is meant, whoever runs the bot can allow it: NUTGRAF_WEB_OPEN_HOSTS={host}",
    )


def late(host: str, waited_for: str, seconds: float) -> Stop:
    """Return the end of a fetch that took too long; `waited_for` is what was still to come."""
    return Stop(Fault.timeout, f"{host} took too long: after {seconds:g} s {waited_for}.", _LATER)


def of(error: Exception, host: str) -> Stop:
    """Return what an exception from connecting, asking or reading means. `host` is who was asked."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return _unnamed(host, error.os_error)
        case aiohttp.ClientConnectorCertificateError():
            return Stop(Fault.tls, _certificate(host, error.certificate_error), _THEIRS)
        case aiohttp.ClientSSLError():
            return Stop(
                Fault.tls,
                f"{host} and the bot could not agree on an encrypted connection.",
                "Try the address with http:// in front, if the site has one.",
            )
        case aiohttp.ClientHttpProxyError() | aiohttp.ClientProxyConnectionError():
            return Stop(
                Fault.refused,
                f"The proxy doesn't let the bot through to {host}.",
                "Whoever runs the bot looks at NUTGRAF_WEB_PROXY.",
            )
        case TimeoutError():
            return Stop(Fault.timeout, f"{host} took no connection for too long.", _LATER)
        case aiohttp.ClientConnectorError():
            return _unconnected(host, error.os_error)
        case aiohttp.InvalidURL():
            return Stop(Fault.address, f"{host} is no address that can be fetched from.", _LOOK)
        case aiohttp.ClientResponseError():
            return Stop(Fault.broken, f"What {host} answers can't be understood: it isn't HTTP.", _THEIRS)
        case aiohttp.ServerDisconnectedError():
            return Stop(Fault.broken, f"{host} hung up before it answered.", _LATER)
        case _:
            return broken(host)


def broken(host: str) -> Stop:
    """Return the end of a fetch whose answer stopped in the middle."""
    return Stop(Fault.broken, f"The answer of {host} broke off in the middle.", _LATER)


def _unnamed(host: str, error: OSError) -> Stop:
    if error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}:
        return Stop(
            Fault.name,
            f"There is no site called {host}: its name leads nowhere (DNS).",
            "Check the spelling of the address; the site may be gone.",
        )
    return Stop(Fault.name, f"The name {host} can't be looked up at the moment (DNS).", _LATER)


def _unconnected(host: str, error: OSError) -> Stop:
    if error.errno == errno.ECONNREFUSED:
        return Stop(Fault.refused, f"{host} takes no connections.", _LATER)
    return Stop(Fault.refused, f"{host} can't be reached, or hangs up at once.", _LATER)


def _certificate(host: str, error: Exception) -> str:
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    if code in _EXPIRED:
        return f"The certificate of {host} {_EXPIRED[code]}."
    if code in _WRONG_NAME:
        return f"The certificate of {host} was made for another name."
    if code in _UNKNOWN_SIGNER:
        return f"The certificate of {host} is signed by itself, so it proves nothing."
    return f"The certificate of {host} comes from nobody who is trusted."


def by_status(status: int, host: str, retry_at: datetime | None) -> Stop:
    """Return what an answer's status means, where it is neither a success, a redirect nor a 304 asked for."""
    stop = _by_status(status, host, retry_at)
    stop.status = status
    return stop


def _by_status(status: int, host: str, retry_at: datetime | None) -> Stop:
    match status:
        case 401 | 403:
            return Stop(
                Fault.forbidden,
                f"{host} doesn't let the bot read this (error {status}).",
                "Ask the site whether it allows feed readers, or look for another address.",
                retry_at,
            )
        case 404:
            return Stop(Fault.missing, f"{host} has nothing at this address (error 404).", _LOOK, retry_at)
        case 410:
            return Stop(Fault.gone, f"{host} has taken this away for good (error 410).", _LOOK)
        case 429 | 503:
            return Stop(Fault.busy, f"{host} asks for patience (error {status}).", _LATER, retry_at)
        case _:
            return Stop(
                Fault.server, f"{host} answered with error {status} instead of a page.", _LATER, retry_at
            )
