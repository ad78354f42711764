"""Words from any endpoint that speaks OpenAI's chat API: llama.cpp's server, vLLM, Ollama, a hosted one."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Sequence
from typing import Any

from styleloop.adapters.models.answered import Pace, Unanswered, key_of
from styleloop.adapters.models.text.asking import LONGEST, Asking, Hear, Heard, Said, Trouble
from styleloop.adapters.models.text.purse import OpenPurse, Purse
from styleloop.adapters.models.text.schema import read_schema, strict
from styleloop.adapters.models.text.stream import Spoken
from styleloop.adapters.models.text.troubles import scrubbed, trouble_of
from styleloop.adapters.models.text.wire import allowed, open_client
from styleloop.types.model import Answer, ModelEntry, Prompt
from styleloop.types.record import Refusal, canonical

WIRE = 2_000
"""Bytes on the wire that one token may take: an event of its own, with everything around it."""
_LOG = logging.getLogger(__name__)
_LEAVES_OUT = (
    ("response_format", ("response_format", "json_schema", "structured output", "grammar")),
    ("stream_options", ("stream_options",)),
    ("max_tokens", ("max_completion_tokens", "max_tokens")),
    ("temperature", ("temperature",)),
    ("seed", ("seed",)),
)
"""What an endpoint may refuse to be asked -> words by which its complaint is known."""
_TOLD = {
    "response_format": "its answers are checked here, and the schema is part of the prompt",
    "stream_options": "its tokens are estimated",
    "max_tokens": "max_completion_tokens is sent instead",
    "temperature": "its own temperature holds",
    "seed": "the same prompt may give another answer",
}


class OpenAIText:
    """TextModel over HTTP: `chat/completions`, streamed."""

    def __init__(self, entry: ModelEntry | None = None, purse: Purse | None = None) -> None:
        self.entry = entry or ModelEntry(name="openai", adapter="openai")
        self.name = self.entry.name
        told = self.entry.model_dump(mode="json", include={"url", "model", "lora", "lora_scale", "temperature"})
        self.version = f"1-{hashlib.sha256(canonical(told).encode()).hexdigest()[:8]}"
        self.purse = purse or OpenPurse(self.entry)
        self.left_out: set[str] = set()
        """What this endpoint refused to be asked, found out on the way."""
        self._client: Any = None
        self._pace = Pace(self.entry.per_minute)
        self._lock = threading.Lock()

    def write(self, prompts: Sequence[Prompt], heard: Heard = None) -> Sequence[Answer | Refusal]:
        """An answer for each prompt, or why there is none; see `ports.TextModel`. `threads` requests at once."""
        return Asking(self.entry, self.purse, self._said, together=self.entry.threads).answers(prompts, heard)

    def _said(self, prompt: Prompt, seed: int, hear: Hear) -> Said:
        if not self.entry.url:
            cure = "set url of this model in models.toml; docs/models.md shows how"
            raise Trouble(f"{self.name} has no address to ask at", cure=cure, everywhere=True)
        try:
            key = key_of(self.entry)
        except Unanswered as problem:
            found = problem.refusal
            raise Trouble(found.why, found.got, found.expected, found.cure, everywhere=True) from problem
        with self._lock:
            self._pace.wait()
        spoken = Spoken(self.entry.model or self.name, hear)
        with allowed(self.entry.timeout, LONGEST + WIRE * self.entry.max_tokens):
            try:
                self._stream(prompt, seed, key, spoken)
            except Trouble as trouble:
                trouble.heard = trouble.heard or spoken.so_far()
                raise
            except Exception as problem:
                told = trouble_of(problem, self.entry, key)
                told.heard = spoken.so_far() if spoken.text else None
                raise told from None  # the cause may hold the request, and the request holds the key
        return spoken.whole()

    def _stream(self, prompt: Prompt, seed: int, key: str, spoken: Spoken) -> None:
        import openai

        headers = {"Authorization": f"Bearer {key}" if key else openai.Omit()}
        chat = self._opened().chat.completions
        while True:
            try:
                stream = chat.create(**self._asked(prompt, seed), extra_headers=headers)
                break
            except (openai.BadRequestError, openai.UnprocessableEntityError) as problem:
                if not self._leaves_out(problem, key):
                    raise
        with stream:
            kind = str(stream.response.headers.get("content-type", "")).partition(";")[0].strip().lower()
            if kind == "application/json":  # it does not stream
                body = json.loads(stream.response.read())
                spoken.take([openai.types.chat.ChatCompletion.model_construct(None, **body)])
            elif kind == "text/event-stream":
                spoken.take(stream)
            else:
                raise Trouble(
                    f"{self.name} answers with {kind[:60] or 'nothing that has a type'}",
                    expected="text/event-stream",
                    cure="check url: it usually ends in /v1",
                    everywhere=True,
                )

    def _opened(self) -> Any:
        import openai

        with self._lock:
            if self._client is None:
                self._client = openai.OpenAI(
                    base_url=self.entry.url,
                    api_key="none",  # not the environment's; the entry's own goes with each request, read anew
                    max_retries=0,
                    timeout=self.entry.timeout,
                    http_client=open_client(self.entry.timeout),
                )
            return self._client

    def _asked(self, prompt: Prompt, seed: int) -> dict[str, Any]:
        entry = self.entry
        asked: dict[str, Any] = {
            "model": entry.model,
            "messages": self._messages(prompt),
            "temperature": entry.temperature,
            "seed": seed & 0x7FFFFFFF,
            "max_tokens": entry.max_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if prompt.answer:
            schema = read_schema(prompt.answer)
            shape = {"name": "answer", "schema": schema, "strict": strict(schema)}
            asked["response_format"] = {"type": "json_schema", "json_schema": shape}
        if entry.lora.isdecimal():  # llama.cpp's server counts its adapters and takes a scale with each request
            asked["extra_body"] = {"lora": [{"id": int(entry.lora), "scale": entry.lora_scale}]}
        elif entry.lora:  # others know an adapter as a model of its own
            asked["model"] = entry.lora
        for name in self.left_out & set(asked):
            value = asked.pop(name)
            if name == "max_tokens":
                asked["max_completion_tokens"] = value
        return asked

    def _messages(self, prompt: Prompt) -> list[dict[str, str]]:
        system = prompt.system
        if prompt.answer and "response_format" in self.left_out:
            system = f"{system}\n\nAnswer with JSON alone, without a fence, that keeps this schema:\n{prompt.answer}"
        said = (("system", system), ("user", prompt.user))
        return [{"role": role, "content": words} for role, words in said if words]

    def _leaves_out(self, problem: Any, key: str) -> bool:
        """Whether the complaint is about something that can be left out; from then on it is."""
        complaint = problem.response.text.lower()
        for name, words in _LEAVES_OUT:
            if name not in self.left_out and any(word in complaint for word in words):
                self.left_out.add(name)
                got = scrubbed(" ".join(problem.response.text.split())[:200], key)
                _LOG.warning("%s does not take %s: %s; it said: %s", self.name, name, _TOLD[name], got)
                return True
        return False
