"""What changed, how well a style foresees, how new the work is, and what a test showed: each says what it shows."""

from itertools import pairwise

import pytest
from plot_makers import divergence, effect, lift, one_test, said, style

from styleloop.adapters.plots import Versions, changes_plot, learning_plot, lift_plot, newness_plot
from styleloop.adapters.plots.curves import spread
from styleloop.style import diff
from styleloop.style.foresight import Foreseen, Foresight


def changed(before, after, movers=None):
    asked = Versions(before, after, "Germany", ("version 1", "version 2"))
    return changes_plot(asked, diff(before, after) if before else (), movers)


def test_what_is_newly_known_leads_with_the_tests_that_moved_it_named():
    before = style(effect(half=0.3), effect("copy.words", -0.1), effect("copy.number", 0.01, 0.2))
    after = style(effect(mean=0.1), effect("copy.words", -0.2), effect("copy.number", 0.02, 0.2), tests=("a", "b", "c"))
    plot = changed(before, after, {"copy.question": ("rain launch", "snow launch")})
    assert plot.title == "New: more questions got more clicks"
    words = said(plot)
    assert words.index("Now likely to help") < words.index("Helps or hurts as before, but moved")
    assert "above all because of “rain launch”" in words
    assert "version 2 next to version 1; 3 new tests" in words
    assert plot.rows[0][-1] == "rain launch and snow launch"
    bars = {row.name: row.bar for group in plot.drawing.groups for row in group.rows}
    assert bars["More questions"].before == pytest.approx(5, abs=0.01)
    assert "before: not sure, best guess 5 % more" in words
    assert bars["Longer headlines"].mean < bars["Longer headlines"].before < 0


def test_every_row_of_a_diff_agrees_with_the_words_of_the_diff():
    before = style(effect(half=0.3), effect("copy.words", -0.1, 0.5))
    after = style(effect(mean=0.1), effect("copy.words", -0.2), tests=("a",))
    words = {c.name: c.words for c in diff(before, after)}
    plot = changed(before, after)
    for group in plot.drawing.groups:
        for row in group.rows:
            told = next(w for w in words.values() if w.startswith(row.name))
            assert ("now helps" in told) == (row.bar.mean > 0) == (" more clicks" in row.said)


def test_what_is_no_longer_known_is_said():
    plot = changed(style(effect()), style(effect(half=0.3), tests=("a",)))
    assert plot.title == "No longer sure: more questions"
    assert "best guess 5 % more; before 5 % more" in said(plot)


def test_a_first_version_and_one_that_moved_nothing_say_so():
    assert "nothing yet to hold it against" in said(changed(None, style(effect())))
    same = changed(style(effect()), style(effect()))
    assert same.title == "Nothing moved"
    assert same.drawing is None


def test_a_learning_curve_is_told_as_a_choice_between_two_ads():
    points = (Foreseen(5, 0.58, 0.45, 0.7), Foreseen(10, 0.7, 0.6, 0.8), Foreseen(24, 0.81, 0.72, 0.9))
    plot = learning_plot(Foresight(30, 22, 64, points), "Germany")
    assert plot.title == "Of two ads it knew nothing of, the house style picked the better one 81 times in 100"
    for part in (
        "a coin would be right 50 times",
        "of 30 tests 22 could be judged, by 64 pairs",
        "24 of the 30 tests at most",
        "81 times in 100 after 24 tests",
        "58",
    ):
        assert part in said(plot)
    assert plot.rows[0] == ("5 tests", "58", "45 to 70")


def test_a_curve_no_better_than_a_coin_says_so():
    plot = learning_plot(Foresight(12, 12, 20, (Foreseen(8, 0.6, 0.45, 0.75),)), "Germany")
    assert plot.title.startswith("The house style is not yet surely better than a coin")
    assert plot.narrow


@pytest.mark.parametrize(("found", "part"), [(Foresight(3, 3, 9), "3 so far"), (Foresight(0, 0, 0), "none so far"),
                                             (Foresight(14, 4, 4), "only 4 pairs")])  # fmt: skip
def test_too_few_tests_say_what_is_missing(found, part):
    plot = learning_plot(found, "Germany")
    assert part in said(plot)
    assert plot.drawing is None


def test_newness_holds_batches_against_the_past_competitors_and_people():
    plot = newness_plot(divergence(0.8, 0.7, 0.4), "Germany", 0.95)
    assert plot.title == "The newest lines are 40 % unlike earlier ones: less than in the batches before (75 %)"
    assert [line.says for line in plot.drawing.lines] == [
        "newest lines: 40 % unlike earlier ones",
        "unlike competitors' lines: 80 %",
        "competitors' lines: 95 % unlike one another",
        "your own past lines: 60 % unlike one another",
        "four headlines by journalists for one story: 84 % unlike one another",
        "lines under 15 % are turned away",
    ]
    assert "Higher means more different, not better" in said(plot)
    assert all(word in said(plot) for line in plot.drawing.lines for word in line.says.split())
    assert [row[3] for row in plot.rows] == ["80 %", "70 %", "40 %", "60 %", "95 %", "84 %"]


def test_newness_of_one_batch_without_competitors_and_of_none():
    one = newness_plot(divergence(0.5, to_competitors=None), "Germany")
    assert "no earlier batch to compare" in one.title
    assert "competitors" not in " ".join(line.says for line in one.drawing.lines)
    assert one.svg
    assert one.narrow
    none = newness_plot(None, "Germany")
    assert "styleloop run" in said(none)


def test_competitors_who_share_nothing_are_said_and_not_drawn():
    plot = newness_plot(divergence(0.8, 0.7, to_competitors=0.0), "Germany", 1.0)
    assert plot.about.endswith("competitors: nothing in common")
    assert "competitors" not in " ".join(line.says for line in plot.drawing.lines)
    assert {row[4] for row in plot.rows[:2]} == {"100 %"}


def test_a_test_is_told_best_version_first_with_what_is_missing():
    plot = lift_plot(one_test(lift("Snow", 0.02, 0.3, 41_234), lift("Rain", 0.2, 0.1), lift("Hail", -0.3, 0.1)))
    assert plot.title == (
        "Simulated answers: “Rain rains. / So do we.” got about 20 % more clicks than the original; "
        "“Hail rains. / So do we.” got about 30 % fewer clicks than the original; 1 not sure yet"
    )
    words = said(plot)
    for part in ("needs about 42,000 more shows of each version", "Anything from 28 % fewer to 32 % more",
                 "The original got 19 clicks in 1,000", "however often one looks",
                 "very likely 10 to 30 % more", "right 19 times in 20"):  # fmt: skip
        assert part in words
    assert [row[5] for row in plot.rows] == ["better", "not sure yet", "worse"]


def test_a_test_that_may_not_be_concluded_from_says_so_first_and_none_says_what_to_do():
    crooked = lift_plot(one_test(lift("Rain", 0.2, 0.1, advice="run again")))
    assert crooked.title == "Simulated answers: nothing may be concluded: the audience was not divided as planned"
    assert "styleloop results FILE.csv" in said(lift_plot(None))


def test_words_beside_lines_never_overlap():
    tops = spread([10, 12, 13, 200], [20, 20, 20, 20], 0, 240)
    assert all(b - a >= 20 for a, b in pairwise(tops))
    assert tops[-1] + 20 <= 240
