"""Recompute every seal in a published folder from the files alone. Standard library and Pillow; no Styleloop.

    python recompute_seals.py published

Prints one line for each post. Exits 1 and names the file when a single byte of any of them is not what was approved.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from PIL import Image


class Broken(Exception):
    """A file is not what it should be."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_json(path: Path) -> tuple[dict, bytes]:
    try:
        text = path.read_bytes()
        return json.loads(text), text
    except (OSError, ValueError) as problem:
        raise Broken(f"{path}: {problem}") from problem


def check_receipt(folder: Path) -> dict:
    """Every file of the folder, and the receipt itself, byte for byte."""
    path = folder / "receipt.json"
    receipt, text = read_json(path)
    whole = json.dumps(receipt, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    told = receipt.pop("sha256", "")
    if whole.encode() != text or sha256(canonical(receipt)) != told:
        raise Broken(f"{path}: was changed")
    names = {ref["name"] for ref in receipt["files"]} | {path.name}
    for extra in sorted(p.name for p in folder.iterdir() if p.name not in names):
        raise Broken(f"{folder / extra}: was not part of the post")
    for ref in receipt["files"]:
        file = folder / ref["name"]
        if not file.is_file() or sha256(file.read_bytes()) != ref["sha256"]:
            raise Broken(f"{file}: is missing or was changed")
    return receipt


def pixels_of(path: Path) -> str:
    """sha256 of `WIDTHxHEIGHT:` and the decoded 8-bit RGB rows."""
    try:
        with Image.open(path) as picture:
            rgb = picture.convert("RGB")
    except (OSError, ValueError, SyntaxError) as problem:
        raise Broken(f"{path}: cannot be decoded: {problem}") from problem
    return sha256(f"{rgb.width}x{rgb.height}:".encode() + rgb.tobytes())


def check_post(folder: Path) -> str:
    """Returns the seal of the post in `folder`, recomputed, or raises naming the file that is wrong."""
    receipt = check_receipt(folder)
    path = folder / "provenance.json"
    told, _ = read_json(path)
    picture = folder / told["file"]["name"]
    pixels = pixels_of(picture)
    seal = sha256(
        canonical(
            {
                "alt": told["alt"],
                "copy": told["copy"],
                "market": told["market"],
                "pixels": pixels,
                "placement": told["placement"],
            }
        )
    )
    tests = [
        (picture, sha256(picture.read_bytes()) == told["file"]["sha256"]),
        (picture, pixels == told["pixels"]),
        (folder / "alt.txt", (folder / "alt.txt").read_text("utf-8") == told["alt"]),
        (folder / "caption.txt", (folder / "caption.txt").read_text("utf-8") == told["copy"].get("caption", "")),
        (path, told["seal"] == seal),
        (path, told["decision"]["seal"] == seal and told["decision"]["action"] == "approve"),
        (path, told["publication"] == receipt["key"]),
        (folder, told["market"] == receipt["market"] == folder.parent.name and folder.name == receipt["name"]),
    ]
    for file, fine in tests:
        if not fine:
            raise Broken(f"{file}: does not fit the seal")
    return seal


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main(root: str) -> int:
    posts = sorted({p.parent for name in ("provenance.json", "receipt.json") for p in Path(root).rglob(name)})
    posts = [p for p in posts if not any(part.startswith(".") for part in p.relative_to(root).parts)]
    wrong = 0
    for folder in posts:
        try:
            say(f"{check_post(folder)}  {folder}")
        except (Broken, KeyError, TypeError, OSError, UnicodeDecodeError) as problem:
            wrong += 1
            say(f"BROKEN {problem if isinstance(problem, Broken) else f'{folder}: {problem!r}'}")
    say(f"{len(posts)} posts, {wrong} broken")
    return 1 if wrong or not posts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "published"))
