"""What a published file says of itself, and what a reader made of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from styleloop.types.record import Record

ReadState = Literal["signed", "expired", "altered", "unsigned", "unreadable"]


class Credential(Record):
    """What is written into a file before it is signed: how it was made, and which approval let it out."""

    title: str
    """Name of the file."""
    mime: str
    source_type: str
    """Last part of the IPTC term: `digitalCreation`."""
    made: datetime
    """When the picture was made."""
    made_with: str = ""
    """Renderer that drew it, `name@version`."""
    ids: tuple[tuple[str, str], ...]
    """What it is, by name: variant, decision, style, seal, publication, market, placement, product."""


class Reading(Record):
    """What a file's own manifest says, checked against the file's bytes."""

    state: ReadState
    """`signed`: the signature holds for these bytes. `expired`: it would, but the certificate has ended since.

    `altered`: there is a manifest, and it does not hold.
    """
    trusted: bool = False
    """Whether the signer's certificate leads to one that the reader was told to trust."""
    signer: str = ""
    """Common name in the certificate."""
    organisation: str = ""
    serial: str = ""
    """Serial number of the certificate."""
    generator: str = ""
    """Program that wrote the manifest, with its version."""
    title: str = ""
    made: str = ""
    """When, as the manifest puts it."""
    source_type: str = ""
    """Last part of the IPTC term."""
    ids: tuple[tuple[str, str], ...] = ()
    """The ids Styleloop wrote; empty in anybody else's manifest."""
    problems: tuple[str, ...] = ()
    """What does not hold, in the words of the C2PA specification's status codes."""

    def named(self, what: str) -> str:
        """One of its ids, or an empty string."""
        return dict(self.ids).get(what, "")
