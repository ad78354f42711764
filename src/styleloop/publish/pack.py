"""One approved variant -> the files that ship, and the record that they did."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from styleloop.errors import InputError, SealError
from styleloop.publish.mark import mark, packet
from styleloop.publish.provenance import Evidence, provenance
from styleloop.publish.statement import statement
from styleloop.types.audit import Finding
from styleloop.types.brand import Claim
from styleloop.types.channel import Post, Receipt
from styleloop.types.copy import ALT, CAPTION
from styleloop.types.credential import Credential
from styleloop.types.product import Product
from styleloop.types.review import Decision, FileRef, Publication
from styleloop.types.variant import FilledSlot, Variant

CAPTION_FILE, ALT_FILE, PROVENANCE_FILE = "caption.txt", "alt.txt", "provenance.json"
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png"}
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?")
Sign = Callable[[bytes, Credential], bytes]
"""A marked file, and what it says of itself -> the signed file."""


def pack(
    variant: Variant,
    decision: Decision,
    file: bytes,
    day: date,
    *,
    name: str,
    channel: str = "folder",
    test: str = "",
    arm: str = "",
    findings: Sequence[Finding] = (),
    filled: Sequence[FilledSlot] = (),
    product: Product | None = None,
    claims: Sequence[Claim] = (),
    sign: Sign | None = None,
    fingerprint: str = "",
    signatures: Sequence[Decision] = (),
) -> Post:
    """The files of one post: the marked and signed picture, caption.txt, alt.txt, provenance.json. Call `check` first.

    Args:
        variant: what was approved.
        decision: the approval.
        file: the drawn file, byte for byte the one whose sha256 the rendering names.
        day: the day of publishing.
        name: the ad's name in reports and of the files: lower-case letters, digits, hyphens.
        channel: name of the channel it goes out by; part of the key.
        test: experiment it is an arm of, with `arm` its name there.
        arm: see `test`.
        findings: every finding on it, dismissed ones included.
        filled: the draft's spans that came from facts.
        product: the product, for the evidence behind those facts.
        claims: the register, for the proof behind those claims.
        sign: puts the signed manifest in, last of all; None leaves the picture with its XMP mark alone.
        fingerprint: 64 hex digits by which the picture is known again after a platform encoded it anew.
        signatures: every approval it took, where there were several; `decision` is the last of them.

    Raises:
        SealError: `file` is not the file that was drawn, or the decision is not on this seal.
        InputError: the name is unsafe, or the file is of a kind that cannot carry the mark.
    """
    if not NAME.fullmatch(name):
        raise InputError("the post's name is unsafe in a path", field="name", got=name, expected=NAME.pattern)
    drawn = hashlib.sha256(file).hexdigest()
    if drawn != variant.rendering.file:
        raise SealError(f"{variant.id}: the file is {drawn}, but the approved rendering is {variant.rendering.file}")
    if decision.seal != variant.seal:
        raise SealError(f"{variant.id}: decision {decision.id} is on seal {decision.seal}, not on {variant.seal}")
    suffix = SUFFIXES.get(variant.rendering.mime)
    if suffix is None:
        expected = ", ".join(SUFFIXES)
        raise InputError("this kind of file cannot carry the mark", got=variant.rendering.mime, expected=expected)
    made = variant.provenance
    ids = {"variant": variant.id, "decision": decision.id, "style": made.style, "seal": variant.seal}
    picture = mark(file, packet(made.source_type, ids))
    evidence = Evidence(tuple(findings), tuple(filled), product, tuple(claims), fingerprint, tuple(signatures))
    key = _publication(variant, decision, channel, name, test, arm, (), "", decision.at).key()
    if sign is not None:
        picture = sign(picture, statement(variant, decision, f"{name}.{suffix}", key))
    texts = (
        (CAPTION_FILE, variant.words.text(CAPTION)),
        (ALT_FILE, variant.words.text(ALT)),
        (PROVENANCE_FILE, provenance(variant, decision, (f"{name}.{suffix}", picture), key, day, evidence)),
    )
    files = ((f"{name}.{suffix}", picture), *((file_name, text.encode()) for file_name, text in texts))
    return Post(key=key, name=name, files=files, market=variant.market)


def record(
    variant: Variant,
    decision: Decision,
    post: Post,
    receipt: Receipt,
    at: datetime,
    test: str = "",
    arm: str = "",
    fingerprint: str = "",
) -> Publication:
    """What left, as the channel confirmed it.

    Raises:
        SealError: the receipt is for another post, or what was read back is not what was packed.
    """
    # Sent before, on another day: provenance.json then names that day, and the first one stays.
    passed = {PROVENANCE_FILE} if receipt.already else set()
    sent = {name: hashlib.sha256(data).hexdigest() for name, data in post.files if name not in passed}
    back = {ref.name: ref.sha256 for ref in receipt.files if ref.name not in passed}
    if sent != back:
        wrong = sorted(name for name in sent.keys() | back.keys() if sent.get(name) != back.get(name))
        raise SealError(f"{variant.id}: {receipt.channel} holds other files than were sent: {', '.join(wrong)}")
    made = _publication(
        variant, decision, receipt.channel, post.name, test, arm, receipt.files, receipt.url, at, fingerprint
    )
    if not made.key() == post.key == receipt.key:
        raise SealError(f"{variant.id}: the receipt {receipt.key} is not for this post ({post.key})")
    return made


def _publication(
    variant: Variant,
    decision: Decision,
    channel: str,
    name: str,
    test: str,
    arm: str,
    files: tuple[FileRef, ...],
    url: str,
    at: datetime,
    fingerprint: str = "",
) -> Publication:
    return Publication(
        variant=variant.id,
        seal=variant.seal,
        decision=decision.id,
        channel=channel,
        market=variant.market,
        placement=variant.placement,
        test=test,
        arm=arm,
        name=name,
        files=files,
        url=url,
        at=at,
        fingerprint=fingerprint,
    )
