"""A style version as one JSON document, to be carried from one project to another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from styleloop.types.record import Record
from styleloop.types.style import StyleVector

FORMAT = "styleloop-style"
FORMAT_VERSION = 1

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class CarriedVersion(Record):
    """One style version and its exact numbers."""

    style: StyleVector
    weights: str
    """The weights blob (npz), base64 (RFC 4648, padded)."""
    sha256: Sha256
    """Of the blob's bytes; the same as `style.weights`."""


class CarriedStyle(Record):
    """A version with all it stands on: every style above it travels with it."""

    format: Literal["styleloop-style"]
    format_version: Literal[1]
    styleloop: str
    """Version of the programme that wrote the document."""
    version: CarriedVersion
    above: tuple[CarriedVersion, ...] = ()
    """The styles above, nearest first, up to the top."""
    sha256: Sha256
    """Of the rest of the document as canonical JSON (sorted keys, no spaces)."""
