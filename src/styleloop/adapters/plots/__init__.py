"""What the house style knows, as pictures: SVG with real words for screens and files, PNG for slides."""

from styleloop.adapters.plots.effects import effects_plot
from styleloop.adapters.plots.sheet import Plot

__all__ = ["Plot", "effects_plot"]
