"""Words from any endpoint that speaks OpenAI's chat API: llama.cpp's server, vLLM, Ollama, a hosted one."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from styleloop.adapters.models.answered import Pace, Unanswered, key_of
from styleloop.adapters.models.text.asking import Asking, Hear, Heard, Said, Trouble, entry_version
from styleloop.adapters.models.text.chat import Chat
from styleloop.adapters.models.text.purse import OpenPurse, Purse
from styleloop.types.model import Answer, ModelEntry, Prompt
from styleloop.types.record import Refusal


class OpenAIText:
    """TextModel over HTTP; `threads` requests at once."""

    def __init__(self, entry: ModelEntry | None = None, purse: Purse | None = None) -> None:
        self.entry = entry or ModelEntry(name="openai", adapter="openai")
        self.name, self.version = self.entry.name, entry_version(self.entry)
        self.purse = purse or OpenPurse(self.entry)
        self.chat = _chat(self.entry)
        self._pace = Pace(self.entry.per_minute)
        self._in_turn = threading.Lock()

    def write(self, prompts: Sequence[Prompt], heard: Heard = None) -> Sequence[Answer | Refusal]:
        """An answer for each prompt, or why there is none; see `ports.TextModel`."""
        return Asking(self.entry, self.purse, self._said, together=self.entry.threads).answers(prompts, heard)

    def _said(self, prompt: Prompt, seed: int, hear: Hear) -> Said:
        if not self.entry.url:
            cure = "set url of this model in models.toml; docs/models.md shows how"
            raise Trouble(f"{self.name} has no address to ask at", cure=cure, everywhere=True)
        key = _key(self.entry)
        with self._in_turn:
            self._pace.wait()
        return self.chat.said(prompt, seed, key, hear)


def _key(entry: ModelEntry) -> str:
    try:
        return key_of(entry)
    except Unanswered as problem:
        found = problem.refusal
        raise Trouble(found.why, found.got, found.expected, found.cure, everywhere=True) from problem


def _chat(entry: ModelEntry) -> Chat:
    if entry.lora.isdecimal():  # llama.cpp's server counts its adapters and takes a scale with each request
        return Chat(entry, {"lora": [{"id": int(entry.lora), "scale": entry.lora_scale}]})
    if entry.lora:  # others know an adapter as a model of its own
        return Chat(entry.model_copy(update={"model": entry.lora}))
    return Chat(entry)
