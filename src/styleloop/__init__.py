"""Styleloop: a self-hosted creative engine. One loop.

    library -> style -> brief -> drafts -> audit -> review -> publish -> results -> refine
       ^                                                                              |
       +------------------------------------------------------------------------------+

For programs: `Project` opens a project folder, `flow` goes round the loop, the records below are what it hands over.
For people: the command `styleloop`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from styleloop.app import flow
    from styleloop.app.project import Project
    from styleloop.errors import StyleloopError
    from styleloop.types.asset import Asset, Response
    from styleloop.types.audit import Finding
    from styleloop.types.brand import BrandKit, Claim, Market
    from styleloop.types.brief import Brief, Campaign, Placement
    from styleloop.types.experiment import Experiment, Lift
    from styleloop.types.measurement import Measurement
    from styleloop.types.picture import Picture
    from styleloop.types.product import Fact, Product
    from styleloop.types.record import Refusal
    from styleloop.types.review import Decision, Publication
    from styleloop.types.style import Score, StyleVector
    from styleloop.types.variant import Draft, Variant

__all__ = [
    "Asset",
    "BrandKit",
    "Brief",
    "Campaign",
    "Claim",
    "Decision",
    "Draft",
    "Experiment",
    "Fact",
    "Finding",
    "Lift",
    "Market",
    "Measurement",
    "Picture",
    "Placement",
    "Product",
    "Project",
    "Publication",
    "Refusal",
    "Response",
    "Score",
    "StyleVector",
    "StyleloopError",
    "Variant",
    "flow",
]

_HOMES = {
    "Asset": "styleloop.types.asset",
    "BrandKit": "styleloop.types.brand",
    "Brief": "styleloop.types.brief",
    "Campaign": "styleloop.types.brief",
    "Claim": "styleloop.types.brand",
    "Decision": "styleloop.types.review",
    "Draft": "styleloop.types.variant",
    "Experiment": "styleloop.types.experiment",
    "Fact": "styleloop.types.product",
    "Finding": "styleloop.types.audit",
    "Lift": "styleloop.types.experiment",
    "Market": "styleloop.types.brand",
    "Measurement": "styleloop.types.measurement",
    "Picture": "styleloop.types.picture",
    "Placement": "styleloop.types.brief",
    "Product": "styleloop.types.product",
    "Project": "styleloop.app.project",
    "Publication": "styleloop.types.review",
    "Refusal": "styleloop.types.record",
    "Response": "styleloop.types.asset",
    "Score": "styleloop.types.style",
    "StyleVector": "styleloop.types.style",
    "StyleloopError": "styleloop.errors",
    "Variant": "styleloop.types.variant",
    "flow": "styleloop.app.flow",
}


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for: `styleloop --help` must not wait for numpy and friends."""
    if name not in _HOMES:
        raise AttributeError(f"module 'styleloop' has no attribute {name!r}")
    module = import_module(_HOMES[name])
    return module if name == "flow" else getattr(module, name)
