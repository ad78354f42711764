"""receipt.json: what lies in a published folder, hashed, in a form that vouches for itself (docs/seal.md)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from styleloop.errors import SealError
from styleloop.types.channel import Post
from styleloop.types.review import FileRef

RECEIPT_FILE = "receipt.json"


def sha256(data: bytes) -> str:
    """Lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def receipt_text(post: Post, channel: str) -> bytes:
    """Key, channel, market, name, every file with its hash, and the hash of all that."""
    files = [{"bytes": len(data), "name": name, "sha256": sha256(data)} for name, data in sorted(post.files)]
    return _signed({"channel": channel, "files": files, "key": post.key, "market": post.market, "name": post.name})


def read_receipt(folder: Path) -> tuple[str, tuple[FileRef, ...]]:
    """(key, files) of the post in `folder`, proven against the disk as it is now.

    Raises:
        SealError: the receipt is absent or was changed, or a file is not what the receipt says.
    """
    path = folder / RECEIPT_FILE
    try:
        text = path.read_bytes()
        value = json.loads(text)
        told = value.pop("sha256")
        if _signed(value) != text:
            raise ValueError(f"its own hash {told} does not fit")
        refs = tuple(FileRef.model_validate(ref) for ref in value["files"])
        key = str(value["key"])
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise SealError(f"{path}: no receipt that can be trusted: {problem}") from problem
    for ref in refs:
        held = folder / ref.name
        if not held.is_file() or sha256(held.read_bytes()) != ref.sha256:
            raise SealError(f"{held}: is not what was sent; what to do: restore it, or publish under another name")
    return key, refs


def _signed(value: dict[str, Any]) -> bytes:
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = {**value, "sha256": sha256(plain.encode())}
    return (json.dumps(whole, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()
