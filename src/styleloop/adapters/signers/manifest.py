"""C2PA manifests in and out of JPEG and PNG, by the vendor's SDK, offline.

No time-stamp authority is asked, no remote manifest is fetched, no revocation is looked up: nothing leaves the machine.
Thumbnails are off: they would add hundreds of kilobytes and show the picture a second time.
Source: C2PA Technical Specification 2.2, and the SDK's own documentation of its settings.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from styleloop.adapters.signers.certificate import PURPOSES
from styleloop.errors import InputError
from styleloop.types.credential import Credential, Reading

if TYPE_CHECKING:
    from styleloop.adapters.signers.certificate import SigningCertificate

OURS = "styleloop.piece"
"""Label of the assertion with our ids."""
ACTIONS, CREATED = "c2pa.actions.v2", "c2pa.created"
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
MOST_BYTES = 256_000_000
"""Larger files are not read."""

_UNTRUSTED, _EXPIRED = "signingCredential.untrusted", "signingCredential.expired"
_SIGNATURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_OFFLINE = {"remote_manifest_fetch": False, "ocsp_fetch": False}


def mime_of(data: bytes) -> str:
    """`image/jpeg`, `image/png`, or an empty string for anything else: by the first bytes, never by a file's name."""
    return next((mime for head, mime in _SIGNATURES.items() if data.startswith(head)), "")


def sign(data: bytes, credential: Credential, certificate: SigningCertificate, version: str) -> bytes:
    """`data` with a signed manifest in it. The coded picture is not touched; any later byte breaks the signature.

    Args:
        data: a JPEG or PNG, its XMP mark already in it.
        credential: what the file says of itself.
        certificate: who says it.
        version: Styleloop's own, for the manifest's generator line.

    Raises:
        InputError: neither a JPEG nor a PNG, or the SDK refuses the certificate or the file; says why.
    """
    import c2pa

    if mime_of(data) != credential.mime:
        raise InputError("cannot be signed", field="file", got=data[:8], expected=credential.mime or "a JPEG or a PNG")
    info = c2pa.C2paSignerInfo(
        alg=certificate.algorithm.encode(),
        sign_cert=certificate.chain.encode(),
        private_key=certificate.key,
        ta_url=None,
    )
    settings = {
        "verify": {"verify_after_sign": False, **_OFFLINE},  # who publishes reads it back: `read`
        "builder": {"thumbnail": {"enabled": False}},
        "trust": {"trust_config": "\n".join(PURPOSES)},
    }
    signed = io.BytesIO()
    try:
        with (
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder(_manifest(credential, version), _context(settings)) as builder,
        ):
            builder.sign(signer, credential.mime, io.BytesIO(data), signed)
    except c2pa.C2paError as problem:
        cure = "look at the certificate: styleloop doctor"
        raise InputError(f"the file could not be signed: {problem}", field="file", cure=cure) from problem
    return signed.getvalue()


def _manifest(credential: Credential, version: str) -> dict[str, Any]:
    created: dict[str, Any] = {
        "action": CREATED,
        "digitalSourceType": SOURCE_TYPES + credential.source_type,
        "when": f"{credential.made:%Y-%m-%dT%H:%M:%SZ}",
    }
    name, _, tool = credential.made_with.partition("@")
    if name:
        created["softwareAgent"] = {"name": name, "version": tool}
    return {
        "claim_generator_info": [{"name": "Styleloop", "version": version}],
        "title": credential.title,
        "format": credential.mime,
        "assertions": [
            {"label": ACTIONS, "data": {"actions": [created]}, "created": True},
            {"label": OURS, "data": {name: value for name, value in credential.ids if value}, "created": True},
        ],
    }


def read(data: bytes, anchors: str = "") -> Reading:
    """What `data` says of itself, checked against its own bytes. Never raises on what is in the file.

    Args:
        data: any bytes.
        anchors: PEM of the certificates to trust; empty: every signer is unknown.
    """
    import c2pa

    mime = mime_of(data)
    if not mime or len(data) > MOST_BYTES:
        wanted = "expected a JPEG or a PNG" if not mime else f"expected at most {MOST_BYTES:,} bytes"
        return Reading(state="unreadable", problems=(wanted,))
    trust = {"trust_config": "\n".join(PURPOSES), **({"trust_anchors": anchors} if anchors else {})}
    try:
        context = _context({"verify": {"verify_trust": True, **_OFFLINE}, "trust": trust})
    except c2pa.C2paError as problem:
        raise InputError(
            "these certificates cannot be read", field="trust", expected="PEM", got=str(problem)
        ) from problem
    try:
        with c2pa.Reader(mime, io.BytesIO(data), context=context) as reader:
            return _reading(json.loads(reader.json()))
    except c2pa.C2paError.ManifestNotFound:
        return Reading(state="unsigned")
    except (c2pa.C2paError, ValueError) as problem:
        return Reading(state="altered", problems=(str(problem),))


def _context(settings: Mapping[str, Any]) -> Any:
    import c2pa

    return c2pa.Context(c2pa.Settings.from_dict({"version": 1, **settings}))


def _reading(told: Mapping[str, Any]) -> Reading:
    """The SDK's report -> what of it matters. A report that lacks its active manifest is no proof of anything."""
    active = told.get("manifests", {}).get(told.get("active_manifest", ""), {})
    codes = [str(status.get("code", "")) for status in told.get("validation_status") or ()]
    wrong = tuple(code for code in codes if code != _UNTRUSTED)
    holds = bool(active) and not wrong and told.get("validation_state") in ("Valid", "Trusted")
    signature = active.get("signature_info") or {}
    generator: Mapping[str, Any] = next(iter(active.get("claim_generator_info") or ()), {})
    assertions = {a.get("label"): a.get("data") or {} for a in active.get("assertions") or ()}
    created = next((a for a in _actions(assertions) if a.get("action") == CREATED), {})
    ids = assertions.get(OURS, {})
    return Reading(
        state="signed" if holds else "expired" if active and set(wrong) == {_EXPIRED} else "altered",
        trusted=holds and told.get("validation_state") == "Trusted",
        signer=str(signature.get("common_name") or ""),
        organisation=str(signature.get("issuer") or ""),
        serial=str(signature.get("cert_serial_number") or ""),
        generator=" ".join(str(generator.get(k, "")) for k in ("name", "version")).strip(),
        title=str(active.get("title") or ""),
        made=str(created.get("when") or ""),
        source_type=str(created.get("digitalSourceType") or "").removeprefix(SOURCE_TYPES),
        ids=tuple(sorted((str(k), str(v)) for k, v in ids.items())) if isinstance(ids, dict) else (),
        problems=wrong if wrong or holds else (str(told.get("validation_state") or "no active manifest"),),
    )


def _actions(assertions: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    data: Any = next((d for label, d in assertions.items() if str(label).startswith("c2pa.actions")), {})
    found = data.get("actions") if isinstance(data, dict) else None
    return [a for a in found if isinstance(a, dict)] if isinstance(found, list) else []
