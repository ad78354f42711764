"""Words from a folder as transformers saves it, in this process; the extra `[torch]`.

Nothing here holds an answer to its schema while it is written: the schema is part of the prompt, and an answer that
does not keep it is asked for again and then refused. Only safetensors files are read: a pickle is a program.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from styleloop.adapters.models.text.asking import Asking, Hear, Heard, Said, Trouble, entry_version
from styleloop.adapters.models.text.gguf_file import digest
from styleloop.adapters.models.text.purse import OpenPurse, Purse
from styleloop.adapters.models.text.schema import with_schema
from styleloop.adapters.models.text.troubles import overdue
from styleloop.adapters.models.text.wire import Overdue
from styleloop.errors import shortened
from styleloop.types.model import Answer, ModelEntry, Prompt
from styleloop.types.record import Refusal

_IN_TURN = threading.Lock()
"""One answer at a time in this process: seeds and thread counts of torch are everybody's."""


class TransformersText:
    """TextModel in torch: `model` is a folder (or a GGUF file), `lora` a folder as peft saves it. On CUDA if there."""

    def __init__(self, entry: ModelEntry | None = None, purse: Purse | None = None) -> None:
        self.entry = entry or ModelEntry(name="transformers", adapter="transformers")
        self.name, self.version = self.entry.name, entry_version(self.entry)
        self.purse = purse or OpenPurse(self.entry)

    def write(self, prompts: Sequence[Prompt], heard: Heard = None) -> Sequence[Answer | Refusal]:
        """An answer for each prompt, or why there is none; see `ports.TextModel`."""
        return Asking(self.entry, self.purse, self._said).answers(prompts, heard)

    def _said(self, prompt: Prompt, seed: int, hear: Hear) -> Said:
        if not self.entry.model:
            cure = "set model of this entry in models.toml to a folder; docs/models.md shows how"
            raise Trouble(f"{self.name} has no folder to load", cure=cure, everywhere=True)
        with _IN_TURN:
            return _loaded(self.entry.model, self.entry.lora, _stamp(self.entry)).said(prompt, seed, self.entry, hear)


class _Weights:
    """A model with its tokenizer, loaded."""

    def __init__(self, model: Any, tokenizer: Any, label: str, lora: str) -> None:
        self._model, self._tokenizer, self._label, self._lora = model, tokenizer, label, lora

    def said(self, prompt: Prompt, seed: int, entry: ModelEntry, hear: Hear) -> Said:
        import torch

        asked = self._tokens(prompt)
        count = int(asked["input_ids"].shape[1])
        room = int(getattr(self._model.config, "max_position_embeddings", 0) or count + entry.max_tokens) - count
        if room < 1:
            cure = "give it a shorter brief, or another model"
            raise Trouble(f"the prompt is too long for {entry.name}", f"{count} tokens", f"{room + count}", cure)
        told = _Telling(self._tokenizer, hear, time.monotonic() + entry.timeout)
        self._strength(entry.lora_scale)
        torch.set_num_threads(entry.threads)
        try:
            with torch.random.fork_rng(), torch.inference_mode():
                torch.manual_seed(seed)
                self._model.generate(
                    **asked,
                    max_new_tokens=min(entry.max_tokens, room),
                    streamer=told,
                    **(
                        {"do_sample": True, "temperature": entry.temperature}
                        if entry.temperature
                        else {"do_sample": False}
                    ),
                )
        except Overdue:
            late = overdue(entry)
            late.heard = self._of(told, count, entry)
            raise late from None
        return self._of(told, count, entry)

    def _of(self, told: _Telling, count: int, entry: ModelEntry) -> Said:
        ends = self._model.generation_config.eos_token_id
        whole = bool(told.tokens) and told.tokens[-1] in (ends if isinstance(ends, list) else [ends])
        label = f"{self._label}@{entry.lora_scale:g}" if self._lora else self._label
        return Said(told.text, label, count, len(told.tokens), "whole" if whole else "cut")

    def _tokens(self, prompt: Prompt) -> Any:
        system = with_schema(prompt.system, prompt.answer)
        if self._tokenizer.chat_template:
            said = [
                {"role": role, "content": words} for role, words in (("system", system), ("user", prompt.user)) if words
            ]
            asked = self._tokenizer.apply_chat_template(
                said, add_generation_prompt=True, return_tensors="pt", return_dict=True
            )
        else:
            asked = self._tokenizer(f"{system}\n\n{prompt.user}\n\n".lstrip(), return_tensors="pt")
        names = ("input_ids", "attention_mask")
        return {name: asked[name].to(self._model.device) for name in names}

    def _strength(self, scale: float) -> None:
        if self._lora:
            for layer in self._model.modules():
                if hasattr(layer, "set_scale") and hasattr(layer, "scaling"):
                    layer.set_scale("default", scale)


