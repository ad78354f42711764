"""Asking a text model: each prompt is held against the budget, its answer checked, and asked again where that helps."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from styleloop.adapters.models.text.purse import Hold, Purse
from styleloop.adapters.models.text.schema import Schema, first_fault, read_json, read_schema
from styleloop.errors import InputError, shortened
from styleloop.types.model import Answer, ModelEntry, Prompt
from styleloop.types.record import Refusal, canonical

LONGEST = 1_000_000
"""Bytes of an answer beyond which it is not taken."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0
"""Seconds before the second try, and the most before any: it doubles from try to try."""
Hear = Callable[[str], None]
Heard = Callable[[int, str], None] | None


@dataclass(frozen=True)
class Said:
    """What came back from one request."""

    text: str
    model: str
    tokens_in: int | None = None
    tokens_out: int | None = None
    """As counted by the model; None where it names no figure."""
    ended: Literal["whole", "cut"] = "whole"


@dataclass(eq=False)
class Trouble(Exception):
    """One request that gave no answer."""

    why: str
    got: str = ""
    expected: str = ""
    cure: str = ""
    permanent: bool = True
    wait: float | None = None
    """Seconds that the endpoint asks to wait."""
    everywhere: bool = False
    """It would befall any prompt: no such key, nobody there. The rest of a batch does not hammer at the door."""
    heard: Said | None = None
    """What had been said until then, which may have to be paid."""

    def refusal(self, subject: str) -> Refusal:
        """For `subject`, in words."""
        return Refusal(
            subject=subject,
            why=self.why,
            got=self.got,
            expected=self.expected,
            cure=self.cure,
            permanent=self.permanent,
        )


Ask = Callable[[Prompt, int, Hear], Said]
"""(prompt, seed of this try, told the words so far) -> what was said; raises Trouble."""


def entry_version(entry: ModelEntry, made: str = "1") -> str:
    """Version of a model: of the code that asks, and of what the entry says that changes its words."""
    told = entry.model_dump(mode="json", include={"url", "model", "lora", "lora_scale", "temperature", "max_tokens"})
    return f"{made}-{hashlib.sha256(canonical(told).encode()).hexdigest()[:8]}"


