"""Which addresses may be fetched. A list of pages must not become a way into the network it is read in."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
PORTS = frozenset({80, 443, 8080, 8443})
"""Of pages on the open web; others are to be allowed with their host."""
LONGEST = 2_000
_DEFAULT = {"http": 80, "https": 443}
_NEVER = tuple(
    ipaddress.ip_network(net)
    for net in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32", "100.100.100.200/32", "0.0.0.0/8", "224.0.0.0/4")
)
"""Where clouds keep their keys, and what is no host at all: not even an allowed host may be there."""
_CLOSED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96", "fec0::/10"))
"""Nobody's on the open internet, though `is_global` has them so: local NAT64 (RFC 8215), IPv4-compatible (RFC 4291),
IPv4-translated (RFC 2765), site-local (RFC 3879)."""
_CARRYING = tuple(
    (before, ipaddress.ip_network(net))
    for before, net in (
        (96, "64:ff9b::/96"), (96, "64:ff9b:1::/48"), (96, "::/96"), (96, "::ffff:0:0:0/96"), (16, "2002::/16")
    )
)  # fmt: skip
"""The bits in front of the IPv4 address that an IPv6 one holds, and its network (RFC 6052, RFC 3056)."""
_ODD = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*\.?", re.IGNORECASE)


class Forbidden(Exception):
    """An address that is not fetched, and why."""

    def __init__(self, why: str, got: str) -> None:
        self.why, self.got = why, got
        super().__init__(f"{why}: {got}")


@dataclass(frozen=True)
class Target:
    """One address, taken apart and looked at."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def place(self) -> str:
        """`host:port`, as an allowed host is written."""
        return f"{self.host}:{self.port}"

    @property
    def shown_host(self) -> str:
        """As the Host header says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if _DEFAULT[self.scheme] == self.port else f"{host}:{self.port}"


def parsed(url: str, allowed: Iterable[str] = (), ports: Collection[int] = PORTS) -> Target:
    """The parts of an address.

    Args:
        url: as the operator or a redirect gives it.
        allowed: `host:port` that may lie inside the own network.
        ports: that others may have.

    Raises:
        Forbidden: no http or https, a name and password in it, an odd port, or a host in a form that hides a number.
    """
    if len(url) > LONGEST or re.search(r"[\x00-\x20\x7f\\]", url):
        raise Forbidden("the address is too long or has spaces or control characters in it", url[:80])
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT.get(parts.scheme, 0)
        host = (parts.hostname or "").rstrip(".").encode("idna" if "%" not in url else "ascii").decode()
    except (ValueError, UnicodeError) as problem:
        raise Forbidden("the address is malformed", url[:80]) from problem
    if parts.scheme not in _DEFAULT:
        raise Forbidden("only http and https are fetched", f"{parts.scheme}:" if parts.scheme else url[:80])
    if not host or "@" in parts.netloc:
        raise Forbidden("the address has no host, or a name and password in it", url[:80])
    path = urlunsplit(("", "", _quoted(parts.path) or "/", _quoted(parts.query), ""))
    target = Target(url, parts.scheme, host.lower(), port, path)
    if _ODD.fullmatch(host) and not _is_quad(host):
        raise Forbidden("the host is a number in disguise", host)
    if port not in ports and target.place not in set(allowed):
        raise Forbidden("pages are not fetched from this port", str(port))
    return target


def resolved(target: Target, allowed: Iterable[str] = ()) -> tuple[str, ...]:
    """The addresses of the host, all of them looked at: one of these is to be connected to, and no name again.

    Raises:
        Forbidden: one of them lies inside the own network, and the host is not allowed to.
        OSError: the name is not known.
    """
    answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    found = tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))
    inside = target.place in set(allowed)
    for answer in found:
        ip = ipaddress.ip_address(answer.partition("%")[0])
        if not open_to_all(ip) and not (inside and not _never(ip)):
            raise Forbidden("the host lies inside a private network", f"{target.host} is {answer}")
    if not found:
        raise OSError("the name is not known")
    return found


def open_to_all(ip: Ip) -> bool:
    """Whether an address belongs to a host of the open internet."""
    if any(ip in net for net in _CLOSED if net.version == ip.version):
        return False
    within = _within(ip)
    if within is not None:
        return open_to_all(within)
    return ip.is_global and not ip.is_multicast and not _never(ip)


def _never(ip: Ip) -> bool:
    within = _within(ip)
    if within is not None:
        return _never(within)
    return any(ip in net for net in _NEVER if net.version == ip.version)


def _within(ip: Ip) -> Ip | None:
    """The IPv4 address that an IPv6 one carries."""
    if isinstance(ip, ipaddress.IPv4Address) or ip.is_loopback:
        return None
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.teredo is not None:
        return ip.teredo[1]
    for before, net in _CARRYING:
        if ip in net:
            return ipaddress.IPv4Address((int(ip) >> (128 - before - 32)) & 0xFFFFFFFF)
    return None


def _is_quad(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _quoted(text: str) -> str:
    return "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in text)
