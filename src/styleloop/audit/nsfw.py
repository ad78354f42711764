"""Does the picture show what nobody should meet at work? By the operator's own classifier; none is shipped.

What is shown is judged by a model that the project's `models.toml` describes, on decoded pixels, before the check is
asked: the finished picture, and the pictures it was made from. Each objection cites the model, the label and the
probability, for a classifier is wrong now and then and a person has to know what it went by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from styleloop.audit.objection import object_to
from styleloop.types.audit import AuditItem, Family, Finding, Severity
from styleloop.types.judgement import Judgement
from styleloop.types.record import Refusal

_OF = {
    "picture": "The finished picture",
    "product": "The product's picture in it",
    "backdrop": "The ground that a model made for it",
}
NO_MODEL = "NSFW (no model in models.toml)"


class Nsfw:
    """What the pictures of a piece show, as the project's classifiers see it."""

    name = "nsfw"
    family: Family = "safety"
    version = "1"
    rules: Mapping[str, str] = {
        "nsfw-picture": "A picture that a classifier of the project's finds to show what its entry blocks.",
        "nsfw-doubt": "A picture that a classifier of the project's finds to show what its entry warns of.",
    }

    def check(self, items: Sequence[AuditItem]) -> Sequence[tuple[Finding | Refusal, ...] | Refusal]:
        """Objections to the pictures of each piece, and a Refusal for each that could not be judged."""
        return [tuple(self._one(item)) for item in items]

    def leaves_out(self, item: AuditItem) -> tuple[str, ...]:
        """The picture, where there is one and no classifier."""
        return (NO_MODEL,) if item.judged is None and item.rendering is not None else ()

    def _one(self, item: AuditItem) -> Iterator[Finding | Refusal]:
        told = item.judged or ()
        failed = (one.model_copy(update={"subject": item.subject}) for one in told if isinstance(one, Refusal))
        yield from dict.fromkeys(failed)  # what is wrong with a file is wrong for each of its pictures
        for one in told:
            if isinstance(one, Judgement):
                yield from self._judged(item, one)

    def _judged(self, item: AuditItem, said: Judgement) -> Iterator[Finding]:
        kinds: tuple[tuple[str, Severity, tuple[str, ...]], ...] = (
            ("nsfw-picture", "block", said.block),
            ("nsfw-doubt", "warn", said.warn),
        )
        for rule, severity, labels in kinds:
            for one in said.likelihoods:
                if one.label in labels and one.share >= said.threshold:
                    limit = f"{said.threshold:g} and more counts"
                    message = f"{_OF[said.of]} shows “{one.label}” with a probability of {one.share:.2f} ({limit})."
                    cited = f"models.toml, classifier {said.classifier}: {said.model}"
                    yield object_to(self, item, rule, severity, message, cited)
