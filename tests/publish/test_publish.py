"""Nothing leaves that a person did not approve, byte for byte."""

import io
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pieces import AT, DAY, TAPED, WORDS, decision_on, drawn, finding_on, pixels_of, variant_of
from PIL import Image

from styleloop.adapters.channels.folder import FolderChannel
from styleloop.audit.expiry import cited
from styleloop.errors import InputError, SealError
from styleloop.publish import check, pack, record
from styleloop.types.brand import Localised
from styleloop.types.copy import Copy
from styleloop.types.picture import pixel_hash
from styleloop.types.product import Fact, NounPhrase, Price, Product
from styleloop.types.record import Where
from styleloop.types.variant import FilledSlot, Variant

FILE = drawn()
PIECE = variant_of(FILE)
RGB = np.asarray(Image.open(io.BytesIO(FILE)).convert("RGB"))
SHELL = Product(
    sku="rain-shell",
    names=(NounPhrase(locale="en", text="rain shell"),),
    facts=(Fact(key="weight", kind="measure", number=312, unit="g", evidence="Scales, 2026-02"),),
    prices=(Price(market="en-GB", amount=145, currency="GBP"),),
    source=Where(file="products.toml"),
)
FILLED = (
    FilledSlot(slot="body", start=12, end=17, text="312 g", fact="fact.weight"),
    FilledSlot(slot="body", start=19, end=35, text="Every seam taped", fact="claim.taped-seams"),
)


def may_leave(piece=PIECE, decision=None, findings=(), claims=(TAPED,), pixels=None, day=DAY, filled=()):
    return check(piece, decision or decision_on(PIECE), findings, claims, pixels or pixels_of(FILE), day, filled)


def packed(piece=PIECE, file=FILE, decision=None, day=DAY, **more):
    given = {
        "findings": (),
        "filled": FILLED,
        "product": SHELL,
        "claims": (TAPED,),
        "name": "rain-shell-square",
        **more,
    }
    return pack(piece, decision or decision_on(piece), file, day, **given)


def test_what_was_approved_may_leave():
    assert may_leave() is None


def test_an_identical_rerender_keeps_its_approval():
    again = Variant.model_validate({**PIECE.model_dump(), "id": "", "parent": "variant_1"})
    assert again.id != PIECE.id
    assert may_leave(again) is None


def refusals():
    block = finding_on(PIECE.id)
    german = variant_of(FILE, market="de-DE")
    yield "nobody has approved", {"decision": ()}
    yield "another seal", {"decision": decision_on(variant_of(drawn(tint=61)))}
    yield "decision is for de-DE", {"decision": decision_on(german)}
    yield "not an approval but: reject", {"decision": decision_on(PIECE, "reject")}
    yield "not an approval but: change", {"decision": decision_on(PIECE, "change")}
    yield "the picture changed", {"pixels": pixels_of(drawn(tint=61))}
    yield "open block", {"findings": (block,)}
    yield "open block", {"findings": (finding_on(PIECE.line),)}
    yield "another piece", {"findings": (finding_on("variant_0000000000000000", "note"),)}
    yield "does not hold in en-GB on 2026-11-01", {"day": date(2026, 11, 1)}
    yield "does not hold", {"day": date(2025, 12, 31)}


@pytest.mark.parametrize(("why", "given_"), list(refusals()))
def test_every_refusal_says_why_and_what_to_do(why, given_):
    if given_.get("decision") == ():
        refusal = check(PIECE, None, (), (TAPED,), pixels_of(FILE), DAY)
    else:
        refusal = may_leave(**given_)
    assert why in refusal.why
    assert refusal.cure
    assert refusal.subject == PIECE.id


def test_a_dismissed_block_does_not_hold_it_back():
    block = finding_on(PIECE.id)
    made = decision_on(PIECE, dismissed=(block.id,), role="legal", reason="Report 12.")
    assert may_leave(decision=made, findings=(block,)) is None


def test_a_claim_ends_on_the_day_after_its_last():
    assert may_leave(day=TAPED.ends) is None
    assert "taped-seams" in may_leave(day=TAPED.ends + timedelta(days=1)).why


def test_a_claim_for_another_market_or_product_does_not_hold_here():
    assert "taped-seams" in may_leave(claims=(TAPED.model_copy(update={"markets": ("de-DE",)}),)).why
    assert "taped-seams" in may_leave(claims=(TAPED.model_copy(update={"products": ("flask",)}),)).why


def test_arabic_writes_and_onto_the_claim():
    claim = TAPED.model_copy(
        update={"wordings": (Localised(locale="ar", text="جميع دروزها ملحومة"),), "markets": ("ar-AE",)}
    )
    piece = variant_of(FILE, market="ar-AE", words=WORDS.replaced("body", "سترة مطرية وجميع دروزها ملحومة."))
    assert "taped-seams" in check(piece, decision_on(piece), (), (claim,), pixels_of(FILE), date(2026, 11, 1)).why


