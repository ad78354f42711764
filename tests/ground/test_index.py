"""The embedded index: filters come before ranks, questions are never syntax, a reader sees the old or the new."""

import threading
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.indexes import shelf
from styleloop.adapters.indexes.embedded import Embedded
from styleloop.adapters.indexes.fusion import fused
from styleloop.adapters.indexes.reading import as_read, named
from styleloop.adapters.indexes.terms import terms
from styleloop.errors import StoreError
from styleloop.ports import Meaning
from styleloop.types.passage import Passage, Question
from styleloop.types.record import Refusal, Where

WHO = "made-up@1"
DAY = date(2026, 6, 1)
MARKETS, SKUS = ("en-GB", "de-DE", "de"), ("flask", "flask-large", "mug")


def passage(text, number=0, locale="en", **more):
    return Passage(text=text, locale=locale, document=f"{number:064x}", source=Where(file=f"{number}.md"), **more)


def points(count, size=8, seed=1):
    made = np.random.default_rng(seed).standard_normal((count, size))
    return [Meaning(point) for point in (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)]


def said(*terms, point=(1, 0)):
    """A meaning with latent terms of equal weight."""
    held = np.array(terms, np.uint16)
    return Meaning(np.array(point, np.float32), held, np.ones(len(held), np.float16))


def found(index, folder, question, point=None):
    (hits,) = index.search(folder, [question], [point], WHO)
    assert not isinstance(hits, Refusal), hits
    return [hit.passage for hit in hits]


somewhen = st.none() | st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))
passages = st.builds(
    lambda number, role, markets, skus, starts, ends: passage(
        f"rain falls on {number}", number, role=role, markets=markets, products=skus, starts=starts, ends=ends
    ),
    st.integers(0, 10_000),
    st.sampled_from(("guideline", "spec", "claim", "past", "page")),
    st.lists(st.sampled_from(MARKETS), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(SKUS), max_size=2, unique=True).map(tuple),
    somewhen,
    somewhen,
)
questions = st.builds(
    lambda market, day, sku, roles: Question(
        text="rain falls on", market=market, day=day, product=sku, roles=roles, most=200
    ),
    st.sampled_from(("", *MARKETS, "fr-FR")),
    somewhen,
    st.sampled_from(("", *SKUS, "flas")),
    st.lists(st.sampled_from(("claim", "spec")), max_size=2, unique=True).map(tuple),
)


@given(st.lists(passages, min_size=1, max_size=12, unique_by=lambda p: p.id), st.lists(questions, max_size=6))
@settings(max_examples=15, deadline=None)
def test_what_is_found_is_exactly_what_holds(tmp_path_factory, held, asked):
    folder, index = tmp_path_factory.mktemp("index"), Embedded()
    index.update(folder, held, points(len(held)), WHO)
    for question in asked:
        meant = [p for p in held if not question.roles or p.role in question.roles]
        if question.day is None:
            meant = [p.model_copy(update={"starts": None, "ends": None}) for p in meant]
        wanted = {p.id for p in meant if p.holds(question.market, question.day or DAY, question.product)}
        assert {p.id for p in found(index, folder, question)} == wanted
        assert {p.id for p in found(index, folder, question, points(1, seed=9)[0])} == wanted


@given(
    st.dictionaries(
        st.sampled_from(("text", "vectors", "other")),
        st.lists(st.integers(0, 30), unique=True, max_size=20),
        min_size=1,
    ),
    st.floats(0, 60),
)
@settings(max_examples=50)
def test_fusion_keeps_what_all_lists_agree_on(lists, flat):
    weights = {"text": 0.3, "vectors": 1.0, "other": 0.5}
    scores = fused(lists, weights, flat)
    assert set(scores) == {row for found in lists.values() for row in found}
    for one in scores:
        for other in scores:
            better = all(
                one in found and (other not in found or found.index(one) < found.index(other))
                for found in lists.values()
                if one in found or other in found
            )
            assert not (one != other and better) or scores[one] > scores[other]


def test_a_narrow_filter_loses_nothing_to_what_was_never_meant(tmp_path):
    near, far = (Meaning(axis) for axis in np.eye(2, dtype=np.float32))
    crowd = [passage(f"the rain shell keeps rain out {n}", n, markets=("en-GB",)) for n in range(400)]
    alone = passage("Die Jacke.", 999, "de", markets=("de-DE",))
    index = Embedded()
    index.update(tmp_path, [*crowd, alone], [near] * len(crowd) + [far], WHO)
    asked = Question(text="the rain shell keeps rain out", market="de-DE", most=3)
    assert found(index, tmp_path, asked, near) == [alone]


@pytest.mark.parametrize(
    "text", ['"', "rain NEAR flask", "terms:rain", "rain*", "-rain", "(rain", "rain AND", "^rain",
             "'; DROP TABLE words;--", "\0rain"]
)  # fmt: skip
def test_a_question_is_never_syntax(tmp_path, text):
    index, held = Embedded(), [passage("rain falls"), passage("the flask is hot", 1)]
    index.update(tmp_path, held, [None, None], "")
    assert {p.id for p in found(index, tmp_path, Question(text=text))} <= {p.id for p in held}
    if "rain" in text:
        assert held[0] in found(index, tmp_path, Question(text=text))


