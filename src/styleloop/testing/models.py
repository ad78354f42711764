"""What every text model promises, whoever answers behind it."""

from __future__ import annotations

import json
from typing import Any

from styleloop.adapters.models.text.schema import first_fault, read_json
from styleloop.types.model import Answer, Prompt
from styleloop.types.record import Refusal

SCHEMA = {
    "type": "object",
    "properties": {"headline": {"type": "string", "minLength": 1, "maxLength": 60}},
    "required": ["headline"],
    "additionalProperties": False,
}


def check_text_model(made: Any) -> None:
    """An answer or a refusal with a cure for each prompt, in order; the asked shape; what was heard is what came."""
    system = "You write headlines for a small outdoor brand."
    prompts = [
        Prompt(system=system, user="A rain shell that weighs 312 g.\nIt rained.", answer=json.dumps(SCHEMA), seed=1),
        Prompt(system=system, user="One word for rain.", seed=2),
        Prompt(system=system, user="A wool beanie.", answer='{"type": "object", "made-up": 1}', seed=3),
    ]
    words: dict[int, str] = {}
    found = made.write(prompts, words.__setitem__)
    assert len(found) == len(prompts), "one result per prompt, in order"
    assert list(made.write([])) == [], "no prompts, no answers"
    for number, (prompt, one) in enumerate(zip(prompts, found, strict=True)):
        if isinstance(one, Refusal):
            assert one.why and one.cure, f"a refusal says what is wrong and what to do: {one}"
            assert one.subject == prompt.id, f"a refusal names its prompt: {one.subject!r}, expected {prompt.id!r}"
            continue
        assert isinstance(one, Answer), f"expected Answer or Refusal, got {type(one).__name__}"
        assert one.prompt == prompt.id, f"an answer names its prompt: {one.prompt!r}, expected {prompt.id!r}"
        assert one.text.strip() and one.model, "an answer has words and says who gave them"
        assert one.tokens_out > 0, "what an answer took is counted"
        assert number in words, "`heard` is told the words while they come"
        if number == 0:
            fault = first_fault(read_json(one.text)[1], SCHEMA)
            assert not fault, f"the asked shape is kept or refused: {fault}"
    assert isinstance(found[2], Refusal), "a schema that cannot be checked is refused, not waved through"
