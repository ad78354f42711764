"""Backdrops by a diffusers pipeline on the operator's own weights, in this process.

Any folder that diffusers saved will do, as long as it holds a pipeline that draws from words; the same weights then
also start from a picture or paint a part anew. Only safetensors files are read: a pickle is a program.
"""

from __future__ import annotations

import hashlib
import io
import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from styleloop.adapters.models.answered import Unanswered, checked, given, unset
from styleloop.types.backdrop import Backdrop, BackdropBrief
from styleloop.types.model import ModelEntry
from styleloop.types.record import Refusal

_CHUNK = 1 << 20
_LORA = "brand"
_KINDS = {
    "": "AutoPipelineForText2Image",
    "source": "AutoPipelineForImage2Image",
    "mask": "AutoPipelineForInpainting",
}
"""What a brief brings -> the class of diffusers that can do it."""


class Diffusers:
    """BackdropModel in process: `model` is a pipeline's folder, `lora` a safetensors file. On CUDA where there is one.

    The same brief, weights and version of torch give the same pixels on the same kind of processor.
    """

    name = "diffusers"
    version = "1"

    def __init__(self, entry: ModelEntry | None = None) -> None:
        self._entry = entry
        self._pipes: dict[str, Any] = {}
        self._label = ""
        self._lock = threading.Lock()

    def make(self, briefs: Sequence[BackdropBrief], blobs: Mapping[str, bytes]) -> Sequence[Backdrop | Refusal]:
        """A picture for each brief, or why not; see `ports.BackdropModel`."""
        with self._lock:  # one set of weights in memory, one picture at a time
            return [self._one(brief, blobs) for brief in briefs]

    def _one(self, brief: BackdropBrief, blobs: Mapping[str, bytes]) -> Backdrop | Refusal:
        entry = self._entry
        if entry is None:
            return unset(brief, self.name)
        try:
            pictures = _pictures(brief, blobs)
            pipe = self._pipe(entry, "mask" if brief.mask else "source" if brief.source else "")
            return Backdrop(data=_drawn(pipe, entry, brief, pictures), model=self._label)
        except Unanswered as found:
            return found.about(brief.id)

    def _pipe(self, entry: ModelEntry, kind: str) -> Any:
        if kind not in self._pipes:
            if "" not in self._pipes:
                self._pipes[""] = _loaded(entry)
                self._label = _label(entry)
            if kind:
                self._pipes[kind] = _turned(entry, self._pipes[""], kind)
        return self._pipes[kind]


def _loaded(entry: ModelEntry) -> Any:
    """The pipeline that draws from words, with the brand's LoRA laid on."""
    folder = Path(entry.model)
    if not (folder / "model_index.json").is_file():
        raise Unanswered(
            "the pipeline's folder is not there",
            got=str(folder),
            expected="a folder with a model_index.json, as diffusers saves it",
            cure="mend model in models.toml",
        )
    try:
        import diffusers
        import torch
    except ImportError as error:
        raise Unanswered("diffusers is not installed", cure="pip install 'styleloop[torch]'") from error
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        loader: Any = diffusers.AutoPipelineForText2Image
        pipe: Any = loader.from_pretrained(folder, local_files_only=True, use_safetensors=True)
        pipe.set_progress_bar_config(disable=True)
        if entry.lora:
            _lay(pipe, entry)
        return pipe.to(device)
    except Unanswered:
        raise
    except Exception as error:  # a folder of somebody's breaks in as many ways as there are loaders
        cure = "save it again with pipeline.save_pretrained(folder, safe_serialization=True)"
        raise Unanswered("the pipeline cannot be loaded", got=f"{folder}: {error}", cure=cure) from error


