"""Words from a GGUF file on this machine: llama.cpp in a process of its own, with an adapter at any strength."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from styleloop.adapters.models.text.asking import Asking, Hear, Heard, Said, Trouble, entry_version
from styleloop.adapters.models.text.chat import Chat
from styleloop.adapters.models.text.llama import Llama, running, wanted
from styleloop.adapters.models.text.purse import OpenPurse, Purse
from styleloop.adapters.models.text.schema import read_schema
from styleloop.types.model import Answer, ModelEntry, Prompt
from styleloop.types.record import Refusal

_SPARING = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
"""JSON as it is usually written: a small model left to itself fills its answer with blank lines."""


class GgufText:
    """TextModel in llama.cpp; every answer is held to its schema token by token."""

    def __init__(self, entry: ModelEntry | None = None, purse: Purse | None = None) -> None:
        self.entry = entry or ModelEntry(name="gguf", adapter="gguf")
        self.name, self.version = self.entry.name, entry_version(self.entry)
        self.purse = purse or OpenPurse(self.entry)
        self._chats: dict[str, Chat] = {}

    def write(self, prompts: Sequence[Prompt], heard: Heard = None) -> Sequence[Answer | Refusal]:
        """An answer for each prompt, or why there is none; see `ports.TextModel`."""
        return Asking(self.entry, self.purse, self._said).answers(prompts, heard)

    def _said(self, prompt: Prompt, seed: int, hear: Hear) -> Said:
        if not self.entry.model:
            cure = "set model of this entry in models.toml to a GGUF file; docs/models.md shows how"
            raise Trouble(f"{self.name} has no file to load", cure=cure, everywhere=True)
        llama = running(wanted(self.entry.model, self.entry.lora, self.entry.threads))
        try:
            said = self._chat(llama).said(prompt, seed, llama.key, hear)
        except Trouble as trouble:
            if not trouble.everywhere or not llama.ended():
                raise
            raise Trouble(
                f"the process of {self.name} ended while it was answering",
                f"exit {llama.process.poll()} {llama.last_words()}".strip(),
                cure="ask again; if it stays so, the file is damaged or memory is short",
                permanent=False,
                heard=trouble.heard,
            ) from trouble
        scale = f"@{self.entry.lora_scale:g}" if self.entry.lora else ""
        return dataclasses.replace(said, model=llama.model + scale)

    def _chat(self, llama: Llama) -> Chat:
        if llama.address not in self._chats:
            more: dict[str, Any] = {"cache_prompt": False}  # what is kept from the last prompt changes the next answer
            if self.entry.lora:
                more["lora"] = [{"id": 0, "scale": self.entry.lora_scale}]
            self._chats = {llama.address: _Held(self.entry.model_copy(update={"url": f"{llama.address}/v1"}), more)}
        return self._chats[llama.address]


class _Held(Chat):
    """A chat whose answers llguidance, inside llama.cpp, holds to the schema."""

    def _shape(self, prompt: Prompt) -> Mapping[str, Any]:
        schema = dict(read_schema(prompt.answer)) | {"x-guidance": _SPARING}
        return {"extra_body": {**self._more, "grammar": f"%llguidance {{}}\nstart: %json {json.dumps(schema)}"}}
