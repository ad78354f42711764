"""Asking an endpoint that speaks OpenAI's chat API: what is sent, how it is read, what it will not be sent again."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from typing import Any

from styleloop.adapters.models.text.asking import LONGEST, Hear, Said, Trouble
from styleloop.adapters.models.text.schema import read_schema, strict, with_schema
from styleloop.adapters.models.text.secret import quoted
from styleloop.adapters.models.text.stream import Spoken
from styleloop.adapters.models.text.troubles import trouble_of
from styleloop.adapters.models.text.wire import allowed, open_client
from styleloop.types.model import ModelEntry, Prompt

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


class Chat:
    """`chat/completions` of one entry, streamed.

    Args:
        entry: whom to ask, with its `url`.
        more: fields of every request that are the endpoint's own.
    """

    def __init__(self, entry: ModelEntry, more: Mapping[str, Any] | None = None) -> None:
        self.entry = entry
        self.left_out: set[str] = set()
        """What this endpoint refused to be asked, found out on the way."""
        self._more = dict(more or {})
        self._client: Any = None
        self._lock = threading.Lock()

    def said(self, prompt: Prompt, seed: int, key: str, hear: Hear) -> Said:
        """One request.

        Raises:
            Trouble: there is no answer.
        """
        spoken = Spoken(self.entry.model or self.entry.name, hear, key)
        with allowed(self.entry.timeout, LONGEST + WIRE * self.entry.max_tokens):
            try:
                self._stream(prompt, seed, key, spoken)
            except Trouble as trouble:
                _count(trouble, spoken)
                raise
            except Exception as problem:
                told = trouble_of(problem, self.entry, key)
                if not _turned_away(problem):
                    _count(told, spoken)
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
                    f"{self.entry.name} answers with {quoted(kind, key, 60)[1:-1] or 'nothing that has a type'}",
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
                    http_client=open_client(self.entry.url, self.entry.timeout),
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
        if self._more:
            asked["extra_body"] = self._more
        if prompt.answer:
            asked |= self._shape(prompt)
        for name in self.left_out & set(asked):
            value = asked.pop(name)
            if name == "max_tokens":
                asked["max_completion_tokens"] = value
        return asked

    def _shape(self, prompt: Prompt) -> Mapping[str, Any]:
        """How this endpoint is told of the answer's schema."""
        schema = read_schema(prompt.answer)
        shape = {"name": "answer", "schema": schema, "strict": strict(schema)}
        return {"response_format": {"type": "json_schema", "json_schema": shape}}

    def _messages(self, prompt: Prompt) -> list[dict[str, str]]:
        plain = "response_format" in self.left_out
        system = with_schema(prompt.system, prompt.answer) if plain else prompt.system
        said = (("system", system), ("user", prompt.user))
        return [{"role": role, "content": words} for role, words in said if words]

    def _leaves_out(self, problem: Any, key: str) -> bool:
        """Whether the complaint is about something that can be left out; from then on it is."""
        complaint = problem.response.text.lower()
        for name, words in _LEAVES_OUT:
            if name not in self.left_out and any(word in complaint for word in words):
                self.left_out.add(name)
                got = quoted(problem.response.text, key, 200)
                _LOG.warning("%s does not take %s: %s; it said: %s", self.entry.name, name, _TOLD[name], got)
                return True
        return False


def _count(trouble: Trouble, spoken: Spoken) -> None:
    """What was heard until then counts as used, unless nobody can have heard the question."""
    if trouble.heard is None and not trouble.everywhere:
        trouble.heard = spoken.so_far()


def _turned_away(problem: Exception) -> bool:
    import openai

    return isinstance(problem, openai.APIStatusError)
