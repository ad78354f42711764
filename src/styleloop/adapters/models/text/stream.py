"""The words of one streamed answer, put together. What comes may be anything: nothing is taken for granted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from styleloop.adapters.models.text.asking import LONGEST, Hear, Said, Trouble
from styleloop.errors import shortened

_NAMED = 120


class Spoken:
    """Takes chunks of a chat completion, in order."""

    def __init__(self, model: str, hear: Hear) -> None:
        self.text, self.refusal, self.model = "", "", model
        self._hear = hear
        self._ended = ""
        self._counts: tuple[int, int] | None = None

    def take(self, chunks: Iterable[Any]) -> None:
        """All of them.

        Raises:
            Trouble: they are more than an answer.
        """
        for chunk in chunks:
            self._chunk(chunk)

    def _chunk(self, chunk: Any) -> None:
        if isinstance(model := getattr(chunk, "model", None), str) and model:
            self.model = named(model)
        self._counts = _counted(getattr(chunk, "usage", None)) or self._counts
        for choice in (getattr(chunk, "choices", None) or ())[:1]:
            said = getattr(choice, "delta", None) or getattr(choice, "message", None)
            self._words(_text(said, "content"))
            self.refusal = (self.refusal + _text(said, "refusal"))[:1000]
            self._ended = _text(choice, "finish_reason") or self._ended

    def _words(self, words: str) -> None:
        if not words:
            return
        self.text += words
        if len(self.text) > LONGEST:
            raise Trouble("the answer is too long to be one", f"over {LONGEST:,} characters", cure="lower max_tokens")
        self._hear(self.text)

    def so_far(self, ended: Literal["whole", "cut"] = "cut") -> Said:
        """What was said until now."""
        tokens_in, tokens_out = self._counts or (None, None)
        return Said(self.text, self.model, tokens_in, tokens_out, ended)

    def whole(self) -> Said:
        """The answer.

        Raises:
            Trouble: it is none: refused, filtered, or broken off.
        """
        if self.refusal or self._ended == "content_filter":
            got = shortened(self.refusal or self.text, 160)
            cure = "change the brief, or ask another model"
            raise Trouble("the model refuses to write this", got, cure=cure, heard=self.so_far())
        if not self._ended:
            cure = "ask again; if it stays so, see the endpoint's log"
            got = shortened(self.text[-60:])
            raise Trouble("the answer broke off in the middle", got, cure=cure, permanent=False, heard=self.so_far())
        return self.so_far("cut" if self._ended == "length" else "whole")


def _text(holder: Any, name: str) -> str:
    value = getattr(holder, name, None)
    return value if isinstance(value, str) else ""


def _counted(usage: Any) -> tuple[int, int] | None:
    counts = [getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens")]
    if all(isinstance(count, int) and not isinstance(count, bool) and count >= 0 for count in counts):
        return int(counts[0] or 0), int(counts[1] or 0)
    return None


def named(model: str) -> str:
    """A model's name as it goes into records: an endpoint may say a path, or anything."""
    return "".join(letter for letter in model.rsplit("/", 1)[-1] if letter.isprintable())[:_NAMED] or "unnamed"
