"""An image classifier from an ONNX file, run by OpenCV (which the base install has) in a process of its own."""

from __future__ import annotations

import hashlib
import json
import math
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from styleloop.adapters.classifiers.header import Header, NotOnnx, read_header
from styleloop.types.judgement import Likelihood
from styleloop.types.model import ClassifierEntry
from styleloop.types.picture import Picture
from styleloop.types.record import Refusal

Tensor = npt.NDArray[np.float32]
CURE = "docs/models.md#classifiers says how an entry is written"


class Unusable(Exception):
    """Why no picture can be judged: what is wrong, what was expected, what to do."""

    def __init__(self, why: str, expected: str = "", cure: str = CURE, *, passing: bool = False) -> None:
        super().__init__(why)
        self.why, self.expected, self.cure, self.passing = why, expected, cure, passing


class OnnxClassifier:
    """Pictures -> how probable each label is.

    Args:
        entry: the table of `models.toml`; without one every picture is refused.
    """

    name = "onnx"
    version = "1"

    def __init__(self, entry: ClassifierEntry | None = None) -> None:
        self._entry = entry

    @property
    def model(self) -> str:
        """The file and the beginning of its sha256."""
        path = Path(self._entry.model) if self._entry else Path()
        return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:8]}" if path.is_file() else path.name

    def classify(self, pictures: Sequence[Picture]) -> Sequence[tuple[Likelihood, ...] | Refusal]:
        """Every label with its probability, in the order of the entry, for each picture."""
        if not pictures:
            return []
        try:
            entry, header, size = _agreed(self._entry)
            with _Child(entry) as child:
                return [_judged(entry, header, size, picture, child) for picture in pictures]
        except Unusable as problem:
            return [_refused(picture, problem, self._entry) for picture in pictures]


def _agreed(entry: ClassifierEntry | None) -> tuple[ClassifierEntry, Header, tuple[int, int]]:
    """The entry, what its file says of itself, and the width and height that both agree on."""
    if entry is None:
        raise Unusable("no entry of models.toml describes the classifier")
    try:
        header = read_header(Path(entry.model))
    except NotOnnx as problem:
        raise Unusable(f"{entry.model} cannot be used: {problem}", "an ONNX file of one image classifier") from problem
    except OSError as problem:
        raise Unusable(
            f"{entry.model} cannot be read: {problem.strerror}", "a file; paths start at the project folder"
        ) from problem
    labels = header.output[-1] if header.output else 0
    if labels not in (0, len(entry.labels)):
        raise Unusable(
            f"its file gives {labels} numbers and the entry names {len(entry.labels)} labels", "one for each"
        )
    return entry, header, _size(entry, header)


def _size(entry: ClassifierEntry, header: Header) -> tuple[int, int]:
    """Width and height of what goes in, from (N, 3, H, W) or (N, H, W, 3); 0 in the file is any."""
    shape = header.shape
    if len(shape) != 4 or 3 not in (shape[1], shape[3]) or shape[0] > 1:
        raise Unusable(
            f"its input {header.name} is {list(shape)}", "one picture: [1, 3, height, width] or [1, height, width, 3]"
        )
    height, width = shape[2:] if shape[1] == 3 else shape[1:3]
    asked = entry.size or (width, height)
    if (width or asked[0], height or asked[1]) != asked or 0 in asked:
        got = f"{width or 'any'} x {height or 'any'}"
        said = f"the entry's size is {asked[0]} x {asked[1]}" if entry.size else "the entry has no size"
        raise Unusable(f"its input is {got} pixels and {said}", "size = [width, height] as its file has it")
    return asked


def tensor(entry: ClassifierEntry, header: Header, size: tuple[int, int], picture: Picture) -> Tensor:
    """What goes in: the whole picture squeezed to `size`, (pixel / 255 - mean) / std, float32, shape as in the file.

    Nothing is cropped: what stands at the edge of a wide picture is seen. Transparent pixels lie on white.
    """
    rgb = picture.rgb.astype(np.float32) / 255
    if picture.alpha is not None:
        cover = picture.alpha[..., None].astype(np.float32) / 255
        rgb = rgb * cover + (1 - cover)
    less = picture.width > size[0] or picture.height > size[1]
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if less else cv2.INTER_LINEAR)
    ordered = small[..., ::-1] if entry.channels == "bgr" else small
    scaled = (ordered - np.array(entry.mean, np.float32)) / np.array(entry.std, np.float32)
    first = scaled.transpose(2, 0, 1) if header.shape[1] == 3 else scaled
    return np.ascontiguousarray(first[None], np.float32)


