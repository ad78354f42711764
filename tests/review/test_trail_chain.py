"""The chain: any entry edited, left out, put in or moved is told of, and where."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styleloop.adapters.signers import trailkey
from styleloop.app.trailfiles import FORMAT, verify_file
from styleloop.review.chain import check_chain
from styleloop.types.record import canonical
from styleloop.types.trail import Entry

KEY = trailkey.make()
TEXT = st.text(st.characters(blacklist_categories=("Cs",)), max_size=12)
BODY = st.dictionaries(TEXT, st.one_of(TEXT, st.integers(-9, 9), st.booleans(), st.lists(TEXT, max_size=2)), max_size=3)
FEW = settings(max_examples=25, deadline=None)


def chain_of(bodies):
    rows, previous = [], ""
    for seq, body in enumerate(bodies, start=1):
        entry = Entry(seq=seq, at="2026-09-01T09:30:00+00:00", kind="decision", body=body, previous=previous)
        previous = entry.hash
        rows.append(entry.model_dump(mode="json"))
    return rows


def signed(rows):
    head = {"format": FORMAT, "entries": len(rows), "hash": rows[-1]["hash"] if rows else "", "at": "2026-09-01"}
    end = {"head": head, "signature": trailkey.sign(KEY, canonical(head).encode()), "key": trailkey.public(KEY)}
    return "".join(f"{canonical(row)}\n" for row in (*rows, end)).encode()


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trail")
    (folder / "key.pub").write_text(trailkey.public(KEY))

    def checked(data: bytes, key: bool = True):
        (folder / "trail.jsonl").write_bytes(data)
        return verify_file(folder / "trail.jsonl", folder / "key.pub" if key else None)

    return checked


@FEW
@given(bodies=st.lists(BODY, max_size=5))
def test_what_was_written_holds(kept, bodies):
    rows = chain_of(bodies)
    assert check_chain(rows).holds
    found = kept(signed(rows))
    assert found.holds, found.breaks
    assert found.entries == len(bodies)


@FEW
@given(bodies=st.lists(BODY, min_size=1, max_size=5), data=st.data())
def test_an_edited_entry_is_named(bodies, data):
    rows = chain_of(bodies)
    at = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from(["at", "kind", "body", "previous", "hash"]))
    rows[at] = {**rows[at], field: {"other": 1} if field == "body" else f"{rows[at][field]}x"}
    found = check_chain(rows)
    assert not found.holds
    assert found.breaks[0].seq == at + 1


@FEW
@given(bodies=st.lists(BODY, min_size=2, max_size=6), data=st.data())
def test_an_entry_left_out_put_in_or_moved_is_told_of(kept, bodies, data):
    rows = chain_of(bodies)
    at, to = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, len(rows) - 1))
    how = data.draw(st.sampled_from(["left out", "twice", "moved", "put in", "the end cut off"]))
    whole = list(rows)
    if how == "left out":
        del rows[at]
    elif how == "twice":
        rows.insert(to, rows[at])
    elif how == "moved":
        rows.insert(to, rows.pop(at))
    elif how == "put in":
        made = {**rows[at], "body": {"put": "in"}, "previous": rows[at - 1]["hash"] if at else ""}
        entry = Entry(**{k: v for k, v in made.items() if k != "hash"})
        rows.insert(at, entry.model_dump(mode="json"))
    else:
        rows = rows[: at or 1]
    if rows == whole:
        return
    end = signed(whole).splitlines(keepends=True)[-1]  # the signed head of what was exported
    found = kept("".join(f"{canonical(row)}\n" for row in rows).encode() + end)
    assert not found.holds
    assert found.breaks[0]


@FEW
@given(bodies=st.lists(BODY, min_size=1, max_size=3), data=st.data())
def test_one_byte_changed_anywhere_in_the_file_is_told_of(kept, bodies, data):
    whole = signed(chain_of(bodies))
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[at] ^= data.draw(st.integers(1, 255))
    assert not kept(bytes(changed)).holds
    assert not kept(whole[:at]).holds
    assert not kept(whole[:at] + b" " + whole[at:]).holds


def test_a_chain_written_anew_from_the_beginning_is_caught_by_the_key(kept, tmp_path):
    rows = chain_of([{"who": "p-1"}, {"who": "p-2"}])
    forged = chain_of([{"who": "p-1"}, {"who": "p-3"}])
    end = json.loads(signed(rows).splitlines()[-1])
    said = kept("".join(f"{canonical(r)}\n" for r in (*forged, end)).encode()).breaks
    assert any("written anew" in one for one in said)
    other = trailkey.make()
    head = {**end["head"], "hash": forged[-1]["hash"]}
    mine = {"head": head, "signature": trailkey.sign(other, canonical(head).encode()), "key": trailkey.public(other)}
    data = "".join(f"{canonical(r)}\n" for r in (*forged, mine)).encode()
    assert [one for one in kept(data).breaks if "another key" in one]
    alone = kept(data, key=False)
    assert alone.holds
    assert "names itself" in alone.notes[0]


def test_a_file_without_its_signed_end_does_not_pass(kept):
    rows = chain_of([{"n": 1}])
    assert "signed end is missing" in kept(f"{canonical(rows[0])}\n".encode()).breaks[0]
    assert not kept(b"").holds
    assert not kept(b"[1]\n\xff\n").holds
