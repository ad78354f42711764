"""Reports of ad platforms -> responses."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.sources.table import TableSource
from styleloop.language.days import day_of, day_order, days
from styleloop.language.figures import decimal_mark, figure, money, readings
from styleloop.results.rows import responses, totals
from styleloop.types.asset import Response
from styleloop.types.record import Refusal
from styleloop.types.row import Row

DATA = Path(__file__).resolve().parents[2] / "../shared/data/results"
NAMES = {"rain-1": "asset_1", "rain-2": "asset_2"}
GENERIC = "test,ad,market,placement,day,shown,clicked,converted,value,spend,currency,exposure,propensity,simulated\n"


def rows_of(folder: Path, text: str, name: str = "report.csv") -> list[Row]:
    (folder / name).write_text(text)
    read = TableSource().read(folder / name, folder)
    assert all(isinstance(item, Row) for item in read), read
    return [item for item in read if isinstance(item, Row)]


def made(folder: Path, text: str, simulated: bool = False) -> list[Response | Refusal]:
    return list(responses(rows_of(folder, text), NAMES, simulated, market="en-GB"))


def one(folder: Path, line: str) -> Response | Refusal:
    (item,) = made(folder, GENERIC + line + "\n")
    return item


def test_the_generic_table(tmp_path: Path) -> None:
    item = one(tmp_path, "t1,rain-1,de-DE,square,2026-03-01,1000,31,2,80,12.50,EUR,randomised,0.5,yes")
    assert isinstance(item, Response)
    assert (item.subject, item.test, item.market, item.placement, item.day) == (
        "asset_1", "t1", "de-DE", "square", date(2026, 3, 1),
    )  # fmt: skip
    assert (item.shown, item.clicked, item.converted, item.value, item.spend) == (1000, 31, 2, 80.0, 12.5)
    assert (item.currency, item.exposure, item.propensity, item.simulated) == ("EUR", "randomised", 0.5, True)


def test_a_meta_export_in_german_with_a_total(tmp_path: Path) -> None:
    text = (
        "Name der Anzeige;Tag;Impressionen;Link-Klicks;Ausgegebener Betrag (EUR)\n"
        "rain-1;01.03.2026;1.250;12;1.250,50\nrain-2;02.03.2026;900;7;1.250\nSumme;;2.150;19;2.500,50\n"
    )
    items = made(tmp_path, text)
    assert [(r.shown, r.spend, r.currency) for r in items if isinstance(r, Response)] == [
        (1250, 1250.5, "EUR"), (900, 1250.0, "EUR"),
    ]  # fmt: skip
    assert len(items) == 2
    assert totals(rows_of(tmp_path, text)) == 1


def test_a_google_export_with_preamble_dashes_percent_and_micros(tmp_path: Path) -> None:
    text = (
        'Ad report\n"1 January 2026 - 31 January 2026"\n'
        "Ad name,Day,Impr.,Clicks,CTR,Currency code,cost_micros,Conversions,Device\n"
        'rain-1,1 Jan 2026,"1,250",12,0.96%,GBP,36150000,1.40,Mobile\n'
        'rain-1,1 Jan 2026,"1,250",12,0.96%,GBP,36150000,--,Desktop\nTotal: Ads,--,"2,500",24,,GBP,72300000,,\n'
    )
    first, second = made(tmp_path, text)
    assert isinstance(first, Response)
    assert isinstance(second, Response)
    assert (first.shown, first.spend, first.converted, first.segment) == (1250, 36.15, 1, "Mobile")
    assert (second.converted, second.segment) == (None, "Desktop")


def test_results_are_what_their_indicator_says(tmp_path: Path) -> None:
    head = "Ad name,Day,Impressions,Link clicks,Results,Result indicator\n"
    (item,) = made(tmp_path, head + "rain-1,2026-03-01,100,,7,actions:link_click\n")
    assert isinstance(item, Response)
    assert (item.clicked, item.converted) == (7, None)
    (item,) = made(tmp_path, head + "rain-1,2026-03-01,100,9,3,actions:offsite_conversion.fb_pixel_purchase\n")
    assert isinstance(item, Response)
    assert (item.clicked, item.converted) == (9, 3)


@pytest.mark.parametrize(
    ("line", "place", "got", "expected"),
    [
        (",rain-1,en-GB,,2026-03-01,10,11,,,,,,,", "row 2, clicked", "clicked 11, shown 10", "clicked at most 10"),
        (",rain-1,en-GB,,2026-03-01,10,1,,,5,,,,", "row 2, currency", "nothing", "ISO 4217"),
        (",rain-1,en-GB,,2026-03-01,10,1,,,5,Taler,,,", "row 2, currency", "Taler", "ISO 4217"),
        (",rain-1,en-GB,,2026-03-01,-10,1,,,,,,,", "row 2, shown", "-10", "a whole number"),
        (",rain-1,en-GB,,2026-03-01,NaN,1,,,,,,,", "row 2, shown", "NaN", "a whole number"),
        (",rain-1,en-GB,,2026-03-01,10.5,1,,,,,,,", "row 2, shown", "10.5", "a whole number"),
        (",rain-1,en-GB,,2026-03-01,10,1,,,-5,GBP,,,", "row 2, spend", "-5", "0 or more"),
        (",rain-1,en-GB,,2026-03-01,10,1,,,1.250,GBP,,,", "row 2, spend", "1.250", "1.25 or 1250"),
        (",rain-1,en-GB,,01/02/2026,10,1,,,,,,,", "row 2, day", "01/02/2026", "2026-02-01 or 2026-01-02"),
        (",rain-1,en-GB,,2026-02-30,10,1,,,,,,,", "row 2, day", "2026-02-30", "2026-03-31"),
        (",rain-1,xx-YY,,2026-03-01,10,1,,,,,,,", "row 2, market", "xx-YY", "en-GB"),
        (",rain-1,en-GB,,2026-03-01,10,1,,,,,guessed,,", "row 2, exposure", "guessed", "randomised"),
        (",rain-1,en-GB,,2026-03-01,10,1,,,,,randomised,,", "row 2, test", "nothing", "the test's id"),
        (",rain-1,en-GB,,2026-03-01,10,1,,,,,propensity,,", "row 2, propensity", "nothing", "at most 1"),
        (",rain-1,en-GB,,2026-03-01,10,1,,,,,propensity,1.5,", "row 2, propensity", "1.5", "at most 1"),
        (",rain-1,en-GB,,2026-03-01,10,1,,,,,,,perhaps", "row 2, simulated", "perhaps", "true or false"),
    ],
)
def test_refusals_name_row_field_got_and_expected(
    tmp_path: Path, line: str, place: str, got: str, expected: str
) -> None:
    item = one(tmp_path, line)
    assert isinstance(item, Refusal)
    assert str(item.where) == f"report.csv, {place}"
    assert item.got == got
    assert expected in item.expected
    assert item.permanent


def test_an_unknown_ad_may_be_matched_later(tmp_path: Path) -> None:
    items = made(
        tmp_path, GENERIC + ",snow-1,en-GB,,2026-03-01,10,1,,,,,,,\n,rain-1 - Copy 2,en-GB,,2026-03-01,10,1,,,,,,,\n"
    )
    for item in items:
        assert isinstance(item, Refusal)
        assert not item.permanent
        assert "its test and its words" in item.cure
        assert "library/ads.csv" in item.cure
    assert "'rain-1'" in str(items[1])


def test_names_match_whatever_their_case_and_spaces_and_so_do_ids(tmp_path: Path) -> None:
    items = made(tmp_path, GENERIC + ",Rain-1 ,en-GB,,2026-03-01,10,1,,,,,,,\n,asset_2,en-GB,,2026-03-01,10,1,,,,,,,\n")
    assert [item.subject for item in items if isinstance(item, Response)] == ["asset_1", "asset_2"]


def test_an_ad_whose_name_begins_with_total_is_no_total(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, GENERIC + ",Total eclipse,en-GB,,2026-03-01,10,1,,,,,,,\n")
    assert totals(rows) == 0


def test_the_file_decides_what_its_days_and_numbers_mean(tmp_path: Path) -> None:
    text = GENERIC + (',rain-1,en-GB,,01/02/2026,10,1,,,1.250,EUR,,,\n,rain-2,en-GB,,31/01/2026,10,1,,,"3,50",EUR,,,\n')
    items = [item for item in made(tmp_path, text) if isinstance(item, Response)]
    assert [(item.day, item.spend) for item in items] == [(date(2026, 2, 1), 1250.0), (date(2026, 1, 31), 3.5)]


def test_the_same_row_twice_counts_once_and_says_where(tmp_path: Path) -> None:
    line = ",rain-1,en-GB,,2026-03-01,10,1,,,,,,,\n"
    first, second = made(tmp_path, GENERIC + line + line)
    assert isinstance(first, Response)
    assert isinstance(second, Refusal)
    assert "report.csv, row 2" in second.why


def test_all_rows_are_simulated_when_the_audience_is(tmp_path: Path) -> None:
    (item,) = made(tmp_path, GENERIC + ",rain-1,en-GB,,2026-03-01,10,1,,,,,,,\n", simulated=True)
    assert isinstance(item, Response)
    assert item.simulated


def test_a_row_of_another_kind_is_refused(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "sku,name,price\nmug,Mug,5\n", "products.csv")
    (item,) = responses(rows, NAMES)
    assert "no row of a report" in str(item)


@pytest.mark.skipif(not DATA.is_dir(), reason="shared/data is absent")
@pytest.mark.parametrize(
    ("file", "count"), [("facebook_ads_basic_ad_data.csv", 10), ("google_ads_ad_stats_data.csv", 10)]
)
def test_real_platform_tables(file: str, count: int) -> None:
    rows = [row for row in TableSource().read(DATA / file, DATA) if isinstance(row, Row)]
    names = {row.get("ad"): "asset_x" for row in rows}
    priced = [row.model_copy(update={"fields": (*row.fields, ("currency", "USD"))}) for row in rows]
    items = responses(priced, names, market="en-US")
    refused = [str(item) for item in items if isinstance(item, Refusal)]
    sys.stdout.write(f"\n{file}: {len(rows)} rows = {len(items) - len(refused)} responses + {len(refused)} refused\n")
    assert all("counted once" in why for why in refused)
    assert len(items) == len(rows) == count


# Numbers and days.


@settings(max_examples=150, deadline=None)
@given(
    st.decimals(0, 10_000_000, places=2),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u202f", ",")]),
)
def test_every_written_amount_is_read_back(value, style) -> None:
    group, mark = style
    text = f"{value:,.2f}".replace(",", "_").replace(".", mark).replace("_", group)
    assert figure(text) == value
    assert decimal_mark([text]) == mark


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30))
def test_no_text_makes_a_number_a_day_or_an_amount_raise(text: str) -> None:
    readings(text)
    days(text)
    found = money(text, "GBP", ".")
    assert found is None or found[0].is_finite()


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_days_in_every_order(day: date) -> None:
    british, american = day.strftime("%d/%m/%Y"), day.strftime("%m/%d/%Y")
    assert day_of(day.isoformat()) == day_of(day.strftime("%d.%m.%Y")) == day_of(day.strftime("%d %b %Y")) == day
    assert day_of(british, "day first") == day_of(american, "month first") == day
    assert day_order([british, "31/12/2026"]) == "day first"
    assert day_order(["31/12/2026", "12/31/2026"]) == ""