@pytest.mark.parametrize(
    ("asked", "words", "locale"),
    [
        ("umbrellas", "The umbrella folds back.", "en"),
        ("Jacken", "Unsere Jacke ist dicht.", "de"),
        ("受動態", "能動態を使用し、受動態はなるべく控えます。", "ja"),
        ("ร่มกันฝน", "เราขายร่มกันฝนและถุงเท้า", "th"),
        ("유머", "재미있지만 유머러스함은 지나치지 않게", "ko"),
        ("हास्य", "मज़ेदार बनें, हास्य हल्का हो", "hi"),
        ("CAFE", "Le café refroidit.", "fr"),
        ("ＡＢＣ１２３", "Model abc123 is out.", "en"),
    ],
)
def test_words_are_found_with_other_endings_and_without_spaces(tmp_path, asked, words, locale):
    index, right = Embedded(), passage(words, 1, locale)
    index.update(tmp_path, [passage("Nothing of the kind stands here; tea, socks, soap."), right], [None, None], "")
    assert found(index, tmp_path, Question(text=asked))[0] == right


@pytest.mark.parametrize("text", ["", "   ", "☔🙂", "\u200b", "the " * 12_500, "x" * 50_000])
def test_odd_questions_are_answered_with_little_or_nothing(tmp_path, text):
    index, held = Embedded(), [passage("rain falls")]
    index.update(tmp_path, held, [None], "")
    assert found(index, tmp_path, Question(text=text)) in ([], held)


def test_a_language_that_is_named_comes_first(tmp_path):
    english, japanese = passage("Use the active voice.", 1, "en"), passage("能動態を使用し", 2, "ja")
    others = [passage(f"filler {n}", 10 + n, "en") for n in range(10)]
    near, less, off = said(), said(point=(0.98, 0.199)), said(point=(0, 1))
    index = Embedded()
    index.update(tmp_path, [english, japanese, *others], [near, less, *([off] * 10)], WHO)
    assert found(index, tmp_path, Question(text="zzz", most=2), near) == [english, japanese]
    assert found(index, tmp_path, Question(text="zzz Japanese", locale="en", most=2), near) == [japanese, english]
    assert named("was sagt das japanische Handbuch", "de", ("ja", "fr", "en")) == ("ja",)


def test_a_rare_latent_term_tells_apart_what_points_do_not(tmp_path):
    held = [passage(f"page {n}", n) for n in range(60)]
    meanings = [said(5, 100 + n, *([7] if n in (3, 8) else [])) for n in range(60)]
    index = Embedded()
    index.update(tmp_path, held, meanings, WHO)
    assert set(found(index, tmp_path, Question(text="zzz", most=2), said(5, 7))) == {held[3], held[8]}
    assert found(index, tmp_path, Question(text="zzz", most=1), said(5, 123))[0] == held[23]
    index.update(tmp_path, [p for p in held if p != held[3]], [m for n, m in enumerate(meanings) if n != 3], WHO)
    assert found(index, tmp_path, Question(text="zzz", most=1), said(7)) == [held[8]]


def test_an_index_without_latent_terms_makes_room_for_those_that_come(tmp_path):
    first, second = [passage(f"rain {n}", n) for n in range(60)], passage("snow", 99)
    index = Embedded()
    index.update(tmp_path, first, [said()] * 60, WHO)
    index.update(tmp_path, [*first, second], [*[said()] * 60, said(*range(1, 400))], WHO)
    assert found(index, tmp_path, Question(text="zzz", most=1), said(7)) == [second]


def test_a_third_of_the_places_is_for_the_brands_own_language(tmp_path):
    rules = [passage(f"rule {n}", n, "en") for n in range(5)]
    pages = [passage(f"Seite {n}", 100 + n, "de-DE") for n in range(20)]
    index = Embedded()
    meanings = [*(said(point=(0.9 - n / 100, 0.4)) for n in range(5)), *[said()] * 20]
    index.update(tmp_path, [*rules, *pages], meanings, WHO)
    asked = Question(text="zzz", locale="de-DE", home="en-GB", most=6)
    hits = found(index, tmp_path, asked, said())
    assert hits[4:] == rules[:2]
    assert {p.locale for p in hits[:4]} == {"de-DE"}
    for other in ({"locale": "en"}, {"locale": ""}, {"home": ""}, {"home": "ja"}):
        assert not set(rules) & set(found(index, tmp_path, asked.model_copy(update=other), said()))


def test_an_index_of_an_older_form_is_refused_until_it_is_made_anew(tmp_path):
    index, held = Embedded(), [passage("rain falls")]
    index.update(tmp_path, held, points(1), WHO)
    with shelf.opened(tmp_path) as memory:
        memory.execute("UPDATE about SET value = '1' WHERE name = 'version'")
        memory.execute("DELETE FROM about WHERE name = 'width'")
    (refused,) = index.search(tmp_path, [Question(text="rain")], points(1), WHO)
    assert isinstance(refused, Refusal)
    index.update(tmp_path, held, points(1), WHO)
    assert found(index, tmp_path, Question(text="rain"), points(1)[0]) == held


