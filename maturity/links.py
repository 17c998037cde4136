"""Web addresses that people type, as they are kept."""

import re

import idna

NETWORK_PATH = re.compile(r"\\\\|//|[a-z]:[\\/]|(?:file|smb):", re.IGNORECASE)
HOST = re.compile(r"(?<=://)[^\s/?#:@]+")


def is_network_path(text: str) -> bool:
    """Whether a text is the path of a file on a drive, which leads nowhere on the web."""
    return NETWORK_PATH.match(text) is not None


def in_punycode(url: str) -> str:
    """A web address whose host shows what it is: look-alike letters are written out as xn--….

    An address whose host cannot be written so is given back as it is, for others to refuse.
    """
    try:
        return HOST.sub(_plain_host, url, count=1)
    except idna.IDNAError:
        return url


def _plain_host(match: re.Match[str]) -> str:
    host = match.group()
    return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
