"""Which of a product's pictures is shown, and that the reasons say so."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from styleloop.drafts import shown
from styleloop.drafts.picture.choice import Candidate
from styleloop.types.copy import Copy
from styleloop.types.record import Refusal
from styleloop.types.shot import Rights, Shot
from styleloop.types.variant import Draft

TODAY = date(2026, 11, 24)


def draft(line: str = "It rained.", tone: str = "moss") -> Draft:
    words = Copy.of(headline=line)
    return Draft(
        brief="brief_x", market="en-GB", product="flask", words=words, drafter="t@1", tone=tone, picture="a"
    )  # fmt: skip


def candidate(name: str, rights: Rights | None = None, off: float = 0.1, **more: object) -> Candidate:
    shot = Shot(picture=name, file=f"{name}.jpg", rights=rights)
    return Candidate(shot=shot, off={"moss": off, "rust": 0.3 - off}, **more)  # type: ignore[arg-type]


def choose(*candidates: Candidate, drafts: int = 1, tone: str = "moss", market: str = "en-GB") -> list[Draft]:
    made = shown([draft(f"Line {i}.", tone) for i in range(drafts)], candidates, market, TODAY)
    assert not isinstance(made, Refusal)
    return list(made)


def test_rights_go_before_everything() -> None:
    ended = candidate("ended", Rights(ends=TODAY - timedelta(days=1)), off=0)
    elsewhere = candidate("elsewhere", Rights(markets=("de-DE",)), off=0)
    early = candidate("early", Rights(starts=TODAY + timedelta(days=1)), off=0)
    broken = candidate("broken", off=0, fault="the file is cut off before its end")
    last_day = candidate("held", Rights(owner="Mara Voss", ends=TODAY), off=0.29)
    [made] = choose(ended, elsewhere, early, broken, last_day)
    assert made.picture == "held"
    said = "\n".join(made.picture_why)
    assert "held.jpg: rights of Mara Voss until 2026-11-24" in said
    assert "ended.jpg left: its rights ended on 2026-11-23" in said
    assert "elsewhere.jpg left: its rights are for de-DE" in said
    assert "early.jpg left: its rights begin on 2026-11-25" in said
    assert "broken.jpg left: the file is cut off" in said
    assert choose(elsewhere, market="de-DE")[0].picture == "elsewhere"


def test_where_none_may_be_shown_it_is_refused_with_every_reason() -> None:
    found = shown([draft()], [candidate("a", Rights(ends=date(2025, 1, 1)))], "en-GB", TODAY)
    assert isinstance(found, Refusal)
    assert found.subject == "flask"
    assert "a.jpg: its rights ended on 2025-01-01" in found.got
    assert found.cure


def test_rights_nobody_stated_are_said() -> None:
    [made] = choose(candidate("a"))
    assert made.picture_why == ("a.jpg shown: the product has no other", "a.jpg: nobody stated its rights")


def test_the_palette_decides_between_fresh_pictures_and_is_named() -> None:
    green, red = candidate("green", off=0.02), candidate("red", off=0.28)
    assert choose(green, red)[0].picture == "green"
    [made] = choose(green, red, tone="rust")
    assert made.picture == "red"
    assert "nearest to the palette rust" in made.picture_why[0]
    assert "farther from the palette rust" in made.picture_why[-1]


def test_room_for_words_counts_where_words_stand_on_pictures() -> None:
    busy, calm = candidate("busy", room=0.1), candidate("calm", room=0.9)
    [made] = choose(busy, calm)
    assert made.picture == "calm"
    assert "90% of the place for words is calm" in made.picture_why[0]


def test_what_was_shown_much_and_lately_rests() -> None:
    worn = candidate("worn", off=0.02, days=tuple(TODAY - timedelta(days=d) for d in (1, 3, 9)))
    fresh = candidate("fresh", off=0.12)
    [made] = choose(worn, fresh)
    assert made.picture == "fresh"
    assert "not shown in this market yet" in made.picture_why[0]
    assert "shown in this market 3 times, last on 2026-11-23" in made.picture_why[-1]
    long_ago = candidate("worn", off=0.02, days=tuple(TODAY - timedelta(days=400 + d) for d in (1, 3, 9)))
    assert choose(long_ago, fresh)[0].picture == "worn", "a year later it counts for little"


def test_a_batch_takes_turns() -> None:
    made = choose(candidate("a"), candidate("b"), candidate("c"), drafts=6)
    assert sorted(d.picture for d in made) == ["a", "a", "b", "b", "c", "c"]
    assert [d.words for d in made] == [draft(f"Line {i}.").words for i in range(6)]


@given(
    st.lists(
        st.tuples(st.floats(0, 0.3), st.floats(0, 1), st.lists(st.integers(0, 300), max_size=5), st.booleans()),
        min_size=1,
        max_size=6,
    ),
    st.integers(1, 6),
)
def test_it_is_deterministic_says_something_of_each_and_never_breaks_rights(
    pictures: list[tuple[float, float, list[int], bool]], drafts: int
) -> None:
    all_ = [
        candidate(
            f"p{i}",
            Rights(ends=TODAY - timedelta(days=1)) if over else None,
            off,
            room=room,
            days=tuple(TODAY - timedelta(days=d) for d in days),
        )
        for i, (off, room, days, over) in enumerate(pictures)
    ]
    items = [draft(f"Line {i}.") for i in range(drafts)]
    made, again = (shown(items, all_, "en-GB", TODAY) for _ in range(2))
    assert made == again
    allowed = {one.shot.picture for one in all_ if one.shot.rights is None}
    if isinstance(made, Refusal):
        assert not allowed
        return
    for one in made:
        assert one.picture in allowed
        assert all(any(f"p{i}.jpg" in line for line in one.picture_why) for i in range(len(all_)))
