"""The key that signs the end of an exported trail: Ed25519, in PEM."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from styleloop.errors import InputError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def make() -> str:
    """A new private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    made = Ed25519PrivateKey.generate()
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public(private: str) -> str:
    """The public half of a private key.

    Raises:
        InputError: it is no Ed25519 key.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return _private(private).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def sign(private: str, data: bytes) -> str:
    """The signature over `data`, base64.

    Raises:
        InputError: it is no Ed25519 key.
    """
    return base64.b64encode(_private(private).sign(data)).decode()


def vouches(public_key: str, data: bytes, signature: str) -> bool:
    """Whether `signature` is that of `data` by this key.

    Raises:
        InputError: it is no public Ed25519 key.
    """
    from cryptography.exceptions import InvalidSignature

    key = _public(public_key)
    try:
        raw = base64.b64decode(signature, validate=True)
        if base64.b64encode(raw).decode() != signature:
            return False  # base64 has more than one way to write the same bytes
        key.verify(raw, data)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def plain(public_key: str) -> str:
    """The one way to write a public key as PEM; readers take many.

    Raises:
        InputError: it is no public Ed25519 key.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return _public(public_key).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def same(one: str, other: str) -> bool:
    """Whether two public keys are one.

    Raises:
        InputError: one of them is no public Ed25519 key.
    """
    return _public(one) == _public(other)


def _private(pem: str) -> Ed25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem.encode(), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise InputError("this is no private key", expected="an Ed25519 key as PEM, without a password") from problem
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError("this key is of another kind", got=type(key).__name__, expected="Ed25519")
    return key


def _public(pem: str) -> Ed25519PublicKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise InputError("this is no public key", expected="an Ed25519 public key as PEM") from problem
    if not isinstance(key, Ed25519PublicKey):
        raise InputError("this key is of another kind", got=type(key).__name__, expected="Ed25519")
    return key