def test_a_renewed_claim_with_the_same_wording_lets_it_out():
    renewed = TAPED.model_copy(update={"slug": "taped-seams-2027", "starts": date(2026, 11, 1), "ends": None})
    assert may_leave(claims=(TAPED, renewed), day=date(2026, 12, 1)) is None


def test_a_claim_named_by_a_filled_span_counts_without_its_wording():
    words = WORDS.replaced("body", "Rain shell. Seams: taped.")
    piece = variant_of(FILE, words=words)
    span = (FilledSlot(slot="body", start=12, end=24, text="Seams: taped", fact="claim.taped-seams"),)
    late = date(2026, 11, 1)
    assert check(piece, decision_on(piece), (), (TAPED,), pixels_of(FILE), late) is None
    assert "taped-seams" in check(piece, decision_on(piece), (), (TAPED,), pixels_of(FILE), late, span).why


def test_a_dismissal_dies_with_the_claim_it_was_given_under():
    block = finding_on(PIECE.id, rule="claim-ended", cited=cited(TAPED))
    early = decision_on(PIECE, dismissed=(block.id,), role="legal", reason="Renewal is on its way.")
    late = decision_on(PIECE, dismissed=(block.id,), role="legal", reason="Now a fact.", at=AT + timedelta(days=90))
    day = (AT + timedelta(days=91)).date()
    assert "taped-seams" in may_leave(decision=early, findings=(block,), day=day).why
    assert may_leave(decision=late, findings=(block,), day=day) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, RGB.size - 1), st.integers(0, 7))
