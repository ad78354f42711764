"""Stage 8 of 9. Publication, Response -> Lift."""

from styleloop.results.experiment import experiment
from styleloop.results.lift import lift
from styleloop.results.tallies import sample_ratio, tallies

__all__ = ["experiment", "lift", "sample_ratio", "tallies"]
