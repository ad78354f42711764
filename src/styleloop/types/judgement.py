"""What an image classifier says that a picture shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Likelihood(NamedTuple):
    """One label, and how probable the model finds it."""

    label: str
    share: float
    """0 to 1."""


@dataclass(frozen=True)
class Judgement:
    """One picture seen in a piece, judged by one classifier of the project's."""

    of: Literal["picture", "product", "backdrop"]
    """The finished picture, the product's own one in it, or the ground that a model made."""
    classifier: str
    """Name in `models.toml`."""
    model: str
    """File and the beginning of its sha256: `nsfw.onnx 1a2b3c4d`."""
    likelihoods: tuple[Likelihood, ...]
    block: tuple[str, ...]
    """Labels that must not be."""
    warn: tuple[str, ...]
    """Labels at which a person should look."""
    threshold: float
    """Probability from which a label counts."""
