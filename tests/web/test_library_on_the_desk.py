"""The Library: found by addresses, a page at a time, with what sets one piece apart."""

import re
from datetime import date

import pytest
from desk_client import client_of, page
from small_desk import jpeg, make_project

from styleloop.adapters.stores import holdings
from styleloop.app.measuring import measure
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.measurement import Subject
from styleloop.types.record import Where
from styleloop.types.shot import Rights
from styleloop.types.style import Exemplar, Norm, StyleVector

MANY = 150


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = make_project(tmp_path_factory.mktemp("library") / "acme")
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(project):
    return client_of(project)


@pytest.fixture(scope="module")
def pieces(project):
    """Own lines in two languages, one of them answered and with a picture whose rights have ended; one competitor's."""
    picture = project.store.blobs.put(jpeg((40, 40), 1)[0])
    own = [
        _piece(n, f"Line {n} of <b>rain</b>" if n % 2 else f"Zeile {n}: Ärmel", "en-GB" if n % 2 else "de-DE")
        for n in range(MANY)
    ]
    own[7] = own[7].model_copy(
        update={"id": "", "picture": picture, "rights": Rights(owner="Ada", ends=date(2026, 8, 1))}
    )
    own[7] = Asset.model_validate(own[7].model_dump(exclude={"id"}))
    other = _piece(MANY, "They shout", "en-GB", role="competitor")
    project.store.assets.add([*own, other])
    answer = Response(
        subject=own[7].id, market="en-GB", day=date(2026, 8, 1), shown=1000, clicked=31, source=Where(file="r.csv")
    )
    project.store.responses.add([answer])
    return own


def _piece(number, headline, locale, role="own"):
    return Asset(
        words=Copy.of(headline=headline), locale=locale, role=role, name=f"ad {number}",
        product="umbrella" if number % 3 else "", source=Where(file="ads.csv", row=number + 2),
    )  # fmt: skip


def _learn(project, piece):
    """A house style that is usually twice as long, and has this piece as its best example."""
    subject = Subject(id=piece.id, locale=piece.locale, words=piece.words)
    numbers = measure(project, [subject])
    project.store.keep_measurements(numbers)
    words = next(m for m in numbers[piece.id] if m.name == "copy.words")
    quantiles = (10, 10, 11, 12, 13, 14, 14)
    norm = Norm(
        measure=words.name, unit=words.unit, extractor=words.extractor, locale="en-GB", median=12, iqr=2,
        quantiles=quantiles, n=40,
    )  # fmt: skip
    style = StyleVector(
        brand="acme", market="en-GB", evidence="e", extractors=(words.extractor,), norms=(norm,),
        exemplars=(Exemplar(asset=piece.id, verdict="winner", lift=0.2, sd=0.09),),
    )  # fmt: skip
    project.store.styles.add([style])
    project.store.promote([("en-GB", style.id, "first", "first")])


def test_an_empty_library_names_the_command(tmp_path):
    empty = make_project(tmp_path / "acme")
    assert "styleloop ingest" in client_of(empty).get("/library").text
    empty.close()


def test_every_piece_is_found_once_page_by_page(desk, pieces):
    address, seen = "/library", []
    while address:
        text = desk.get(address).text
        seen += re.findall(r'href="/library/(asset_\w+)"', text)
        more = re.search(r'href="(/library\?[^"]*before=\d+)" rel="next"', text)
        address = more[1].replace("&amp;", "&") if more else ""
    assert sorted(seen) == sorted(p.id for p in pieces)


def test_filters_are_addresses_with_counts_and_markup_is_text(desk, pieces):
    said = page(desk, "/library").said
    assert f"Your own {MANY} Competitors 1 All {MANY + 1}" in said
    assert "de-DE 75" in said
    assert "They shout" in page(desk, "/library?role=competitor").said
    text = desk.get("/library?words=line+9+rain").text
    assert "Line 9 of &lt;b&gt;rain&lt;/b&gt;" in text
    assert "<b>rain" not in text
    assert len(re.findall(r'href="/library/asset_', desk.get("/library?words=ÄRMEL+zeile+148:").text)) == 1
    assert len(re.findall(r'href="/library/asset_', desk.get("/library?results=true").text)) == 1
    assert "Nothing like that" in page(desk, "/library?words=zorb").said
    assert "Nothing like that" in page(desk, "/library?product=%27%29%20or%201%3D1").said
    assert desk.get("/library?before=x").status_code == 422


def test_a_piece_says_its_words_its_answers_its_rights_and_what_sets_it_apart(desk, project, pieces):
    said = page(desk, f"/library/{pieces[7].id}").said
    assert "Shown 1,000 times, clicked 31 times: 3.10 %" in said
    assert "may not be shown now: its rights ended on 2026-08-01" in said
    assert "no house style yet" in said
    assert "ads.csv, row 9" in desk.get(f"/library/{pieces[7].id}").text
    _learn(project, pieces[7])
    said = page(desk, f"/library/{pieces[7].id}").said
    assert "Shorter headlines 6 words usual: 12 words" in said
    assert "Not known yet in its own test" in said, "a piece without a test has no figures"
    best = page(desk, "/library?language=en-GB").said
    assert "Best examples" in best
    assert "Not known yet" in best
    assert "+22 %" not in best, "an example's own estimate is no verdict"
    assert desk.get("/library/nobody").status_code == 404


def test_a_page_is_read_by_its_place_and_not_by_counting(project, pieces):
    first, more = holdings.page(project.store.engine, holdings.Asked(role="own"), most=40)
    assert more
    second, _ = holdings.page(project.store.engine, holdings.Asked(role="own"), before=first[-1][0], most=40)
    assert [seq for seq, _ in first + second] == sorted((seq for seq, _ in first + second), reverse=True)
    assert not {a.id for _, a in first} & {a.id for _, a in second}
