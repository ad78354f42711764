"""The certificate that signs: read and checked, or a self-made one for who has none yet.

A self-made chain is a certificate authority and one end entity below it. The authority's key is never written down, so
nothing else can ever be issued below it: who trusts that root trusts this one signer.
Source of the profile: C2PA 2.2, 14.5 X.509 certificates (key usage, extended key usage, no CA as signer).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from styleloop.errors import InputError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

EMAIL, DOCUMENT, CLAIM, MICROSOFT = (
    "1.3.6.1.5.5.7.3.4",
    "1.3.6.1.5.5.7.3.36",
    "1.3.6.1.4.1.62558.2.1",
    "1.3.6.1.4.1.311.76.59.1.9",
)
PURPOSES = (EMAIL, DOCUMENT, CLAIM, MICROSOFT)
"""Extended key usages a C2PA signer may have: mail protection, document signing, C2PA's own, Microsoft's."""
DAYS = 3650
"""How long a self-made certificate holds. There is no time stamp, so a signature is only as lasting as this."""
SELF_MADE = "self-made"
"""Stands in the name of every self-made authority."""

_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True)
class SigningCertificate:
    """A certificate chain and the key that belongs to its first certificate.

    Attributes:
        chain: PEM, the signer first, each followed by who issued it.
        key: PEM, PKCS #8, unencrypted.
        algorithm: as C2PA names it: `es256`, `ps256`, `ed25519`, ...
        anchors: PEM of every certificate above the signer: what others would be told to trust.
        organisation: of the signer.
        ends: last moment it may sign.
        self_made: whether `make` made it.
    """

    chain: str
    key: bytes
    algorithm: str
    anchors: str
    organisation: str
    ends: datetime
    self_made: bool


def read(chain: str, key: str, where: str, now: datetime | None = None) -> SigningCertificate:
    """A chain and its key, checked: they belong together, may sign, and hold now.

    Args:
        chain: PEM, the signer's certificate first.
        key: PEM of its private key, without a password.
        where: the place they came from, for messages. Nothing of the key itself is ever in a message.
        now: the moment it must hold; the present when None.

    Raises:
        InputError: names what is wrong and what to do.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        certificates = x509.load_pem_x509_certificates(chain.encode())
    except ValueError as problem:
        raise _wrong(where, "chain", "not a chain of PEM certificates", "PEM, the signer's first") from problem
    if len(certificates) < 2:
        raise _wrong(where, "chain", "who issued it is not in the chain", "the signer's certificate, then its issuer's")
    private = _private(key, where)
    signer = certificates[0]
    _issued_by(signer, certificates[1], where)
    spki = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if signer.public_key().public_bytes(*spki) != private.public_key().public_bytes(*spki):
        raise _wrong(where, "key", "the key does not belong to the chain's first certificate", "the signer's own key")
    _may_sign(signer, where, now or datetime.now(UTC))
    return SigningCertificate(
        chain="".join(_pem(c) for c in certificates),
        key=private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        algorithm=_algorithm(private, where),
        anchors="".join(_pem(c) for c in certificates[1:]),
        organisation=_organisation(signer),
        ends=signer.not_valid_after_utc,
        self_made=SELF_MADE in signer.issuer.rfc4514_string(),
    )


def _issued_by(signer: Certificate, issuer: Certificate, where: str) -> None:
    from cryptography.exceptions import InvalidSignature

    try:
        signer.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature) as problem:
        raise _wrong(
            where, "chain", "its second certificate did not issue the first", signer.issuer.rfc4514_string(),
            issuer.subject.rfc4514_string(),
        ) from problem  # fmt: skip


def above(chain: str) -> str:
    """PEM of every certificate of a chain but the signer's own: what its readers would trust.

    Raises:
        ValueError: not a chain of PEM certificates.
    """
    from cryptography import x509

    return "".join(_pem(c) for c in x509.load_pem_x509_certificates(chain.encode())[1:])


def _private(key: str, where: str) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(key.encode(), None)
    except TypeError as problem:
        raise _wrong(where, "key", "the key has a password", "a key without one, readable by you alone") from problem
    except (ValueError, UnsupportedAlgorithm) as problem:
        raise _wrong(where, "key", "not a private key", "PEM") from problem


def _may_sign(signer: Certificate, where: str, now: datetime) -> None:
    from cryptography import x509

    try:
        purposes = [p.dotted_string for p in signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value]
    except x509.ExtensionNotFound:
        purposes = []
    if not set(purposes) & set(PURPOSES):
        expected = f"one of {', '.join(PURPOSES)}: mail protection or document signing"
        raise _wrong(where, "chain", "its extended key usage does not allow signing", expected, purposes)
    try:
        if signer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise _wrong(where, "chain", "its first certificate is an authority's", "an end entity's certificate")
    except x509.ExtensionNotFound:
        pass
    if not _organisation(signer):
        raise _wrong(where, "chain", "it names no organisation, and readers show that name", "a subject with O=")
    if not signer.not_valid_before_utc <= now <= signer.not_valid_after_utc:
        held = f"{signer.not_valid_before_utc:%Y-%m-%d} to {signer.not_valid_after_utc:%Y-%m-%d}"
        raise _wrong(where, "chain", "it does not hold today", "a certificate that holds", held)


def _algorithm(private: Any, where: str) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name in _CURVES:
        return _CURVES[private.curve.name]
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= 2048:
        return "ps256"
    raise _wrong(where, "key", "this kind of key cannot sign", "P-256, P-384, P-521, Ed25519, or RSA of 2048 bits")


def make(organisation: str, now: datetime | None = None) -> tuple[str, str]:
    """(chain, key) of a new self-made signer, both PEM: ES256, the signer's certificate first, then its authority's.

    Args:
        organisation: the name readers will show.
        now: first moment it holds, less an hour for clocks that lag; the present when None.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    start = (now or datetime.now(UTC)) - timedelta(hours=1)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = name_in(organisation)
    root_name = _name(name, f"{name[:40]} ({SELF_MADE} authority)")
    root = _issued(root_name, root_name, root_key.public_key(), root_key, start)
    signer = _issued(_name(name, f"{name[:50]} publishing"), root_name, key.public_key(), root_key, start, False)
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return _pem(signer) + _pem(root), text.decode()


def name_in(organisation: str) -> str:
    """An organisation's name as a self-made certificate holds it."""
    return organisation.strip()[:60].strip() or "Styleloop project"


def _issued(subject: Any, issuer: Any, public: Any, by: Any, start: datetime, authority: bool = True) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=DAYS))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, **usage),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )
    if not authority:
        purposes = [x509.ObjectIdentifier(EMAIL), x509.ObjectIdentifier(DOCUMENT)]
        made = made.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return made.sign(by, hashes.SHA256())


def _name(organisation: str, common: str) -> Any:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _organisation(certificate: Certificate) -> str:
    from cryptography.x509.oid import NameOID

    found = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(found[0].value) if found else ""


def _pem(certificate: Certificate) -> str:
    from cryptography.hazmat.primitives import serialization

    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _wrong(where: str, field: str, problem: str, expected: str, got: object = None) -> InputError:
    cure = "put a signing certificate there, or make one: styleloop verify --make-certificate"
    return InputError(
        f"the certificate cannot sign: {problem}", where=where, field=field, got=got, expected=expected, cure=cure
    )