def guessed_tokens(text: str) -> int:
    """About as many tokens as `text` has: four bytes each, as English takes on average."""
    return -(-len(text.encode("utf-8", "replace")) // 4)


def most_tokens(prompt: Prompt) -> int:
    """More tokens than `prompt` can have: a byte pair vocabulary never needs more than one for each byte."""
    return len((prompt.system + prompt.user + prompt.answer).encode()) + 256


@dataclass
class _Bill:
    """What the tries for one prompt took together."""

    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0


@dataclass
class Asking:
    """Asks one model by the rules of its entry.

    Attributes:
        entry: tries, most tokens, how many requests at once (`together`).
        purse: where room is held.
        ask: one request.
        together: requests at once.
        sleep: how it waits.
    """

    entry: ModelEntry
    purse: Purse
    ask: Ask
    together: int = 1
    sleep: Callable[[float], None] = time.sleep
    _met: Trouble | None = field(default=None, init=False)
    """The trouble of an earlier prompt of this batch that befalls every prompt."""

    def answers(self, prompts: Sequence[Prompt], heard: Heard = None) -> Sequence[Answer | Refusal]:
        """An answer or a refusal for each prompt, in order."""
        self._met = None

        def one(number: int, prompt: Prompt) -> Answer | Refusal:
            return self._one(prompt, lambda words: heard(number, words) if heard else None)

        if self.together == 1 or len(prompts) < 2:
            return [one(number, prompt) for number, prompt in enumerate(prompts)]
        with ThreadPoolExecutor(self.together, "styleloop-ask") as pool:
            return list(pool.map(one, range(len(prompts)), prompts))

    def _one(self, prompt: Prompt, hear: Hear) -> Answer | Refusal:
        try:
            schema = read_schema(prompt.answer) if prompt.answer else None
        except InputError as problem:
            return Refusal(subject=prompt.id, why=str(problem), cure="mend the prompt's schema")
        if self._met is not None and self._met.permanent:
            return self._met.refusal(prompt.id)
        bill = _Bill()
        tries = 1 if self._met is not None else self.entry.tries
        for number in range(1, tries + 1):
            try:
                return _answer(prompt, schema, self._said(prompt, prompt.seed + number - 1, hear, bill), bill)
            except Trouble as trouble:
                last = trouble
            if last.permanent or number == tries or not self._waited(number, last):
                break
        if last.everywhere:
            self._met = last
        return last.refusal(prompt.id)

    def _said(self, prompt: Prompt, seed: int, hear: Hear, bill: _Bill) -> Said:
        """One request, paid for. If the process dies on the way, the room held for it stays taken."""
        hold = self.purse.hold(prompt.id, most_tokens(prompt), self.entry.max_tokens)
        if isinstance(hold, Refusal):
            raise Trouble(hold.why, hold.got, hold.expected, hold.cure, permanent=hold.permanent)
        try:
            said = self.ask(prompt, seed, hear)
        except Trouble as trouble:
            _pay(hold, prompt, trouble.heard, bill)
            raise
        _pay(hold, prompt, said, bill)
        return said

    def _waited(self, number: int, trouble: Trouble) -> bool:
        """Whether the time before the next try was waited for; not if the endpoint asks for too much of it."""
        if trouble.wait is not None and trouble.wait > LONGEST_WAIT:
            return False
        jitter = secrets.SystemRandom().uniform(0.5, 1.5)  # so that many runs do not come back at once
        self.sleep(max(trouble.wait or 0.0, min(LONGEST_WAIT, FIRST_WAIT * 2 ** (number - 1) * jitter)))
        return True


def _pay(hold: Hold, prompt: Prompt, said: Said | None, bill: _Bill) -> None:
    if said is None:
        hold.settle(0, 0)
        return
    guessed = said.tokens_in is None or said.tokens_out is None
    tokens_in = guessed_tokens(prompt.system + prompt.user) if said.tokens_in is None else said.tokens_in
    tokens_out = guessed_tokens(said.text) if said.tokens_out is None else said.tokens_out
    bill.cost += hold.settle(tokens_in, tokens_out, guessed=guessed)
    bill.tokens_in += tokens_in
    bill.tokens_out += tokens_out


def _answer(prompt: Prompt, schema: Schema | None, said: Said, bill: _Bill) -> Answer:
    size = len(said.text.encode("utf-8", "replace"))
    if size > LONGEST:
        raise Trouble(
            "the answer is too long to be one", f"{size:,} bytes", f"at most {LONGEST:,}", "lower max_tokens", True
        )
    if _broken(said.text):
        cure = "ask again; if it stays so, see the endpoint's log"
        raise Trouble("the answer has half a character in it", _end(said.text), cure=cure, permanent=False)
    if not said.text.strip():
        raise Trouble("the answer is empty", cure="ask again, or another model", permanent=False)
    text = said.text if schema is None else _fitting(said, schema)
    return Answer(
        prompt=prompt.id,
        text=text,
        model=said.model,
        tokens_in=bill.tokens_in,
        tokens_out=bill.tokens_out,
        cost=bill.cost,
        ended=said.ended,
    )


def _broken(text: str) -> bool:
    """Whether it cannot be written down: a lone surrogate is no character."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _fitting(said: Said, schema: Schema) -> str:
    try:
        text, value = read_json(said.text)
    except ValueError as problem:
        if said.ended == "cut" and said.text.lstrip(" `json\n")[:1] in ("{", "["):
            raise Trouble(
                "the answer ran into its limit of tokens before its JSON was whole",
                _end(said.text),
                cure="raise max_tokens of this model in models.toml, or ask for less",
            ) from problem
        raise Trouble(
            f"the answer is not the JSON that was asked for: {problem}",
            _end(said.text),
            cure="ask again, or a model that keeps to a schema",
            permanent=False,
        ) from problem
    fault = first_fault(value, schema)
    if fault:
        raise Trouble(
            f"the answer does not keep the shape that was asked for: {fault}",
            _end(said.text),
            cure="ask again, or a model that keeps to a schema",
            permanent=False,
        )
    return text


def _end(text: str) -> str:
    return shortened(text if len(text) <= 60 else f"…{text[-60:]}")
