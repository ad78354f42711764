"""Stage 8 of 9. Publication, Response -> Lift."""

from styleloop.results.allocation import chance_best, shares
from styleloop.results.experiment import experiment
from styleloop.results.lift import lift
from styleloop.results.rows import responses
from styleloop.results.tallies import sample_ratio, tallies

__all__ = ["chance_best", "experiment", "lift", "responses", "sample_ratio", "shares", "tallies"]
