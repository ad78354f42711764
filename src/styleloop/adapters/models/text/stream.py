"""The words of one streamed answer, put together. What comes may be anything: nothing is taken for granted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from styleloop.adapters.models.text.asking import LONGEST, Hear, Said, Trouble
from styleloop.adapters.models.text.secret import FORM, quoted, scrubbed
from styleloop.errors import shortened

_NAMED = 120
_MOST_TOKENS = 100_000_000
"""Of one request; a figure above it is no count."""


class Spoken:
    """Takes chunks of a chat completion, in order.

    Args:
        model: its name, as long as the endpoint says none.
        hear: told the words so far.
        key: that must not stand in what is kept.
    """

    def __init__(self, model: str, hear: Hear, key: str = "") -> None:
        self.text, self.refusal, self.model = "", "", model
        self._hear, self._key = hear, key
        self._repeats = False
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
            self.model = named(model, self._key)
        self._counts = _counted(getattr(chunk, "usage", None)) or self._counts
        for choice in (getattr(chunk, "choices", None) or ())[:1]:
            said = getattr(choice, "delta", None) or getattr(choice, "message", None)
            self._words(_text(said, "content"))
            self.refusal = self._grown(self.refusal, _text(said, "refusal"))
            self._ended = _text(choice, "finish_reason") or self._ended

    def _words(self, words: str) -> None:
        if not words:
            return
        grown = self._grown(self.text, words)
        self._repeats |= len(grown) != len(self.text) + len(words)
        self.text = grown
        self._hear(self.text)

    def _grown(self, said: str, words: str) -> str:
        """Both without the key, which may have come in pieces."""
        if len(said) + len(words) > LONGEST:
            raise Trouble("the answer is too long to be one", f"over {LONGEST:,} characters", cure="lower max_tokens")
        seen = max(0, len(said) - FORM * len(self._key))
        return said[:seen] + scrubbed(said[seen:] + words, self._key)

    def so_far(self, ended: Literal["whole", "cut"] = "cut") -> Said:
        """What was said until now."""
        tokens_in, tokens_out = self._counts or (None, None)
        return Said(self.text, self.model, tokens_in, tokens_out, ended)

    def whole(self) -> Said:
        """The answer.

        Raises:
            Trouble: it is none: refused, filtered, broken off, or with the key in it.
        """
        if self._repeats:
            cure = "renew the key and ask another model: what this one says is written down"
            raise Trouble("the answer repeats the key it was asked with", cure=cure, heard=self.so_far())
        if self.refusal or self._ended == "content_filter":
            got = quoted(self.refusal or self.text, self._key, 160)
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
    """(tokens in, tokens out), if both are named.

    Raises:
        Trouble: no request takes so many.
    """
    counts = [getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens")]
    if all(isinstance(count, int) and not isinstance(count, bool) and count >= 0 for count in counts):
        if max(count or 0 for count in counts) > _MOST_TOKENS:
            cure = "look at the endpoint's log; its tokens are estimated for the account"
            most = f"at most {_MOST_TOKENS:,}"
            raise Trouble("the endpoint counts more tokens than a request can have", expected=most, cure=cure)
        return int(counts[0] or 0), int(counts[1] or 0)
    return None


def named(model: str, key: str = "") -> str:
    """A model's name as it goes into records: an endpoint may say a path, its caller's key, or anything."""
    said = scrubbed("".join(letter for letter in model if letter.isprintable()), key)
    return said.rsplit("/", 1)[-1][:_NAMED] or "unnamed"
