"""What every door to an image model shares: its key, how much is read, what a picture is, and refusals with a cure."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from styleloop.adapters.decoders.raster import RasterDecoder
from styleloop.adapters.models.text.purse import Purse
from styleloop.adapters.models.text.secret import LOOKED, scrubbed
from styleloop.adapters.models.text.wire import Elsewhere, Flooded, Overdue, Packed
from styleloop.types.backdrop import Backdrop, BackdropBrief
from styleloop.types.model import ModelEntry
from styleloop.types.record import Refusal

MOST_BYTES = 32_000_000
"""Of one answer: a lossless picture of 4096 x 2048 pixels fits, a stream that never ends does not."""


class Unanswered(Exception):
    """There is no picture; carries the refusal."""

    def __init__(self, why: str, *, got: str = "", expected: str = "", cure: str, permanent: bool = True) -> None:
        self.refusal = Refusal(subject="", why=why, got=got, expected=expected, cure=cure, permanent=permanent)
        super().__init__(str(self.refusal))

    def about(self, subject: str, key: str = "") -> Refusal:
        """The refusal of `subject`, in words that can be kept: an endpoint may have said anything, and the key."""
        got = scrubbed(self.refusal.got[:LOOKED], key)[:300].encode("utf-8", "replace").decode()
        return self.refusal.model_copy(update={"subject": subject, "got": got})


@dataclass
class Asked:
    """One request for a picture."""

    key: str
    """The endpoint's; empty where it has none."""
    answered: bool = False
    """The endpoint took it: a picture was made and has to be paid, whatever becomes of it."""


def unset(brief: BackdropBrief, adapter: str) -> Refusal:
    """What an adapter without an entry answers."""
    return Refusal(
        subject=brief.id,
        why=f"{adapter} was not told which model to ask",
        expected="an [[image]] table in models.toml",
        cure=f'add one with adapter = "{adapter}"; docs/pictures.md shows it',
    )


def key_of(entry: ModelEntry) -> str:
    """The endpoint's key; empty where the entry names none.

    Raises:
        Unanswered: it is named, and not there, or cannot be one.
    """
    if not entry.key_env:
        return ""
    if path := os.environ.get(f"{entry.key_env}_FILE"):
        try:
            key = Path(path).read_text("utf-8", "replace").strip()
        except OSError as error:
            why = f"the file that {entry.key_env}_FILE names cannot be read"
            raise Unanswered(why, got=str(error), cure="mend the path or its rights") from error
    else:
        key = os.environ.get(entry.key_env, "")
    if not key:
        raise Unanswered(f"the key of {entry.name} is not set", cure=f"set {entry.key_env}, or {entry.key_env}_FILE")
    if not all("!" <= letter <= "~" for letter in key):  # an error about such a header would repeat it
        cure = f"put the key alone, on one line, into {entry.key_env} or the file it names"
        raise Unanswered(f"the key of {entry.name} holds signs that no key has", cure=cure)
    return key


def bounded(chunks: Iterable[bytes], name: str) -> bytes:
    """All bytes of an answer.

    Raises:
        Unanswered: they are more than any picture has.
    """
    got = bytearray()
    for chunk in chunks:
        got += chunk
        if len(got) > MOST_BYTES:
            cure = "ask for smaller pictures"
            raise Unanswered(f"{name} sent too much", expected=f"at most {MOST_BYTES} bytes", cure=cure)
    return bytes(got)


def paid(
    entry: ModelEntry | None,
    purse: Purse | None,
    brief: BackdropBrief,
    adapter: str,
    draw: Callable[[ModelEntry, Asked], tuple[bytes, str]],
) -> Backdrop | Refusal:
    """One picture within the budget: room is held before it is asked for, and it is paid for once it was answered.

    Args:
        entry: of the model; None where the adapter was not told any.
        purse: where room is held.
        brief: what is asked for.
        adapter: its name, for messages.
        draw: asks; gives the picture file and the model that made it, or raises Unanswered; says in
            Asked when it was answered.
    """
    if entry is None or purse is None:
        return unset(brief, adapter)
    hold = purse.hold(brief.id, 0, 0, pictures=1)
    if isinstance(hold, Refusal):
        return hold
    asked = Asked("")
    try:
        asked.key = key_of(entry)
        data, model = draw(entry, asked)
        checked(data, entry.name)
    except Unanswered as found:
        return found.about(brief.id, asked.key)
    finally:
        cost = hold.settle(0, 0, pictures=int(asked.answered))
    return Backdrop(data=data, model=model, cost=cost)


def checked(data: bytes, name: str) -> bytes:
    """`data`, which can be read as a picture.

    Raises:
        Unanswered: it cannot; another try may bring a whole one.
    """
    [seen] = RasterDecoder().decode([data], 64)
    if isinstance(seen, Refusal):
        cure = "ask again; if it stays so, look at the server's own log"
        raise Unanswered(f"{name} sent no picture: {seen.why}", got=seen.got, cure=cure, permanent=False)
    return data


def given(sha: str, blobs: Mapping[str, bytes]) -> bytes:
    """The bytes of a picture that a brief names.

    Raises:
        Unanswered: they were not given.
    """
    if sha not in blobs:
        cure = "read the product's pictures again"
        raise Unanswered("the picture to start from is not among the pictures given", got=sha[:16], cure=cure)
    return blobs[sha]


BOUNDS = (Overdue, Flooded, Elsewhere, Packed)
"""What a client under `allowed` breaks off for."""


def broken_off(error: BaseException, entry: ModelEntry) -> Unanswered | None:
    """What it means that a request was broken off, if it was: `error`, or whatever caused it."""
    import httpx2

    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, Overdue | httpx2.TimeoutException):
            why, cure = f"{entry.name} did not answer in {entry.timeout:g} s", "ask again later, or raise its timeout"
            return Unanswered(why, cure=cure, permanent=False)
        if isinstance(seen, Flooded):
            return Unanswered(f"{entry.name} sent too much", cure="ask for smaller pictures")
        if isinstance(seen, Elsewhere | Packed):
            why = f"{entry.name} sends its caller elsewhere, or an answer packed"
            return Unanswered(why, got=str(seen), cure="write the address that it names into url")
        seen = seen.__cause__ or seen.__context__
    return None


class Pace:
    """Keeps to so many requests a minute; 0 is no limit."""

    def __init__(self, per_minute: int) -> None:
        self._apart = 60 / per_minute if per_minute else 0.0
        self._next = 0.0

    def wait(self) -> None:
        """Come back when the next request may leave."""
        now = time.monotonic()
        if now < self._next:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + self._apart
