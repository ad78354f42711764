"""A folder as a channel: `<target>/<market>/<name>/`, written whole or not at all, read back, once per key."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from styleloop.adapters.channels.names import folder_of
from styleloop.adapters.channels.receipts import RECEIPT_FILE, read_receipt, receipt_text, sha256
from styleloop.errors import DiskFullError, InputError, LockedError, StoreError, StyleloopError
from styleloop.types.channel import Post, Receipt
from styleloop.types.record import Refusal

UNFINISHED = ".unfinished-"
LOCK_FILE = ".lock"
LOCK_SECONDS = 60.0

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class FolderChannel:
    """Each post becomes one folder with its files and a receipt that names their hashes."""

    name = "folder"
    version = "1"

    def publish(self, posts: Sequence[Post], target: str) -> Sequence[Receipt | Refusal]:
        """Write each post under the folder `target`, which is made when absent.

        A folder appears under its name only when every file in it is on the disk and was read back right. A key that
        was sent before is not sent again: its files are read back and the receipt says `already`.

        Raises:
            StoreError: the target cannot be made; nothing was written.
            LockedError: another publisher held the target for a minute; nothing was written.
        """
        root = Path(target)
        try:
            root.mkdir(parents=True, exist_ok=True)
            with FileLock(root / LOCK_FILE, timeout=LOCK_SECONDS):
                _sweep(root)
                return [self._one(post, root) for post in posts]
        except Timeout as busy:
            raise LockedError(f"{root}: another publisher has held it for {LOCK_SECONDS:.0f} s") from busy
        except OSError as problem:
            named = _named(problem, root)
            if isinstance(named, DiskFullError):
                return [_refusal(post, named) for post in posts]
            raise named from problem

    def _one(self, post: Post, root: Path) -> Receipt | Refusal:
        try:
            folder = folder_of(post, root)
            already = folder.exists()
            if not already:
                _write(post, root, folder, self.name)
            key, files = read_receipt(folder)
            if key != post.key:
                raise InputError(
                    "another post holds this name",
                    where=folder.as_posix(),
                    got=key,
                    expected=post.key,
                    cure="give the post another name; nothing that was published is overwritten",
                )
            return Receipt(key=key, channel=self.name, url=folder.as_posix(), files=files, already=already)
        except StyleloopError as problem:
            return _refusal(post, problem)
        except OSError as problem:
            return _refusal(post, _named(problem, root))


def _write(post: Post, root: Path, folder: Path, channel: str) -> None:
    """All files into a hidden folder, down to the disk, read back, then one rename."""
    unfinished = root / f"{UNFINISHED}{sha256(post.key.encode())[:16]}"
    try:
        unfinished.mkdir()
        for name, data in (*post.files, (RECEIPT_FILE, receipt_text(post, channel))):
            _write_file(unfinished / name, data)
        _sync(unfinished)
        read_receipt(unfinished)
        folder.parent.mkdir(exist_ok=True)
        unfinished.rename(folder)
        _sync(folder.parent)
        _sync(root)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _write_file(path: Path, data: bytes) -> None:
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(root: Path) -> None:
    """Remove what a killed process left unfinished; nobody else writes here while the lock is ours."""
    for left in sorted(root.glob(f"{UNFINISHED}*")):
        shutil.rmtree(left, ignore_errors=True)


def _named(problem: OSError, root: Path) -> StoreError:
    if problem.errno in _NO_ROOM:
        return DiskFullError(f"{root}: no room ({problem.strerror}); nothing was half written")
    return StoreError(f"{root}: {problem.strerror or problem}")


def _refusal(post: Post, problem: StyleloopError) -> Refusal:
    if isinstance(problem, InputError):
        why = f"{problem.field} {problem.problem}".strip()
        return Refusal(subject=post.key, why=why, got=str(problem.got), expected=problem.expected, cure=problem.cure)
    cure = "" if problem.permanent else "make room or access, then publish again"
    return Refusal(subject=post.key, why=str(problem), cure=cure, permanent=problem.permanent)
