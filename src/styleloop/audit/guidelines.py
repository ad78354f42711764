"""Which of the brand's guidelines explains an objection."""

from __future__ import annotations

from styleloop.language.wording import occurrences
from styleloop.types.brand import BrandKit


def guideline_on(kit: BrandKit, word: str) -> str:
    """The first guideline that speaks of `word`, as a citation; empty where none does."""
    for guideline in kit.guidelines:
        if any(occurrences(f"{guideline.title}\n{guideline.text}", word, kit.locale)):
            return f"guideline {guideline.slug}: {guideline.title}"
    return ""
