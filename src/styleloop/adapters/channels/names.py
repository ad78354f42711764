"""Where a post may go: names that are safe in a path, and folders proven to lie inside the target."""

from __future__ import annotations

import re
from pathlib import Path

from styleloop.adapters.channels.receipts import RECEIPT_FILE
from styleloop.errors import InputError
from styleloop.types.channel import Post

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,118}[a-z0-9])?")
_MARKET = re.compile(r"[A-Za-z0-9]{1,12}(?:-[A-Za-z0-9]{1,12}){0,4}")
_FILE = re.compile(r"[A-Za-z0-9](?!.*\.\.)[A-Za-z0-9._-]{0,159}")


def folder_of(post: Post, root: Path) -> Path:
    """`<root>/<market>/<name>`, or without the market where the post names none.

    Raises:
        InputError: a name is unsafe in a path, two files share one, or the folder would lie outside `root`.
    """
    checks = [("name", post.name, _NAME), *(("file name", name, _FILE) for name, _ in post.files)]
    if post.market:
        checks.append(("market", post.market, _MARKET))
    for field, got, pattern in checks:
        if not pattern.fullmatch(got):
            raise InputError("unsafe in a path", where=post.key, field=field, got=got, expected=pattern.pattern)
    names = [name.casefold() for name, _ in post.files]
    if len(set(names)) != len(names) or RECEIPT_FILE in names:
        raise InputError("two files of one post share a name", where=post.key, field="files", got=names)
    folder = root / post.market / post.name
    if not folder.resolve().is_relative_to(root.resolve()):
        raise InputError("leads out of the target folder", where=post.key, field="market", got=post.market)
    return folder
