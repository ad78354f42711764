"""Stage 6 of 9. Variant, Finding -> Decision.

A person decides; nothing approves itself. A decision is bound to the seal of what the person saw, is append-only, and
carries to the other sizes of a line only where no block is open.
"""

from styleloop.review.decide import Bulk, approve_all, decide, inherit
from styleloop.review.open import stands
from styleloop.review.queue import Line, queue

__all__ = ["Bulk", "Line", "approve_all", "decide", "inherit", "queue", "stands"]
