"""Certificates for the web of the tests: good ones, and those that nobody should trust."""

import ssl
from datetime import UTC, datetime, timedelta
from functools import cache

import trustme


@cache
def authority() -> trustme.CA:
    """Return who signs the certificates."""
    return trustme.CA()


def trusting() -> ssl.SSLContext:
    """Return a context for a client that trusts the authority of the tests alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority().configure_trust(context)
    return context


def serving() -> ssl.SSLContext:
    """Return a context for a server that has a certificate for each name that it is asked for.

    expired.example and future.example have one out of its time, wrong.example one for another name,
    selfmade.example one that is signed by itself, stranger.example one by an unknown authority; other names
    have a good one.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _good("news.example").configure_cert(context)

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        connection.context = _context(name or "news.example")

    context.sni_callback = choose
    return context


@cache
def _context(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    match name.partition(".")[0]:
        case "expired":
            authority().issue_cert(name, not_after=datetime.now(UTC) - timedelta(days=1)).configure_cert(
                context
            )
        case "wrong":
            _good("other.example").configure_cert(context)
        case "selfmade":
            context = _selfmade(context)
        case "stranger":
            trustme.CA().issue_cert(name).configure_cert(context)
        case _:
            _good(name).configure_cert(context)
    return context


def _good(name: str) -> trustme.LeafCert:
    return authority().issue_cert(name)


def _selfmade(context: ssl.SSLContext) -> ssl.SSLContext:
    own = trustme.CA()
    with own.cert_pem.tempfile() as certificate, own.private_key_pem.tempfile() as key:
        context.load_cert_chain(certificate, key)
    return context
