"""One word for the code, one for the screen; and the keys of the desk. The only place where either is written down."""

from __future__ import annotations

SCREEN = {
    "style vector": "House style",
    "norm": "usual",
    "effect": "what helps",
    "exemplar": "best examples",
    "arm": "version",
    "lift": "better / worse than the original",
    "divergence": "familiar <-> surprising",
    "guardrail": "check",
    "finding": "remark",
    "placement": "format",
    "locale": "language",
    "publication": "post",
    "refine": "update the house style",
    "refusal": "could not be made, because ...",
}
NEVER_ON_SCREEN = (
    "propensity", "posterior", "extractor", "vendi", "dpp", "ips", "apca", "oklab", "dead letter", "quorum",
)  # fmt: skip

KEYS = (
    ("j", "next", "Next line"),
    ("k", "previous", "Previous line"),
    ("Enter", "open", "Open this line"),
    ("a", "approve", "Approve: every size whose checks pass"),
    ("c", "change", "Ask for a change, with a reason"),
    ("x", "reject", "Reject, with a reason"),
    ("v", "size", "Next format of this line"),
    ("q", "queue", "Back to the queue"),
    ("?", "keys", "Show these keys"),
)
"""(key, what the page's script calls it, what it does). The page binds and lists exactly these."""

STATES = {
    "blocked": ("■", "blocked"),
    "waiting": ("○", "waiting"),
    "changed": ("△", "change asked"),
    "approved": ("●", "approved"),
    "rejected": ("×", "rejected"),
}
"""State -> a shape and a word: colour is never the only sign."""
