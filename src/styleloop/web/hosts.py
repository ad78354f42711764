"""Which names this server answers to: a name that somebody else's page points at it is refused (DNS rebinding)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

ANYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


def name_of(header: str) -> str:
    """The host of a `Host` header, without its port, in lower case."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.rpartition(":")[0].lower() if header.count(":") == 1 else header.lower()


def answers_to(header: str, configured: Iterable[str]) -> bool:
    """Whether a request with this `Host` header is meant for this server.

    Loopback and the configured names are. A bare address is too when the server listens on every interface: a page
    that rebinds a name sends that name, never an address.
    """
    name = name_of(header)
    names = {one.lower() for one in configured}
    if name == "localhost" or (name and name in names):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or bool(names & set(ANYWHERE))
