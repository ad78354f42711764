"""The contracts of what finds passages: embedders of passages and indexes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from styleloop.ports import Meaning
from styleloop.testing.points import check_points
from styleloop.types.passage import Hit, Passage, Question
from styleloop.types.record import Refusal, Where

WORDS = {
    "umbrella": "The umbrella folds back when the wind turns it inside out.",
    "flask": "The flask keeps tea hot for fourteen hours.",
    "price": "A price is set large and left alone.",
}
WHO = "check@1"


def check_passage_embedder(made: Any) -> None:
    """A finite point of length 1 for each text, whatever the batch; questions lie nearest to what answers them."""
    texts = [*WORDS.values(), "", "a\0b \ud800", "wind " * 20_000]
    for read in (made.passages, made.questions):
        for point in check_points(partial(_points, read), texts, made.size):
            assert isinstance(point, Refusal) or abs(float(np.linalg.norm(point)) - 1) < 1e-3, "a point has length 1"
        several, (alone,) = read(texts[:3]), read(texts[:1])
        assert alone.terms.tolist() == several[0].terms.tolist(), "the same latent terms in any batch"
        for meaning in several:
            terms, weights = meaning.terms, meaning.weights
            assert terms.dtype == np.uint16 and weights.dtype == np.float16, f"{terms.dtype} {weights.dtype}"
            assert terms.shape == weights.shape and len(set(terms.tolist())) == len(terms), "each latent term once"
            assert np.isfinite(weights).all() and (weights > 0).all(), "weights of latent terms are above 0"
    passages = np.array([meaning.point for meaning in made.passages(texts[:3])])
    (asked,) = made.questions(["how long does tea stay warm?"])
    assert int(np.argmax(passages @ asked.point)) == 1, "a question lies nearest to the passage that answers it"


def _points(read: Callable[[Sequence[str]], Sequence[Any]], texts: Sequence[str]) -> Sequence[Any]:
    return [found if isinstance(found, Refusal) else found.point for found in read(texts)]


def check_index(made: Any) -> None:
    """Finds by words and by points, filters first, holds exactly what it was last given, and minds the embedder."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "index"
        nothing = made.search(root, [Question(text="umbrella")], [None], WHO)
        assert len(nothing) == 1 and isinstance(nothing[0], Refusal) and nothing[0].cure, (
            "no index: refused with a cure"
        )
        held = _passages()
        axes = np.eye(len(held), 8, dtype=np.float32)
        made.update(root, held, [Meaning(axis) for axis in axes], WHO)
        _check_answers(made, root, held, axes)
        _check_filters(made, root, held)
        other = made.search(root, [Question(text="umbrella")], [Meaning(axes[0])], "another@1")[0]
        assert isinstance(other, Refusal) and WHO in str(other) and other.cure, f"points of another embedder: {other}"
        made.update(root, held[1:], [None, None], "")
        left = _found(made, root, Question(text=f"{WORDS['umbrella']} {WORDS['flask']}"), None, "")
        assert {hit.passage.id for hit in left} <= {p.id for p in held[1:]}, "what is gone from the passages is found"
        assert left and left[0].passage.id == held[1].id, "a passage without a point is found by its words"


def _check_answers(made: Any, root: Path, held: list[Passage], axes: Any) -> None:
    for at, passage in enumerate(held):
        by_words = _found(made, root, Question(text=passage.text), None, WHO)
        assert by_words and by_words[0].passage == passage, f"its own words do not find {passage.text!r}"
        by_point = _found(made, root, Question(text="zzz"), axes[at], WHO)
        assert by_point and by_point[0].passage == passage, f"its own point does not find {passage.text!r}"
    assert len(_found(made, root, Question(text="the", most=1), axes[0], WHO)) == 1, "at most `most`"
    for odd in ("", " ", '"', "NEAR(a b", "a OR", "terms : x*", "-", "☔", "'; DROP TABLE words; --", "x" * 50_000):
        _found(made, root, Question(text=odd), None, WHO)
    again = [_found(made, root, Question(text="the umbrella"), axes[1], WHO) for _ in range(2)]
    assert again[0] == again[1], "the same question must have the same answer"


def _check_filters(made: Any, root: Path, held: list[Passage]) -> None:
    everything = " ".join(WORDS.values())
    for question in (
        Question(text=everything, market="de-DE"),
        Question(text=everything, day=date(2027, 1, 1)),
        Question(text=everything, product="flask"),
        Question(text=everything, roles=("claim",)),
    ):
        wanted = {
            p.id
            for p in held
            if p.holds(question.market, question.day or date(2026, 6, 1), question.product)
            and (not question.roles or p.role in question.roles)
        }
        found = {hit.passage.id for hit in _found(made, root, question, None, WHO)}
        assert found == wanted, f"{question}: found {sorted(found)}, expected {sorted(wanted)}"


def _found(made: Any, root: Path, question: Question, point: Any, who: str) -> tuple[Hit, ...]:
    (hits,) = made.search(root, [question], [None if point is None else Meaning(point)], who)
    assert not isinstance(hits, Refusal), f"refused: {hits}"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True), "best first"
    found: tuple[Hit, ...] = hits
    return found


def _passages() -> list[Passage]:
    more: dict[str, dict[str, Any]] = {
        "umbrella": {"role": "claim", "products": ("umbrella",), "ends": date(2026, 9, 30)},
        "flask": {"role": "spec", "products": ("flask",), "markets": ("en-GB",)},
        "price": {"role": "guideline"},
    }
    return [
        Passage(text=text, locale="en", document="0" * 64, title=name, source=Where(file=f"{name}.md"), **more[name])
        for name, text in WORDS.items()
    ]
