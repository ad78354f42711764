"""What a published file says of itself, whether that holds, and whether it is the very file that was approved and sent.

Three things are asked, weakest last: the signature in the file (C2PA), the file's sha256 in the project's memory or in
the receipt beside it, and the picture itself: its pixels, then its perceptual fingerprint, which outlive a platform
that strips every mark.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Literal

from styleloop.adapters.channels.receipts import RECEIPT_FILE, read_receipt
from styleloop.adapters.decoders.pixels import file_rgb
from styleloop.adapters.signers import manifest
from styleloop.app.project import Project
from styleloop.app.shipping import standing
from styleloop.errors import InputError, SealError
from styleloop.types.credential import Reading
from styleloop.types.picture import Picture, pixel_hash
from styleloop.types.record import Record
from styleloop.types.review import Publication

State = Literal[
    "shipped",
    "signed",
    "expired",
    "unrecorded",
    "unknown signer",
    "foreign",
    "altered",
    "stripped",
    "resembles",
    "unsigned",
    "unreadable",
]
GOOD: frozenset[State] = frozenset({"shipped", "signed"})
"""States in which a file is what it says it is."""
NEAR = 31
"""Most bits of 256 by which two encodings of one picture differ: the threshold PDQ's makers give."""
PICTURES = (".jpg", ".jpeg", ".png")

_XMP_ID = re.compile(rb'\bsl:(\w{1,20})="([^"<]{1,200})"')


class Proof(Record):
    """The answer about one file."""

    file: str
    state: State
    words: str
    """The answer as a sentence."""
    cure: str = ""
    sha256: str
    reading: Reading
    publication: str = ""
    """Id of the publication it is, or is a copy of."""
    approved: bool = False
    """Whether that publication's approval is on this very picture and still stands."""

    @property
    def good(self) -> bool:
        """Whether it is what it says it is."""
        return self.state in GOOD


@dataclass(frozen=True, eq=False)
class _Asked:
    path: Path
    data: bytes
    sha: str
    reading: Reading
    project: Project | None

    def answer(self, state: State, words: str, cure: str = "", publication: Publication | None = None) -> Proof:
        approved = bool(publication and self.project and _stands(self.project, publication))
        return Proof(
            file=str(self.path),
            state=state,
            words=words,
            cure=cure,
            sha256=self.sha,
            reading=self.reading,
            publication=publication.id if publication else "",
            approved=approved,
        )

    @property
    def posts(self) -> tuple[Publication, ...]:
        return self.project.store.publications.all() if self.project else ()


def pictures_in(paths: list[Path]) -> list[Path]:
    """Files as given; a folder stands for every JPEG and PNG below it.

    Raises:
        InputError: there is no such file, or a folder without pictures.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in PICTURES) if path.is_dir() else [path]
        if not inside or not inside[0].is_file():
            raise InputError("no such file", field="FILE", got=str(path), expected="a JPEG, a PNG, or a folder of them")
        found += inside
    return found


def prove(path: Path, anchors: str = "", project: Project | None = None) -> Proof:
    """The answer about one file.

    Args:
        path: any file.
        anchors: PEM of the certificates to trust.
        project: whose memory to ask; None asks the file alone, and the receipt beside it.

    Raises:
        InputError: the file cannot be opened, or `anchors` is no PEM.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise InputError(f"cannot be opened: {problem.strerror}", where=str(path)) from problem
    asked = _Asked(path, data, hashlib.sha256(data).hexdigest(), manifest.read(data, anchors), project)
    return _shipped(asked) or _not_as_sent(asked) or _by_its_manifest(asked)


def _shipped(asked: _Asked) -> Proof | None:
    """The very file that was sent, byte for byte."""
    post = next((p for p in asked.posts if any(ref.sha256 == asked.sha for ref in p.files)), None)
    if post is None:
        return None
    signed = {
        "signed": f"signed by {asked.reading.organisation}",
        "expired": f"signed by {asked.reading.organisation}, whose certificate has ended since",
        "unsigned": "not signed",
    }.get(asked.reading.state, "its manifest no longer verifies")
    who = f"{post.variant}, approved by {post.decision}"
    words = f"the very file that was sent on {post.at:%Y-%m-%d}: {who}; {signed}"
    proof = asked.answer("shipped", words, publication=post)
    if not proof.approved:
        return proof.model_copy(update={"words": f"{words}. That approval no longer stands"})
    return proof


def _not_as_sent(asked: _Asked) -> Proof | None:
    """Another file than the one that was sent under that name or number, whatever its manifest says."""
    if asked.reading.state == "unsigned":
        return None
    if not asked.project:
        wrong = _against_receipt(asked)
        return asked.answer("altered", wrong, "take the file that was sent from the project") if wrong else None
    number = asked.reading.named("publication")
    post = next((p for p in asked.posts if p.id == number), None)
    if post is None:
        return None
    seen = _pixels(asked)
    same = bool(seen) and _approved_pixels(asked, post) == seen
    part = "every pixel is still the approved one" if same else "the picture too"
    words = f"not the file that was sent as {post.name}: {_otherwise(asked.reading)}; {part}"
    return asked.answer("altered", words, f"the file that was sent lies in {post.url}", post)