def test_only_what_changed_is_written(tmp_path):
    held, made = [passage(f"rain falls on {n}", n) for n in range(6)], points(6)
    index = Embedded()
    index.update(tmp_path, held, made, WHO)
    before = _state(tmp_path)
    index.update(tmp_path, held, made, WHO)
    assert _state(tmp_path) == before
    more = passage("snow falls on seven", 7)
    index.update(tmp_path, [*held[1:], more], [*made[1:], points(1, seed=3)[0]], WHO)
    after = _state(tmp_path)
    assert after["about"].file == before["about"].file
    assert after["about"].held == 7
    kept = {name: row for name, row in before["rows"].items() if name != held[0].id}
    assert {name: after["rows"][name] for name in kept} == kept
    assert found(index, tmp_path, Question(text="snow"))[0] == more
    assert held[0] not in found(index, tmp_path, Question(text=held[0].text, most=50), made[0])


def _state(folder):
    with shelf.opened(folder) as memory:
        return {
            "about": shelf.about(memory),
            "rows": {name: (row, slot) for name, row, slot in memory.execute("SELECT id, row, slot FROM passages")},
        }


def test_points_of_passages_that_are_gone_do_not_pile_up(tmp_path):
    index = Embedded()
    for number in range(12):
        held = [passage(f"round {number} rain {n}", n) for n in range(5)]
        index.update(tmp_path, held, points(5, seed=number), WHO)
        assert found(index, tmp_path, Question(text="zzz"), points(5, seed=number)[2])[0] == held[2]
    assert len(list(tmp_path.glob("points-*"))) == 1
    assert _state(tmp_path)["about"].held <= 15


def test_a_reader_sees_the_old_or_the_new(tmp_path):
    sides = [[passage(f"side {side} says rain {n}", n + 100 * side) for n in range(20)] for side in range(2)]
    made = [points(20, seed=side) for side in range(2)]
    writer, reader, stop = Embedded(), Embedded(), threading.Event()
    writer.update(tmp_path, sides[0], made[0], WHO)

    def write():
        for turn in range(1, 30):
            writer.update(tmp_path, sides[turn % 2], made[turn % 2], WHO)
        stop.set()

    thread = threading.Thread(target=write)
    thread.start()
    seen = set()
    while not stop.is_set():
        hits = found(reader, tmp_path, Question(text="side says rain", most=50), made[0][0])
        sides_seen = {p.text.split()[1] for p in hits}
        assert len(hits) == 20
        assert len(sides_seen) == 1
        seen |= sides_seen
    thread.join()
    assert seen <= {"0", "1"}


@pytest.mark.parametrize("harm", ["points cut", "points changed", "words overwritten", "a record changed"])
def test_damage_is_noticed_and_an_update_mends_it(tmp_path, harm):
    held, made = [passage(f"rain falls on {n}", n) for n in range(4)], points(4)
    Embedded().update(tmp_path, held, made, WHO)
    (numbers,) = tmp_path.glob("points-*")
    if harm == "points cut":
        numbers.write_bytes(numbers.read_bytes()[:-4])
    elif harm == "points changed":
        data = bytearray(numbers.read_bytes())
        data[5] ^= 255
        numbers.write_bytes(data)
    elif harm == "words overwritten":
        (tmp_path / shelf.FILE).write_bytes(b"no database at all" * 100)
    else:
        with shelf.opened(tmp_path) as memory:
            memory.execute("UPDATE passages SET record = replace(record, 'rain', 'snow')")
    index = Embedded()
    with pytest.raises(StoreError):
        index.search(tmp_path, [Question(text="rain falls on 2")], [made[2]], WHO)
    index.update(tmp_path, [*held, passage("one more", 9)], [*made, points(1, seed=5)[0]], WHO)
    if harm != "a record changed":
        assert found(index, tmp_path, Question(text="rain falls on 2"), made[2])[0] == held[2]


def test_points_of_another_embedder_are_refused_and_words_are_not(tmp_path):
    index, held = Embedded(), [passage("rain falls")]
    index.update(tmp_path, held, points(1), WHO)
    (refused,) = index.search(tmp_path, [Question(text="rain")], points(1), "made-up@2")
    assert isinstance(refused, Refusal)
    assert WHO in refused.got
    assert "--rebuild" in refused.cure
    (hits,) = index.search(tmp_path, [Question(text="rain")], [None], "made-up@2")
    assert [hit.passage for hit in hits] == held


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_any_text_has_terms_that_the_full_text_search_takes_as_they_are(text):
    for term in terms(text):
        assert '"' not in term
        assert " " not in term
        assert 1 <= len(term) <= 5


def test_a_passage_is_read_with_what_it_stands_under():
    made = passage("No questions.", 1, "ja", title="Voice", headings=("Voice", "Tone"), role="guideline")
    assert as_read(made) == "Japanese guideline: Voice > Tone\nNo questions."
