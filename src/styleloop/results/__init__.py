"""Stage 8 of 9. Publication, Response -> Lift."""

from styleloop.results.adding import added_up
from styleloop.results.advice import disqualified
from styleloop.results.allocation import Array, chance_best, posterior, shares
from styleloop.results.challenge import Meeting, Shown, standing
from styleloop.results.experiment import experiment
from styleloop.results.interval import exposures_for
from styleloop.results.lift import lift
from styleloop.results.offpolicy import Estimate, Logged, OffPolicy, logged, off_policy
from styleloop.results.plan import Reach, plan, whole_weeks
from styleloop.results.preferences import FEW, Compared, preferences
from styleloop.results.rows import is_total, responses
from styleloop.results.segments import segments
from styleloop.results.tallies import periods, sample_ratio, tallies, with_shares

__all__ = [
    "FEW",
    "Array",
    "Compared",
    "Estimate",
    "Logged",
    "Meeting",
    "OffPolicy",
    "Reach",
    "Shown",
    "added_up",
    "chance_best",
    "disqualified",
    "experiment",
    "exposures_for",
    "is_total",
    "lift",
    "logged",
    "off_policy",
    "periods",
    "plan",
    "posterior",
    "preferences",
    "responses",
    "sample_ratio",
    "segments",
    "shares",
    "standing",
    "tallies",
    "whole_weeks",
    "with_shares",
]