def _against_receipt(asked: _Asked) -> str:
    """What the receipt in the file's own folder has against it; empty when nothing, or when there is none."""
    folder = asked.path.parent
    if not (folder / RECEIPT_FILE).is_file():
        return ""
    try:
        read_receipt(folder)
    except SealError as problem:
        told = str(problem)
        return told if asked.path.name in told or RECEIPT_FILE in told else ""
    return ""


def _otherwise(reading: Reading) -> str:
    """How a file that names a publication of ours comes to be another one."""
    if reading.state == "altered":
        return f"it was changed ({_problems(reading)})"
    return f"it holds other bytes, signed by {reading.organisation or 'nobody named'} ({reading.signer})"


def _by_its_manifest(asked: _Asked) -> Proof:
    reading = asked.reading
    who = f"{reading.organisation or 'nobody named'} ({reading.signer})"
    if reading.state == "unreadable":
        return asked.answer("unreadable", _problems(reading), "give a JPEG or a PNG")
    if reading.state == "unsigned":
        return _without_manifest(asked)
    if reading.state == "altered" and not reading.signer and b"jumb" not in asked.data and not _pixels(asked):
        return asked.answer("unreadable", "cut short, or not a picture", "give a whole JPEG or PNG")
    if reading.state == "altered":
        why = f"it was changed after it was signed, or cut short ({_problems(reading)})"
        return asked.answer("altered", why, "take the file that was sent from the project, or from who published it")
    if not reading.ids:
        return asked.answer("foreign", f"a manifest by {who}, and not one of Styleloop's", "ask who made it")
    if reading.state == "expired":
        return asked.answer(
            "expired", f"unchanged, but the certificate of {who} has ended", "ask the project it is from"
        )
    if not reading.trusted:
        cure = "give what to trust: --trust root.pem"
        return asked.answer(
            "unknown signer", f"unchanged since {who} signed it, but nothing here vouches for them", cure
        )
    what = f"{reading.named('variant')}, approved by {reading.named('decision')}"
    if asked.project:
        words = f"signed with this project's certificate as {what}, but the project has no record that it was sent"
        return asked.answer("unrecorded", words, "publish again: styleloop publish")
    return asked.answer("signed", f"unchanged since {who} signed it: {what}")


def _without_manifest(asked: _Asked) -> Proof:
    """No manifest: platforms strip them. The picture may still be known."""
    told = dict(_XMP_ID.findall(asked.data[:200_000]))
    named = unescape(told.get(b"variant", b"").decode("utf-8", "replace"))
    says = f"; its XMP mark names {named}, which proves nothing by itself" if named else ""
    pixels = _pixels(asked)
    if not pixels:
        return asked.answer("unreadable", "cut short, or not a picture", "give a whole JPEG or PNG")
    for post in asked.posts:
        if _approved_pixels(asked, post) == pixels:
            words = f"no manifest, but every pixel is that of {post.variant}, sent as {post.name}{says}"
            return asked.answer("stripped", words, f"the signed original lies in {post.url}", post)
    if known := _nearest(asked):
        bits, post = known
        words = (
            f"no manifest; the picture is like {post.variant}, sent as {post.name} ({bits} of 256 bits differ){says}"
        )
        return asked.answer("resembles", words, f"the signed original lies in {post.url}", post)
    return asked.answer("unsigned", f"no manifest, and not known here{says}", "ask who published it for the original")


def _nearest(asked: _Asked) -> tuple[int, Publication] | None:
    """(bits, publication) whose fingerprint is nearest, where it is near enough to be the same picture."""
    from styleloop.measure.picture.phash import hamming, pdq

    posts = [p for p in asked.posts if p.fingerprint]
    own = pdq(Picture(rgb=file_rgb(asked.data)))[0] if posts else ""
    found = min(((hamming(own, p.fingerprint), p) for p in posts), key=lambda pair: pair[0], default=None)
    return found if found and found[0] <= NEAR else None


def _pixels(asked: _Asked) -> str:
    try:
        return pixel_hash(file_rgb(asked.data))
    except SealError:
        return ""


def _approved_pixels(asked: _Asked, post: Publication) -> str:
    variant = asked.project.store.variants.find(post.variant) if asked.project else None
    return variant.rendering.pixels if variant else ""


def _stands(project: Project, post: Publication) -> bool:
    """Whether the approval it went out by is there, is on its seal, and approval is still the last word."""
    variant, named = project.store.variants.find(post.variant), project.store.decisions.find(post.decision)
    if variant is None or named is None or (named.action, named.seal) != ("approve", post.seal):
        return False
    last = standing(project, variant)
    return last is not None and last.action == "approve"


def _problems(reading: Reading) -> str:
    return ", ".join(reading.problems) or "bytes that the signature does not cover"
