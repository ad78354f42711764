"""What else there is that a piece may be too like: the library, prepared once and kept in memory.

Assets are only ever added, so that what has come since the last look is prepared alone and set beside the rest; small
parts grow together. All of it can be made anew from the store at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from styleloop.adapters.stores.store import Store
from styleloop.app.likenessprints import prints
from styleloop.app.project import Project
from styleloop.app.styling import PUBLISHED
from styleloop.audit.compared import Prepared, works
from styleloop.types.asset import Asset
from styleloop.types.copy import HEADLINE
from styleloop.types.library import Print, Seen, Shown, Used, Work
from styleloop.types.picture import Picture
from styleloop.types.shot import Shot
from styleloop.types.variant import Draft


@dataclass(frozen=True, eq=False)
class Shelf:
    """A `Library`: works in one language, pictures in all.

    Attributes:
        parts: prepared words.
        seen: fingerprints of pictures.
        bits: the same as bytes, shape (n, 32).
        campaign: whose own posts are left out: it may say its lines in each of its formats and rounds.
        own: whether own work counts.
    """

    parts: tuple[Prepared, ...]
    seen: tuple[Seen, ...]
    bits: npt.NDArray[np.uint8]
    campaign: str = ""
    own: bool = True

    def near(self, plain: str) -> Sequence[Work]:
        """As `Library.near`."""
        return [w for part in self.parts for w in part.near(plain) if self._counts(w)]

    def alike(self, value: str, most: int) -> Sequence[tuple[Seen, int]]:
        """As `Library.alike`."""
        asked = np.frombuffer(bytes.fromhex(value), np.uint8)
        apart = np.bitwise_count(self.bits ^ asked).sum(axis=1)
        close = [(self.seen[at], int(apart[at])) for at in np.flatnonzero(apart <= most)]
        return [(seen, bits) for seen, bits in close if self._counts(seen)]

    @property
    def headlines(self) -> tuple[tuple[str, str, str], ...]:
        """(id, role, headline) of each work."""
        every = (w for part in self.parts for w in part.works)
        return tuple((w.id, w.role, w.text) for w in every if w.slot == HEADLINE and not w.part and self._counts(w))

    def _counts(self, work: Work | Seen) -> bool:
        return work.role != "own" or (self.own and not (work.campaign and work.campaign == self.campaign))


@dataclass
class _Prepared:
    """What one store held when it was last looked at."""

    mark: tuple[int, int] = (0, 0)
    """Number of the newest row, and how many rows."""
    words: dict[str, tuple[Prepared, ...]] = field(default_factory=dict)
    """By language."""
    seen: dict[str, Seen] = field(default_factory=dict)
    """By asset."""
    bits: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 32), np.uint8))
    lock: Lock = field(default_factory=Lock)


_STORES: WeakKeyDictionary[Store, _Prepared] = WeakKeyDictionary()
_ALL = Lock()


def library(project: Project, market: str, campaign: str = "", *, own: bool = True) -> Shelf:
    """Everything that a piece for `market` may be too like.

    Args:
        project: whose library.
        market: locale; its language counts.
        campaign: the piece's own, whose posts are left out.
        own: whether own work counts.
    """
    with _ALL:
        known = _STORES.setdefault(project.store, _Prepared())
    with known.lock:
        mark = project.store.assets.mark()
        if mark != known.mark:
            _look(project, known, mark)
        return Shelf(known.words.get(_language(market), ()), tuple(known.seen.values()), known.bits, campaign, own)


def shown(project: Project, shelf: Shelf, picture: Picture | None, product: str) -> tuple[Shown, ...]:
    """Fingerprints of a finished picture and of its product's own; none where the library has no picture.

    Args:
        project: where.
        shelf: what they will be held against.
        picture: the finished one, reduced for measuring.
        product: sha256 of the product's own picture; empty for none.
    """
    from styleloop.measure.picture.phash import pdq

    if not shelf.seen:
        return ()
    found = [Shown(*pdq(picture), of="picture", file=picture.source)] if picture is not None else []
    made = prints(project, [product] if product else [])
    return (*found, *(Shown(p.value, p.quality, of="product", file=sha) for sha, p in made.items()))


def used(project: Project, shots: Iterable[Shot], draft: Draft | None) -> tuple[Used, ...]:
    """What a line was made from that belongs to somebody: its picture and the inspiration that was mixed in."""
    if draft is None:
        return ()
    pictures = [Used("picture", s.file or s.picture[:12], s.rights) for s in shots if s.picture == draft.picture]
    mixed = (project.store.assets.find(name) for name in draft.injected)
    return (*pictures, *(Used("inspiration", a.name or a.id, a.rights) for a in mixed if a is not None))


def _look(project: Project, known: _Prepared, mark: tuple[int, int]) -> None:
    fresh = project.store.assets.after(known.mark[0], mark[0])
    if known.mark[1] + len(fresh) != mark[1]:  # a row with an earlier number was written after a later one
        known.words, known.seen = {}, {}
        fresh = project.store.assets.after(0, mark[0])
    _add(project, known, fresh)
    known.mark = mark


def _add(project: Project, known: _Prepared, assets: Sequence[Asset]) -> None:
    for language in sorted({_language(a.locale) for a in assets}):
        fresh = Prepared(list(works(a for a in assets if _language(a.locale) == language)))
        known.words[language] = _grown(known.words.get(language, ()), fresh)
    pictured = [a for a in assets if a.picture and (a.role != "own" or a.source.file == PUBLISHED)]
    made = prints(project, [a.picture for a in pictured]) if pictured else {}
    known.seen |= {a.id: _seen(a, made[a.picture]) for a in pictured if a.picture in made}
    values = b"".join(bytes.fromhex(seen.value) for seen in known.seen.values())
    known.bits = np.frombuffer(values, np.uint8).reshape(-1, 32)


def _grown(parts: tuple[Prepared, ...], fresh: Prepared) -> tuple[Prepared, ...]:
    """With one more part; a part that the next one is half as large as is prepared together with it."""
    kept = [*parts, fresh]
    while len(kept) > 1 and 2 * len(kept[-1].works) >= len(kept[-2].works):
        last = kept.pop()
        kept[-1] = Prepared((*kept[-1].works, *last.works))
    return tuple(kept)


def _seen(asset: Asset, made: Print) -> Seen:
    campaign = (asset.source.field or "") if asset.role == "own" else ""
    return Seen(
        made.value, made.quality, asset.id, asset.role, asset.name, asset.picture, asset.product, asset.rights, campaign
    )


def _language(locale: str) -> str:
    return locale.split("-")[0].lower()