class _Telling:
    """What `generate` hands its tokens to: tells the words so far, and ends it when time is up."""

    def __init__(self, tokenizer: Any, hear: Hear, until: float) -> None:
        self.text, self.tokens = "", list[int]()
        self._tokenizer, self._hear, self._until = tokenizer, hear, until
        self._asked = False

    def put(self, tokens: Any) -> None:
        if not self._asked:  # the first are the prompt's
            self._asked = True
            return
        self.tokens += tokens.tolist()
        self.text = self._tokenizer.decode(self.tokens, skip_special_tokens=True)
        self._hear(self.text)
        if time.monotonic() > self._until:
            raise Overdue

    def end(self) -> None:
        pass


@lru_cache(maxsize=2)
def _loaded(model: str, lora: str, stamp: tuple[int, ...]) -> _Weights:  # noqa: ARG001 - files that changed are read anew
    """Weights, shared by every entry of this process that names them."""
    try:
        import torch
        import transformers
    except ImportError as problem:
        cure = 'pip install "styleloop[torch]"'
        raise Trouble("transformers is not installed", cure=cure, everywhere=True) from problem
    path = Path(model)
    _look(path, lora)
    given: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    if path.suffix == ".gguf":
        path, given["gguf_file"] = path.parent, path.name
    else:
        given["use_safetensors"] = True
    here = "cuda" if torch.cuda.is_available() else "cpu"
    kind = "auto" if here == "cuda" else torch.float32  # half precision is slower than single on most processors
    try:
        tokenizer: Any = transformers.AutoTokenizer.from_pretrained(path, **_without(given, "use_safetensors"))
        weights: Any = transformers.AutoModelForCausalLM.from_pretrained(path, dtype=kind, **given)
        if lora:
            import peft

            weights = peft.PeftModel.from_pretrained(weights, lora, local_files_only=True)
    except Exception as problem:  # a folder of somebody's breaks in as many ways as there are loaders
        raise Trouble(
            f"transformers cannot load {Path(model).name}" + (f" with {Path(lora).name}" if lora else ""),
            shortened(" ".join(str(problem).split()), 200),
            "a folder as save_pretrained writes it, adapter and weights of one architecture",
            _gguf_cure(problem) or "mend model or lora in models.toml, or save the folder again",
            everywhere=True,
        ) from problem
    return _Weights(weights.to(here).eval(), tokenizer, _label(model, lora), lora)


def _stamp(entry: ModelEntry) -> tuple[int, ...]:
    """When each file of the model and its adapter was written."""
    folders = [Path(name) for name in (entry.model, entry.lora) if name]
    files = [file for folder in folders for file in sorted(folder.glob("*") if folder.is_dir() else (folder,))]
    return tuple(file.stat().st_mtime_ns for file in files if file.is_file())


def _without(given: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key != name}


def _gguf_cure(problem: Exception) -> str:
    return (
        "pip install gguf, or name adapter gguf" if "gguf" in str(problem) and isinstance(problem, ImportError) else ""
    )


def _look(path: Path, lora: str) -> None:
    """Whether the files are where they should be: the loaders would rather ask a hub for them."""
    if not (path / "config.json").is_file() and not (path.suffix == ".gguf" and path.is_file()):
        raise Trouble(
            "there is no such model",
            str(path),
            "a folder with a config.json, or a GGUF file; paths start at the project folder",
            "mend model in models.toml",
            everywhere=True,
        )
    if lora and not all((Path(lora) / name).is_file() for name in ("adapter_config.json", "adapter_model.safetensors")):
        raise Trouble(
            "there is no such adapter",
            lora,
            "a folder with adapter_config.json and adapter_model.safetensors, as peft saves it",
            "mend lora in models.toml",
            everywhere=True,
        )


def _label(model: str, lora: str) -> str:
    return "+".join(f"{Path(one).name}#{_hash(Path(one))}" for one in (model, lora) if one)


def _hash(path: Path) -> str:
    if path.is_file():
        return digest(path)
    parts = "".join(digest(file) for file in sorted(path.glob("*.safetensors")))
    return hashlib.sha256(parts.encode()).hexdigest()[:12]
