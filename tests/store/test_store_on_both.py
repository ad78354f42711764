"""One store, two databases: SQLite and a real PostgreSQL keep the same promises."""

import threading

import pytest
import sqlalchemy as sa

from styleloop.adapters.stores.engine import writing
from styleloop.adapters.stores.holdings import Asked, counted, page
from styleloop.adapters.stores.store import Store
from styleloop.errors import StoreError
from styleloop.types.asset import Asset, Response
from styleloop.types.copy import Copy
from styleloop.types.measurement import Measurement
from styleloop.types.record import Where


@pytest.fixture(scope="module")
def migrated(postgresql):
    """URL of a database that is up to date, to copy from: the schema is made once."""
    _, fresh = postgresql
    url = fresh()
    Store(url, "memory://").close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'a.db'}"
    _, fresh = request.getfixturevalue("postgresql")
    return fresh(request.getfixturevalue("migrated"))


@pytest.fixture
def store(url, tmp_path):
    made = Store(url, (tmp_path / "blobs").as_uri())
    yield made
    made.close()


def piece(words, name="", product="", **more):
    copy = Copy.of(headline=words)
    return Asset(words=copy, locale="en-GB", name=name, product=product, source=Where(file="ads.csv"), **more)


def answer(subject, shown, row):
    return Response(
        subject=subject, market="en-GB", day="2026-09-01", shown=shown, clicked=1, source=Where(file="r.csv", row=row)
    )


def test_what_was_kept_is_read_as_it_was_given_once_and_in_its_order(store):
    given = [piece(words, name=words[:9]) for words in ("Zwölf Uhr, 雨の日", "a%_'\"\\b", "Straße\u2028", "A", "b")]
    store.assets.add(given)
    store.assets.add([given[1], piece("later")])
    assert store.assets.all()[:5] == tuple(given)
    assert store.assets.count() == 6
    end, rows = store.assets.mark()
    assert rows == 6
    assert [a.words.slots[0].text for a in store.assets.after(end - 1, end)] == ["later"]


def test_the_later_answer_of_a_place_stands(store):
    store.responses.add([answer("asset_1", 100, 1), answer("asset_2", 7, 2)])
    store.responses.add([answer("asset_1", 120, 1)])
    assert [r.shown for r in store.responses.all()] == [7, 120]
    assert [r.shown for r in store.responses.every(subject="asset_1")] == [100, 120]


def test_history_cannot_be_rewritten_by_sql(store):
    store.assets.add([piece("kept")])
    said = ["DELETE FROM assets", "UPDATE assets SET body = '{}'"]
    said += ["TRUNCATE assets"] * (store.engine.dialect.name == "postgresql")
    for statement in said:
        with pytest.raises(sa.exc.IntegrityError, match="assets is append-only"), store.engine.begin() as connection:
            connection.execute(sa.text(statement))
    assert store.assets.count() == 1


def test_a_promotion_counts_once_by_its_key(store):
    store.promote([("en-GB", "style_1", "first", "k1")])
    store.promote([("en-GB", "style_2", "again", "k1"), ("en-GB", "style_3", "second", "k2")])
    assert [one.style for one in store.history("en-GB")] == ["style_1", "style_3"]


def test_stages_and_numbers_come_in_the_order_they_began(store):
    for stage, done in (("read", 0), ("draw", 0), ("check", 0), ("read", 5), ("draw", 2)):
        store.report_progress("run", stage, done, 9)
    assert [(p.stage, p.done) for p in store.progress("run")] == [("read", 5), ("draw", 2), ("check", 0)]
    names = ["z", "a", "m"]
    store.keep_measurements(
        {name: [Measurement(subject=name, name="n", value=0.1, unit="", extractor="e@1")] for name in names}
    )
    assert list(store.measurements(["e@1"])) == names


def test_the_library_is_found_by_product_and_words(store):
    store.assets.add(
        [piece("Rain, nothing else", product="shell"), piece("ÉTÉ en ville", product="mug"), piece("a\u0000b 50% rain")]
    )
    assert [a.product for _, a in page(store.engine, Asked(product="shell"))[0]] == ["shell"]
    assert [a.product for _, a in page(store.engine, Asked(words="été"))[0]] == ["mug"]
    assert len(page(store.engine, Asked(words="RAIN"))[0]) == 2
    assert {one.product: one.pieces for one in counted(store.engine)} == {"": 1, "shell": 1, "mug": 1}


def test_a_writer_waits_for_the_one_before_and_sees_what_it_left(store):
    inside, seen = threading.Event(), []

    def second():
        inside.wait()
        with writing(store.engine) as connection:
            seen.append(connection.execute(sa.text("SELECT count(*) FROM assets")).scalar())
            store.assets.add([piece("second")], connection)

    other = threading.Thread(target=second)
    other.start()
    with writing(store.engine) as connection:
        inside.set()
        other.join(0.1)
        assert not seen
        assert store.assets.count() == 0, "a reader never waits"
        store.assets.add([piece("first")], connection)
    other.join()
    assert seen == [1]


def test_a_database_of_a_newer_styleloop_is_refused(store, url):
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer Styleloop"):
        Store(url, "memory://")