def _lay(pipe: Any, entry: ModelEntry) -> None:
    path = Path(entry.lora)
    if path.suffix != ".safetensors" or not path.is_file():
        cure = "mend lora in models.toml"
        raise Unanswered("the LoRA's file is not there", got=str(path), expected="a .safetensors file", cure=cure)
    try:
        pipe.load_lora_weights(str(path.parent), weight_name=path.name, adapter_name=_LORA, local_files_only=True)
        if _LORA not in {name for names in pipe.get_list_adapters().values() for name in names}:
            raise ValueError("none of its layers is a layer of this pipeline")
        pipe.set_adapters([_LORA], [entry.lora_scale])
    except Exception as error:
        cure = "train it for this pipeline, or leave lora empty"
        raise Unanswered("the LoRA does not fit the pipeline", got=f"{path}: {error}", cure=cure) from error


def _turned(entry: ModelEntry, pipe: Any, kind: str) -> Any:
    import diffusers

    try:
        made = getattr(diffusers, _KINDS[kind]).from_pipe(pipe)
    except ValueError as error:
        cure = "use a pipeline that can, or ask for new pictures only"
        does = {"source": "start from a picture", "mask": "paint a part of a picture anew"}[kind]
        raise Unanswered(f"{entry.name} cannot {does}", got=str(error), cure=cure) from error
    made.set_progress_bar_config(disable=True)
    return made


def _pictures(brief: BackdropBrief, blobs: Mapping[str, bytes]) -> dict[str, Image.Image]:
    found = {}
    for key, sha, mode in (("image", brief.source, "RGB"), ("mask_image", brief.mask, "L")):
        if sha:
            with Image.open(io.BytesIO(checked(given(sha, blobs), "the picture to start from"))) as image:
                found[key] = image.convert(mode)
    return found


def _drawn(pipe: Any, entry: ModelEntry, brief: BackdropBrief, pictures: Mapping[str, Image.Image]) -> bytes:
    import torch

    wide, high = _size(pipe, brief)
    asked: dict[str, Any] = {
        "prompt": brief.prompt,
        "negative_prompt": brief.without or None,
        "generator": torch.Generator("cpu").manual_seed(brief.seed),
    }
    if entry.steps:
        asked["num_inference_steps"] = entry.steps
    if entry.guidance >= 0:
        asked["guidance_scale"] = entry.guidance
    if pictures:
        asked |= {key: image.resize((wide, high), Image.Resampling.LANCZOS) for key, image in pictures.items()}
        asked["strength"] = brief.strength
    if not pictures or "mask_image" in pictures:
        asked |= {"width": wide, "height": high}
    try:
        with _threads(entry.threads), torch.inference_mode():
            made = pipe(**asked)
    except (RuntimeError, ValueError, TypeError) as error:
        cure = "try a smaller size, or the pipeline alone in Python"
        raise Unanswered(f"{entry.name} failed while drawing", got=str(error), cure=cure) from error
    if any(getattr(made, "nsfw_content_detected", None) or ()):
        cure = "another seed, or other words in the prompt"
        raise Unanswered(f"{entry.name} says its picture is not fit to be seen", cure=cure, permanent=False)
    held = io.BytesIO()
    made.images[0].save(held, "PNG")
    return held.getvalue()


def _size(pipe: Any, brief: BackdropBrief) -> tuple[int, int]:
    """The size wished for, in steps that the weights can draw and no larger in area than they were made for."""
    step = int(getattr(pipe, "vae_scale_factor", 8))
    body = getattr(pipe, "unet", None) or getattr(pipe, "transformer", None)
    native = getattr(getattr(body, "config", None), "sample_size", None)
    least = native * step / math.sqrt(brief.width * brief.height) if isinstance(native, int) else 1.0
    wide, high = (max(1, round(min(1.0, least) * side / step)) * step for side in (brief.width, brief.height))
    return wide, high


@contextmanager
def _threads(wanted: int) -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(wanted)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _label(entry: ModelEntry) -> str:
    """`folder@<16 hex of every weight in it>`, and the LoRA's with its scale."""
    folder = Path(entry.model)
    weights = sorted(folder.rglob("*.safetensors"))
    label = f"{folder.name}@{_hashed(folder, weights)}"
    if entry.lora:
        lora = Path(entry.lora)
        label += f"+{lora.stem}@{_hashed(lora.parent, [lora])}*{entry.lora_scale:g}"
    return label


def _hashed(folder: Path, files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(folder).as_posix()}:".encode())
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()[:16]