def _judged(
    entry: ClassifierEntry, header: Header, size: tuple[int, int], picture: Picture, child: _Child
) -> tuple[Likelihood, ...] | Refusal:
    said = child.ask(tensor(entry, header, size, picture))
    numbers = said["out"]
    if len(numbers) != len(entry.labels):
        raise Unusable(
            f"it gave {len(numbers)} numbers, {said['shape']}, and the entry names {len(entry.labels)} labels",
            "one for each",
        )
    if not all(math.isfinite(number) for number in numbers):
        return _refused(picture, Unusable("it gave no numbers: NaN or infinite", cure="try another file of it"), entry)
    found = shares(np.array(numbers), entry.scores)
    return tuple(Likelihood(label, float(share)) for label, share in zip(entry.labels, found, strict=True))


def shares(numbers: npt.NDArray[np.float64], scores: str) -> npt.NDArray[np.float64]:
    """Probabilities of what came out, shape (labels,).

    Raises:
        Unusable: the numbers are not what the entry says they are: the softmax of probabilities says nothing any more.
    """
    within = bool(np.all((numbers >= 0) & (numbers <= 1)))
    if scores == "softmax":
        if len(numbers) > 1 and within and abs(numbers.sum() - 1) < 1e-4:
            raise Unusable("its numbers are probabilities already", cure='write scores = "probabilities"')
        raised = np.exp(numbers - numbers.max())
        return np.asarray(raised / raised.sum(), np.float64)
    if scores == "sigmoid":
        return np.asarray(1 / (1 + np.exp(-np.clip(numbers, -500, 500))), np.float64)
    if not within:
        got = ", ".join(f"{number:.3g}" for number in numbers[:4])
        raise Unusable(f"its numbers are no probabilities ({got})", cure='write scores = "softmax" or "sigmoid"')
    return numbers


def _refused(picture: Picture, problem: Unusable, entry: ClassifierEntry | None) -> Refusal:
    name = entry.name if entry else "onnx"
    return Refusal(
        subject=picture.source[:12] or "picture",
        why=f"NSFW: classifier {name}: {problem.why}",
        expected=problem.expected,
        cure=problem.cure,
        permanent=not problem.passing,
    )


class _Child:
    """The process that has the file loaded; ends with the block."""

    def __init__(self, entry: ClassifierEntry) -> None:
        self._seconds = entry.timeout
        command = [sys.executable, "-P", "-m", "styleloop.adapters.classifiers.child", entry.model, str(entry.threads)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> _Child:
        try:
            self._answer(b"")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, given: Tensor) -> dict[str, Any]:
        """What the network makes of one tensor: `out`, flat, and its `shape`."""
        return self._answer(json.dumps(given.shape).encode() + b"\n" + given.tobytes())

    def _answer(self, asked: bytes) -> dict[str, Any]:
        late = threading.Event()

        def cut() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(self._seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            to, back = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
            to.write(asked)
            to.flush()
            said: dict[str, Any] = json.loads(back.readline())  # an empty line, the process's end, is no JSON
        except (OSError, ValueError) as problem:
            if late.is_set():
                more = "raise timeout in its entry, or take a smaller model"
                raise Unusable(f"it took more than {self._seconds:g} s", cure=more, passing=True) from problem
            code = self._process.wait(10)
            raise Unusable(f"its file brought OpenCV down (exit {code})", cure="try another file of it") from problem
        finally:
            timer.cancel()
        if "error" in said:
            why = " ".join(str(said["error"]).split())[:300]
            raise Unusable(f"OpenCV cannot run its file: {why}", cure="export it anew, or try another file of it")
        return said
