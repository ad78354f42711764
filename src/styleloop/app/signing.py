"""The project's signing certificate: where it lies, how one is made, and every signed file read back before it leaves.

The operator's own comes from `brand/signing/chain.pem` and `key.pem`, which git ignores, or from the environment:
`STYLELOOP_SIGNING__CHAIN` and `STYLELOOP_SIGNING__KEY`, both also as `..._FILE`. These are secrets, not settings.
"""

from __future__ import annotations

import os
import stat
from importlib.metadata import version
from pathlib import Path

from styleloop.adapters.signers import certificate, manifest
from styleloop.adapters.signers.certificate import SigningCertificate
from styleloop.app.brandfiles import read_toml
from styleloop.errors import InputError, SettingsError
from styleloop.types.credential import Credential

FOLDER = Path("brand") / "signing"
CHAIN, KEY, ROOT = "chain.pem", "key.pem", "root.pem"
VARIABLES = ("STYLELOOP_SIGNING__CHAIN", "STYLELOOP_SIGNING__KEY")
MAKE = "put chain.pem and key.pem there, or make a self-made one: styleloop verify --make-certificate"


def certificate_of(root: Path) -> SigningCertificate:
    """The certificate this project signs with, checked: from the environment, else from `brand/signing/`.

    Raises:
        SettingsError: there is none, only half of one, or others may read the key.
        InputError: it cannot sign; says why.
    """
    own_chain, own_key = (os.environ.get(name, "").strip() for name in VARIABLES)
    if own_chain and own_key:
        return certificate.read(own_chain, own_key, " and ".join(VARIABLES))
    if own_chain or own_key:
        missing = VARIABLES[1 if own_chain else 0]
        raise SettingsError(f"{missing} is not set, but its partner is; set both (or both ..._FILE), or neither")
    folder = root / FOLDER
    chain, key = folder / CHAIN, folder / KEY
    absent = [path.name for path in (chain, key) if not path.is_file()]
    if absent:
        raise SettingsError(f"{folder}: no certificate to sign with: {' and '.join(absent)} missing; {MAKE}")
    _private(key)
    return certificate.read(_text(chain), _text(key), str(folder))


def _private(key: Path) -> None:
    mode = stat.S_IMODE(key.stat().st_mode)
    if mode & 0o077:
        raise SettingsError(f"{key} may be read by others (mode {mode:04o}, expected 0600); run: chmod 600 {key}")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{path} cannot be read as PEM text: {problem}") from problem


def make_certificate(root: Path, organisation: str = "") -> list[Path]:
    """Write a self-made certificate into `brand/signing/`, for signing from now on. Overwrites nothing.

    Args:
        root: the project folder.
        organisation: the name that readers show; the brand's when empty.

    Raises:
        InputError: there is a certificate already.
    """
    folder = root / FOLDER
    there = [name for name in (CHAIN, KEY) if (folder / name).exists()]
    if there:
        cure = "move it away first; what it signed stays signed by it"
        raise InputError("there is a certificate already", where=str(folder), got=there, cure=cure)
    kit = root / "brand" / "kit.toml"
    name = organisation.strip() or str(read_toml(kit).get("name", ""))
    chain, key = certificate.make(name)
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / part for part in (".gitignore", CHAIN, ROOT, KEY)]
    for path, text in zip(written, ("*\n", chain, _last(chain), key), strict=True):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if path.name == KEY else 0o644)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
    return written


def _last(chain: str) -> str:
    begin = "-----BEGIN CERTIFICATE-----"
    return begin + chain.rpartition(begin)[2]


def sign(data: bytes, credential: Credential, by: SigningCertificate) -> bytes:
    """`data` with its signed manifest; see `adapters.signers.manifest.sign`."""
    return manifest.sign(data, credential, by, version("styleloop"))


def anchors_of(root: Path) -> str:
    """PEM of what a project trusts when it reads its own files: everything above its signer. Needs no key.

    Raises:
        SettingsError: the chain cannot be read.
    """
    path = root / FOLDER / CHAIN
    chain = os.environ.get(VARIABLES[0], "").strip() or (_text(path) if path.is_file() else "")
    try:
        return certificate.above(chain) if chain else ""
    except ValueError as problem:
        raise SettingsError(f"{path} (or {VARIABLES[0]}) is not a chain of PEM certificates: {problem}") from problem


def words_on(by: SigningCertificate) -> str:
    """One sentence about a certificate, for people."""
    kind = "self-made: readers elsewhere call the signer unknown" if by.self_made else "issued by an authority"
    return f"{by.organisation}, {by.algorithm}, holds until {by.ends:%Y-%m-%d}; {kind}"
