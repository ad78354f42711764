"""What the house style knows, as pictures: SVG with real words for screens and files, PNG for slides."""

from styleloop.adapters.plots.changes import Versions, changes_plot
from styleloop.adapters.plots.effects import effects_plot
from styleloop.adapters.plots.learning import learning_plot
from styleloop.adapters.plots.lifts import Tested, Version, lift_plot
from styleloop.adapters.plots.newness import newness_plot
from styleloop.adapters.plots.sheet import Plot

__all__ = ["Plot", "Tested", "Version", "Versions", "changes_plot", "effects_plot", "learning_plot", "lift_plot",
           "newness_plot"]  # fmt: skip
