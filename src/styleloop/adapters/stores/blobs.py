"""Bytes by their own hash: written once, never overwritten."""

from __future__ import annotations

import errno
import hashlib
import os
import uuid

import fsspec

from styleloop.errors import DiskFullError, SealError, StoreError


class Blobs:
    """Content-addressed files below one fsspec URL (`file:///...`, `memory://...`, `s3://...`)."""

    def __init__(self, url: str) -> None:
        self._files, self._root = fsspec.core.url_to_fs(url)

    def put(self, data: bytes) -> str:
        """Keep `data`; returns its sha256. Safe to repeat, safe to be killed in the middle.

        Raises:
            DiskFullError: no room; nothing was half written.
            StoreError: any other failure to write.
        """
        sha = hashlib.sha256(data).hexdigest()
        path = self._path(sha)
        if self._files.exists(path):
            return sha
        unfinished = f"{self._root}/unfinished/{sha[:16]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        try:
            self._files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            self._files.makedirs(f"{self._root}/unfinished", exist_ok=True)
            self._files.pipe_file(unfinished, data)
            self._files.mv(unfinished, path)
        except OSError as problem:
            self._forget(unfinished)
            if problem.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFullError("no room left for pictures; nothing was half written; free some space") from problem
            raise StoreError(f"a picture could not be kept: {problem}") from problem
        return sha

    def get(self, sha: str) -> bytes:
        """The bytes of that hash, checked against it.

        Raises:
            StoreError: there is no such blob.
            SealError: the bytes on the disk are no longer those of the hash.
        """
        try:
            data = bytes(self._files.cat_file(self._path(sha)))
        except (FileNotFoundError, ValueError) as problem:
            raise StoreError(f"blob {sha[:16]} is missing from {self._root}") from problem
        if hashlib.sha256(data).hexdigest() != sha:
            raise SealError(f"blob {sha[:16]} was changed on the disk: its bytes no longer have that hash")
        return data

    def has(self, sha: str) -> bool:
        """Whether it is kept."""
        return bool(sha) and bool(self._files.exists(self._path(sha)))

    def _path(self, sha: str) -> str:
        return f"{self._root}/{sha[:2]}/{sha[2:]}"

    def _forget(self, path: str) -> None:
        if self._files.exists(path):
            self._files.rm_file(path)