def test_one_flipped_bit_of_the_pixels_is_refused(at, bit):
    pixels = RGB.copy()
    pixels.reshape(-1)[at] ^= 1 << bit
    assert "picture" in may_leave(pixels=pixel_hash(pixels)).why


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["headline", "body", "cta", "caption", "alt"]), st.data())
def test_one_changed_byte_of_the_words_is_refused(slot, data):
    raw = bytearray(WORDS.text(slot).encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= 1 << data.draw(st.integers(0, 6))
    changed = PIECE.model_copy(update={"words": WORDS.replaced(slot, raw.decode())})
    assert "not what was approved" in may_leave(changed).why


@pytest.mark.parametrize("field", ["placement", "market"])
@settings(max_examples=20, deadline=None)
@given(at=st.integers(0, 4), bit=st.integers(0, 6))
def test_one_changed_byte_of_format_or_market_is_refused(field, at, bit):
    raw = bytearray(getattr(PIECE, field).encode())
    raw[at] ^= 1 << bit
    changed = PIECE.model_copy(update={field: raw.decode()})
    assert may_leave(changed) is not None


def test_words_moved_to_another_slot_are_refused():
    moved = Copy.of(**{("cta" if s == "body" else "body" if s == "cta" else s): t for s, t in WORDS.by_slot().items()})
    assert may_leave(PIECE.model_copy(update={"words": moved})) is not None


def test_the_mark_is_in_the_file_and_no_pixel_moved():
    name, data = packed().files[0]
    assert name == "rain-shell-square.jpg"
    assert pixels_of(data) == PIECE.rendering.pixels
    found = Image.open(io.BytesIO(data)).info["xmp"].decode()
    for part in ("digitalsourcetype/digitalCreation", PIECE.id, decision_on(PIECE).id, "style_1", PIECE.seal):
        assert part in found
    assert len(data) - len(FILE) < 2048


def test_the_mark_follows_the_file_header():
    data = packed().files[0][1]
    assert data[:4] == b"\xff\xd8\xff\xe0"
    header = int.from_bytes(data[4:6], "big")
    assert data[4 + header : 6 + header] == b"\xff\xe1"


def test_a_png_carries_the_mark_too():
    out = io.BytesIO()
    Image.fromarray(RGB).save(out, "PNG")
    piece = variant_of(out.getvalue())
    name, data = packed(piece, out.getvalue()).files[0]
    assert name.endswith(".png")
    opened = Image.open(io.BytesIO(data))
    assert pixel_hash(np.asarray(opened.convert("RGB"))) == piece.rendering.pixels
    assert piece.id in str(opened.info)


def test_the_post_says_everything_about_itself():
    block = finding_on(PIECE.id)
    made = decision_on(PIECE, dismissed=(block.id,), role="legal", reason="Report 12.")
    files = dict(packed(decision=made, findings=(block,)).files)
    assert files["caption.txt"].decode() == WORDS.text("caption")
    assert files["alt.txt"].decode() == WORDS.text("alt")
    told = json.loads(files["provenance.json"])
    assert told["seal"] == PIECE.seal
    assert told["copy"] == {s: t for s, t in WORDS.by_slot().items() if s != "alt"}
    assert (told["market"], told["placement"], told["product"]) == ("en-GB", "square", "rain-shell")
    assert (told["decision"]["who"], told["decision"]["reason"]) == ("p-17", "Report 12.")
    assert told["findings"][0]["dismissed"] is True
    assert told["made"]["models"] == []
    assert (told["made"]["seed"], told["made"]["style"], told["made"]["brief"]) == (7, "style_1", "brief_1")
    weight, taped = told["facts"]
    assert weight["rests_on"]["evidence"] == "Scales, 2026-02"
    assert taped["rests_on"]["proof"] == "Seam test 2026-02"
    assert "sha256" in told["how_to_recompute"]


def test_packing_is_deterministic_and_the_key_does_not_depend_on_the_day():
    assert packed().files == packed().files
    assert packed().key == packed(day=DAY + timedelta(days=1)).key
    assert packed().key != packed(name="another").key


def test_another_file_than_the_drawn_one_is_never_packed():
    with pytest.raises(SealError, match="approved rendering"):
        packed(file=drawn(tint=61))


def test_a_decision_on_another_seal_is_never_packed():
    with pytest.raises(SealError, match="decision"):
        packed(decision=decision_on(variant_of(drawn(tint=61))))


@pytest.mark.parametrize("name", ["../x", "A", "", "a b", "a/b"])
def test_unsafe_names_are_never_packed(name):
    with pytest.raises(InputError, match="unsafe"):
        packed(name=name)


def test_the_record_is_keyed_like_the_post_and_carries_what_the_channel_holds(tmp_path):
    post = packed()
    (receipt,) = FolderChannel().publish([post], str(tmp_path))
    made = record(PIECE, decision_on(PIECE), post, receipt, AT)
    assert made.key() == post.key == receipt.key
    assert {ref.name for ref in made.files} == {name for name, _ in post.files}
    assert made.url == receipt.url


def test_a_retry_on_the_next_day_is_the_same_publication(tmp_path):
    FolderChannel().publish([packed()], str(tmp_path))
    post = packed(day=DAY + timedelta(days=1))
    (receipt,) = FolderChannel().publish([post], str(tmp_path))
    assert receipt.already
    assert record(PIECE, decision_on(PIECE), post, receipt, AT).key() == post.key


def test_a_channel_that_lost_a_file_is_not_a_success(tmp_path):
    post = packed()
    (receipt,) = FolderChannel().publish([post], str(tmp_path))
    short = receipt.model_copy(update={"files": receipt.files[1:]})
    with pytest.raises(SealError, match=r"alt\.txt"):
        record(PIECE, decision_on(PIECE), post, short, AT)
    with pytest.raises(SealError, match="receipt"):
        record(PIECE, decision_on(PIECE), post, receipt.model_copy(update={"key": "publication_0"}), AT)


# The stand-alone script ----------------------------------------------------------------------------------------------

SCRIPT = Path(__file__).with_name("recompute_seals.py")


def recompute(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), str(root)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("published")
    german = variant_of(drawn(tint=90), market="de-DE")
    posts = [packed(), packed(german, drawn(tint=90), name="regen-eins")]
    assert all(not r.already for r in FolderChannel().publish(posts, str(root)))
    return root


def test_the_script_does_not_know_styleloop():
    assert "import styleloop" not in SCRIPT.read_text()
    assert "from styleloop" not in SCRIPT.read_text()


def test_every_seal_is_recomputed_from_files_alone(published):
    done = recompute(published)
    assert done.returncode == 0, done.stdout
    assert PIECE.seal in done.stdout
    assert "2 posts, 0 broken" in done.stdout


@pytest.mark.parametrize("name", ["rain-shell-square.jpg", "caption.txt", "alt.txt", "provenance.json", "receipt.json"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_one_changed_byte_in_any_file_is_named(published, name, share):
    path = published / "en-GB" / "rain-shell-square" / name
    whole = path.read_bytes()
    data = bytearray(whole)
    data[int(len(data) * share)] ^= 1
    path.write_bytes(bytes(data))
    try:
        done = recompute(published)
    finally:
        path.write_bytes(whole)
    assert done.returncode == 1
    assert name in done.stdout
    assert "2 posts, 1 broken" in done.stdout


def test_a_picture_whose_hashes_were_all_forged_still_breaks_the_seal(published, tmp_path):
    """Somebody swaps the picture and mends every plain hash: the seal the person approved is still another."""
    other = variant_of(drawn(tint=200))
    forged = packed(other, drawn(tint=200), decision=decision_on(other))
    files = dict(forged.files)
    told = json.loads(files["provenance.json"])
    told["seal"] = told["decision"]["seal"] = PIECE.seal
    files["provenance.json"] = json.dumps(told).encode()
    FolderChannel().publish([type(forged)(forged.key, forged.name, tuple(files.items()), "en-GB")], str(tmp_path))
    done = recompute(tmp_path)
    assert done.returncode == 1
    assert "provenance.json" in done.stdout


def test_an_empty_folder_is_no_proof(tmp_path):
    assert recompute(tmp_path).returncode == 1
