"""Stage 6 of 9. Variant, Finding -> Decision.

A person decides; nothing approves itself. A decision is bound to the seal of what the person saw, is append-only, and
carries to the other sizes of a line only where no block is open. How many people it takes, and who they may be, says
the policy (`Under`).
"""

from styleloop.review.bulk import Bulk, approve_all
from styleloop.review.decide import decide, inherit
from styleloop.review.memory import Remembered, known_places, remembered
from styleloop.review.open import latest, stands
from styleloop.review.queue import Line, queue
from styleloop.review.remarks import remarks, together
from styleloop.review.signed import Approval, approval
from styleloop.review.under import Under

__all__ = [
    "Approval",
    "Bulk",
    "Line",
    "Remembered",
    "Under",
    "approval",
    "approve_all",
    "decide",
    "inherit",
    "known_places",
    "latest",
    "queue",
    "remarks",
    "remembered",
    "stands",
    "together",
]
