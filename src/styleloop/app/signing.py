"""The project's signing certificate: where it lies, how one is made, and every signed file read back before it leaves.

The operator's own comes from `brand/signing/chain.pem` and `key.pem`, which git ignores, or from the environment:
`STYLELOOP_SIGNING__CHAIN` and `STYLELOOP_SIGNING__KEY`, both also as `..._FILE`. These are secrets, not settings.

A self-made certificate is in the brand's name. When the brand is called otherwise, the next publishing makes a new one;
the old one is kept in `brand/signing/former/`, and what it signed still verifies.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
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
FORMER = "former"
"""Folder of the certificates that signed before, one in each of its folders."""
NAMED = "name.txt"
"""The name that an operator gave a self-made certificate: it stays, whatever the brand is called."""
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
        cure = f"move it to {folder / FORMER / 'before'} first: what it signed is then still known as yours"
        raise InputError("there is a certificate already", where=str(folder), got=there, cure=cure)
    return _made(folder, organisation.strip() or _brand_name(root), bool(organisation.strip()))


def _made(folder: Path, name: str, given: bool = False) -> list[Path]:
    chain, key = certificate.make(name)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {".gitignore": "*\n", CHAIN: chain, ROOT: _last(chain), KEY: key, **({NAMED: name} if given else {})}
    for part, text in texts.items():
        # Written beside and then put in its place: a key is never cut short, and never readable by others.
        whole = folder / f".{part}.unfinished"
        handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if part == KEY else 0o644)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        whole.replace(folder / part)
    return [folder / part for part in texts]


def _brand_name(root: Path) -> str:
    return str(read_toml(root / "brand" / "kit.toml").get("name", ""))


def due(root: Path) -> str:
    """That the next publishing makes a new certificate, and why, as a sentence; empty while none is due.

    Raises:
        SettingsError, InputError: as `certificate_of`.
    """
    if not _former_name(root, certificate_of(root)):
        return ""
    return f"the brand is called {_brand_name(root)} now: the next styleloop publish makes a certificate in that name"


def _former_name(root: Path, by: SigningCertificate) -> str:
    """The name in a self-made certificate of this project, where the brand is called otherwise by now; else empty."""
    elsewhere = any(os.environ.get(name, "").strip() for name in VARIABLES)
    if elsewhere or not by.self_made or (root / FOLDER / NAMED).is_file():
        return ""
    return "" if by.organisation == certificate.name_in(_brand_name(root)) else by.organisation


def renewed(root: Path) -> str:
    """Sign in the brand's new name from now on, where it was renamed since its certificate was made.

    Returns:
        What was done, as a sentence; empty when the certificate's name is right, or is the operator's own choice.

    Raises:
        SettingsError, InputError: as `certificate_of`.
    """
    old = certificate_of(root)
    was = _former_name(root, old)
    if not was:
        return ""
    folder = root / FOLDER
    kept = folder / FORMER / f"{_slug(was)}-{hashlib.sha256(old.chain.encode()).hexdigest()[:8]}"
    kept.mkdir(parents=True, exist_ok=True)
    for part in (CHAIN, ROOT, KEY):
        if (folder / part).is_file():
            shutil.copy2(folder / part, kept / part)
    _made(folder, _brand_name(root))
    now = certificate_of(root).organisation
    return (
        f"the brand is called {now} now: signed by a new certificate in that name. The one in the name of {was} is "
        f"kept in {kept.relative_to(root)}, and what it signed still verifies here; "
        f"give others {FOLDER / ROOT} to trust, beside the one they have"
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "certificate"


def _last(chain: str) -> str:
    begin = "-----BEGIN CERTIFICATE-----"
    return begin + chain.rpartition(begin)[2]


def sign(data: bytes, credential: Credential, by: SigningCertificate) -> bytes:
    """`data` with its signed manifest; see `adapters.signers.manifest.sign`."""
    return manifest.sign(data, credential, by, version("styleloop"))


def anchors_of(root: Path) -> str:
    """PEM of what a project trusts when it reads its own files: all above its signer and former ones. Needs no key.

    Raises:
        SettingsError: a chain cannot be read.
    """
    folder = root / FOLDER
    own = os.environ.get(VARIABLES[0], "").strip()
    chains = {VARIABLES[0]: own} if own else {}
    paths = [*([] if own else [folder / CHAIN]), *sorted((folder / FORMER).glob(f"*/{CHAIN}"))]
    chains |= {str(path): _text(path) for path in paths if path.is_file()}
    return "".join(_above(chain, place) for place, chain in chains.items())


def _above(chain: str, place: str) -> str:
    try:
        return certificate.above(chain)
    except ValueError as problem:
        raise SettingsError(f"{place} is not a chain of PEM certificates: {problem}") from problem


def words_on(by: SigningCertificate) -> str:
    """One sentence about a certificate, for people."""
    kind = "self-made: readers elsewhere call the signer unknown" if by.self_made else "issued by an authority"
    return f"{by.organisation}, {by.algorithm}, holds until {by.ends:%Y-%m-%d}; {kind}"
