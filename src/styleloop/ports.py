"""VERBS. What a plug-in may be: synchronous, batch first.

Every batch call returns one result or one `Refusal` per item, in order, and raises only when the whole call failed:
one bad item never sinks 200. A plug-in is a class that fits one of these Protocols and is constructed without
arguments; there is no base class and no registration call, only an entry point (docs/plugins.md).

A port lands here together with its first real plug-in (docs/decisions/0002-ports-arrive-with-plugins.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from styleloop.types.audit import AuditItem, Family, Finding
from styleloop.types.backdrop import Backdrop, BackdropBrief
from styleloop.types.channel import Post, Receipt
from styleloop.types.judgement import Likelihood
from styleloop.types.measurement import Measurement, MeasureSpec, Subject
from styleloop.types.model import Answer, Prompt
from styleloop.types.passage import Hit, Passage, Question
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal
from styleloop.types.row import Row
from styleloop.types.scene import Scene
from styleloop.types.variant import Drawn, Layout


@runtime_checkable
class Source(Protocol):
    """A file or folder of the operator's -> rows. Reads; understands nothing."""

    name: str
    version: str

    def claims(self, path: Path) -> float:
        """How sure it is that `path` is its kind of file: 0 (not mine) ... 1 (certainly)."""
        ...

    def read(self, path: Path, root: Path) -> Sequence[Row | Refusal]:
        """Every row of `path`, or why it cannot be read. Nothing outside `root` is opened."""
        ...


@runtime_checkable
class Decoder(Protocol):
    """Bytes -> Picture, once, shrunk on load; one decode feeds every extractor."""

    name: str
    version: str

    def accepts(self, head: bytes) -> bool:
        """Whether the first bytes (64 or more) look like a format it reads. Names and suffixes lie; bytes do not."""
        ...

    def decode(self, files: Sequence[bytes], long_side: int | None) -> Sequence[Picture | Refusal]:
        """sRGB pixels, upright, about `long_side` px on the long side (never less, unless the file is smaller).

        None decodes at full size.
        """
        ...


@runtime_checkable
class Extractor(Protocol):
    """Subject -> numbers with units."""

    name: str
    version: str

    @property
    def specs(self) -> tuple[MeasureSpec, ...]:
        """Every measure it can give."""
        ...

    def extract(self, subjects: Sequence[Subject]) -> Sequence[tuple[Measurement, ...] | Refusal]:
        """The measures that are valid for each subject; those that are not are absent, never zero."""
        ...


Embedding = np.ndarray[tuple[int], np.dtype[np.float32]]
"""One text as a point, shape (size,)."""


