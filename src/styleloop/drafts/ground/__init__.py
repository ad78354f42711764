"""Documents into passages: pure. Readers (adapters/documents) give blocks; here they are cut, dated and named."""

from styleloop.drafts.ground.about import About, front_matter
from styleloop.drafts.ground.blocks import Block
from styleloop.drafts.ground.cut import LONGEST, SHORTEST, passages
from styleloop.drafts.ground.own import (
    claim_passages,
    market_passages,
    past_passages,
    product_passages,
    term_passages,
)
from styleloop.drafts.ground.tongues import told

__all__ = [
    "LONGEST",
    "SHORTEST",
    "About",
    "Block",
    "claim_passages",
    "front_matter",
    "market_passages",
    "passages",
    "past_passages",
    "product_passages",
    "term_passages",
    "told",
]
