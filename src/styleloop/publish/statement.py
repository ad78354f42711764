"""What a published picture says of itself, and whether the signed file really says it."""

from __future__ import annotations

from styleloop.types.credential import Credential, Reading
from styleloop.types.record import Refusal
from styleloop.types.review import Decision
from styleloop.types.variant import Variant, seal

AGAIN = "publish again; if it stays, look at the certificate: styleloop doctor"


def statement(variant: Variant, decision: Decision, title: str, key: str) -> Credential:
    """What is signed into the file of `variant`: nothing about people, no words, no time but the picture's own.

    Args:
        variant: what was approved.
        decision: the approval.
        title: name of the file.
        key: the publication's id.
    """
    made = variant.provenance
    ids = {
        "variant": variant.id,
        "decision": decision.id,
        "style": made.style,
        "seal": variant.seal,
        "publication": key,
        "market": variant.market,
        "placement": variant.placement,
        "product": variant.product,
    }
    return Credential(
        title=title,
        mime=variant.rendering.mime,
        source_type=made.source_type,
        made=made.made,
        made_with=made.renderer or variant.rendering.renderer,
        ids=tuple(sorted((name, value) for name, value in ids.items() if value)),
    )


def vouch(variant: Variant, told: Credential, read: Reading, pixels: str, size: int, most: int) -> Refusal | None:
    """None when the signed file may ship, else why not. Looks at the file that will be sent, read back just now.

    Args:
        variant: what was approved.
        told: what was to be signed.
        read: what the signed file says, checked against its bytes.
        pixels: `pixel_hash` of the signed file, decoded.
        size: its bytes.
        most: bytes the format takes; 0: no limit.
    """
    if read.state != "signed":
        return _refused(variant, "the signed file does not verify", ", ".join(read.problems) or read.state, "signed")
    if read.ids != told.ids or read.source_type != told.source_type:
        expected = ", ".join(f"{name} {value}" for name, value in told.ids)
        got = ", ".join(f"{name} {value}" for name, value in read.ids)
        return _refused(variant, "the signed file names something else than what was approved", got, expected)
    now = seal(variant.words, variant.words.text("alt"), pixels, variant.placement, variant.market)
    if now != variant.seal:
        return _refused(
            variant, "signing changed the picture: its seal is no longer the approved one", now, variant.seal
        )
    if most and size > most:
        why = f"with its marks the file is larger than {variant.placement} takes"
        cure = "a plainer picture, a shorter certificate chain, or a format that takes more"
        return Refusal(
            subject=variant.id, why=why, got=f"{size:,} bytes", expected=f"at most {most:,} bytes", cure=cure
        )
    return None


def _refused(variant: Variant, why: str, got: str, expected: str) -> Refusal:
    return Refusal(subject=variant.id, why=why, got=got, expected=expected, cure=AGAIN)