@runtime_checkable
class Embedder(Protocol):
    """Words -> how they are said, as a point. Not what they are about: middle layers carry style."""

    name: str
    version: str

    @property
    def size(self) -> int:
        """Numbers in one point."""
        ...

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages (`en`) it was made for; empty for all. Text of others is not embedded: absent, never zero."""
        ...

    def embed(self, texts: Sequence[str]) -> Sequence[Embedding | Refusal]:
        """A finite point for each text, float32, shape (size,). The same text gives the same point in any batch."""
        ...


@dataclass(frozen=True, eq=False)
class Meaning:
    """What one text is about: a point and, of an embedder that has them, the latent terms it holds.

    Latent terms are numbers a model learnt to give to what texts are about, few of them to each text: they are weighed
    by how rare they are, as words are, and are the same in every language.
    """

    point: Embedding
    """Of length 1."""
    terms: np.ndarray[tuple[int], np.dtype[np.uint16]] = field(default_factory=lambda: np.zeros(0, np.uint16))
    """Each once, shape (n,); empty where the embedder has none."""
    weights: np.ndarray[tuple[int], np.dtype[np.float16]] = field(default_factory=lambda: np.zeros(0, np.float16))
    """Of each term, above 0, shape (n,)."""


@runtime_checkable
class PassageEmbedder(Protocol):
    """Words -> what they are about. Questions and passages are read differently."""

    name: str
    version: str

    @property
    def size(self) -> int:
        """Numbers in one point."""
        ...

    def questions(self, texts: Sequence[str]) -> Sequence[Meaning | Refusal]:
        """What each question is about; its point is float32, shape (size,)."""
        ...

    def passages(self, texts: Sequence[str]) -> Sequence[Meaning | Refusal]:
        """What each passage is about. The same text gives the same in any batch."""
        ...


@runtime_checkable
class Index(Protocol):
    """Passages -> those that answer a question. Derived: made anew from the passages at any time."""

    name: str
    version: str

    def update(
        self, folder: Path, passages: Sequence[Passage], meanings: Sequence[Meaning | None], embedder: str
    ) -> None:
        """Make the index in `folder` hold exactly `passages`, each with what it is about (None: found by words).

        Only what changed is written, and what is written is whole: a reader sees the old index or the new one.
        `embedder` is the `name@version` that read them.
        """
        ...

    def search(
        self, folder: Path, questions: Sequence[Question], meanings: Sequence[Meaning | None], embedder: str
    ) -> Sequence[tuple[Hit, ...] | Refusal]:
        """Best first, at most `most` for each question; a Refusal where points of another embedder lie in `folder`."""
        ...


@runtime_checkable
class TextModel(Protocol):
    """Prompt -> words. A constructor may ask for `entry`, the `ModelEntry` that describes it."""

    name: str
    version: str

    def write(
        self, prompts: Sequence[Prompt], heard: Callable[[int, str], None] | None = None
    ) -> Sequence[Answer | Refusal]:
        """An answer for each prompt, or why there is none and whether asking again may help.

        `heard` is told (index of the prompt, words so far) while an answer comes in.
        """
        ...


@runtime_checkable
class ImageModel(Protocol):
    """Scene -> pixels without words."""

    name: str
    version: str

    def paint(self, scenes: Sequence[Scene], blobs: Mapping[str, bytes]) -> Sequence[tuple[Picture, Picture] | Refusal]:
        """(picture, product mask) for each scene; the mask is grey in `rgb`, 255 where the product is.

        `blobs` maps the sha256 named in a scene to its bytes. The same scene gives the same pixels.
        """
        ...


@runtime_checkable
class BackdropModel(Protocol):
    """Words, and perhaps a picture -> a picture. A constructor may ask for `entry`, as a `TextModel` may."""

    name: str
    version: str

    def make(self, briefs: Sequence[BackdropBrief], blobs: Mapping[str, bytes]) -> Sequence[Backdrop | Refusal]:
        """A picture file for each brief, or why there is none and whether asking again may help.

        `blobs` maps the sha256 named in a brief to its bytes.
        """
        ...


@runtime_checkable
class Classifier(Protocol):
    """Picture -> what it shows. A constructor may ask for `entry`, the `ClassifierEntry` that describes it."""

    name: str
    version: str

    @property
    def model(self) -> str:
        """Which weights judge, for people: the file and the beginning of its sha256."""
        ...

    def classify(self, pictures: Sequence[Picture]) -> Sequence[tuple[Likelihood, ...] | Refusal]:
        """Every label of its entry with its probability, in that order, or why there is none and what would mend it."""
        ...


@runtime_checkable
class Renderer(Protocol):
    """Layout -> finished picture with facts. One instance is used by several threads at once."""

    name: str
    version: str

    def draw(self, layouts: Sequence[Layout], blobs: Mapping[str, bytes]) -> Sequence[Drawn | Refusal]:
        """A picture for each layout, or the slot that does not fit and what would mend it. Nothing is clipped."""
        ...


@runtime_checkable
class Guardrail(Protocol):
    """A piece -> objections with evidence."""

    name: str
    version: str
    family: Family
    """What it looks after; people see checks by family."""

    @property
    def rules(self) -> Mapping[str, str]:
        """Rule -> what it objects to, in one sentence for people."""
        ...

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding | Refusal, ...] | Refusal]:
        """Objections to each piece; an empty tuple is silence. A Refusal means: not checked; among findings, a part."""
        ...


@runtime_checkable
class Channel(Protocol):
    """An approved piece -> the world, once per key."""

    name: str
    version: str

    def publish(self, posts: Sequence[Post], target: str) -> Sequence[Receipt | Refusal]:
        """Send each post to `target` (a folder, an address). The same key twice sends once and returns the receipt."""
        ...
