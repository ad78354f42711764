"""A product from a link, a line of a table or a photograph: read, shown to a person, and only then kept.

What is kept is a row of `products/desk.csv`, as a feed would bring it, and the picture beside it: facts are read from
its words, as *stated* facts, by whatever reads every feed.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from styleloop import library
from styleloop.adapters.decoders.formats import kind_of
from styleloop.adapters.documents.apart import Reader
from styleloop.adapters.documents.document import Unreadable
from styleloop.adapters.fetching.fetch import Limits, fetch
from styleloop.adapters.sources.headings import recognised
from styleloop.adapters.sources.sheet import read_sheet
from styleloop.app import brandedits
from styleloop.app.brandedits import Change, change
from styleloop.app.facts import may_rule
from styleloop.app.founding import slug
from styleloop.app.ingesting import ingest
from styleloop.app.measuring import decode
from styleloop.app.pages import listed
from styleloop.app.project import Project
from styleloop.app.shipping import Person
from styleloop.errors import InputError
from styleloop.types.product import Product
from styleloop.types.record import Record, Refusal, Where, content_id
from styleloop.types.row import Row

FILE = "products/desk.csv"
FOLDER = "drafted"
COLUMNS = ("sku", "name", "description", "price", "material", "colour", "link")
LIMITS = Limits(largest=5_000_000, seconds=12.0)
"""Of a product page that somebody waits for."""
LONGEST = 2_000
"""Characters of a description; a person reads all of it before it is kept."""
FIELDS = {"sku": 40, "name": 120, "description": LONGEST, "price": 40, "material": 60, "colour": 60}
"""What a person may correct, and the most characters of each."""
_SUFFIXES = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "svg": ".svg", "gif": ".gif", "tiff": ".tiff"}
_LD = re.compile(r"<script[^>]{0,200}application/ld\+json[^>]{0,200}>(.{2,200000}?)</script", re.IGNORECASE | re.DOTALL)
_META = re.compile(r"<meta\s[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_PRICE = re.compile(r"(?:[A-Z]{3}|[£$€¥])?\s?\d[\d.,  ]*\s?(?:[A-Z]{3}|[£$€¥])?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{1,39}")


class Drafted(Record):
    """A product that was read and not kept yet."""

    sku: str = ""
    name: str = ""
    description: str = ""
    price: str = ""
    """As it is written: `129.00 GBP`."""
    material: str = ""
    colour: str = ""
    link: str = ""
    """Where it was read, or empty."""
    picture: str = ""
    """sha256 in the blob store, or empty."""

    @property
    def id(self) -> str:
        """Its name while it waits."""
        return content_id("drafted", self.model_dump()).removeprefix("drafted_")


def of_link(project: Project, address: str) -> Drafted:
    """What a product page says of itself: its own data first, what a reader sees where it has none.

    Nothing inside the own network is fetched, unless `documents/urls.txt` allows the host.

    Raises:
        InputError: the page cannot be fetched or read, or nothing on it names a product.
    """
    page = fetch(address.strip(), allowed=listed(project)[1], limits=LIMITS)
    if isinstance(page, Refusal):
        raise InputError(page.why, field="link", got=page.got or address[:80], cure=page.cure)
    text = (page.data or b"").decode(page.charset or "utf-8", "replace") if _known(page.charset) else ""
    said = _of_meta(text) | _of_data(text)
    title, seen = _of_words(page.data or b"")
    name = plain(said.get("name") or title, 120)
    if not name:
        raise InputError("nothing on this page names a product", field="link", got=address[:80])
    description = plain(said.get("description") or seen, LONGEST)
    return Drafted(
        sku=slug(said.get("sku") or name, "product"), name=name, description=description, link=page.url,
        price=plain(said.get("price", ""), 40), material=plain(said.get("material", ""), 60),
        colour=plain(said.get("color", ""), 60),
    )  # fmt: skip


def of_line(text: str) -> Drafted:
    """One line of a table, with its header above it or without one.

    Without a header, what looks like a price is the price, what looks like a code the sku, the longest the description.

    Raises:
        InputError: there is no line, or more than one below the header.
    """
    rows = [row for row in csv.reader(io.StringIO(text.strip()), delimiter=_delimiter(text)) if any(row)]
    if rows and len(rows) > 1 and recognised(tuple(rows[0])) >= 2:
        sheet = read_sheet(text.strip())
        cells = dict(zip([title.strip().lower() for title in sheet.header.cells], rows[1], strict=False))
        known = _by_title(cells)
    elif len(rows) == 1:
        known = _by_looks([cell.strip() for cell in rows[0] if cell.strip()])
    else:
        raise InputError(
            "one line makes one product", field="line", got=f"{len(rows)} lines",
            expected="one, alone or under a header",
            cure="put a whole file into products/ and run: styleloop ingest",
        )  # fmt: skip
    if not known.get("name"):
        raise InputError("no cell of the line names the product", field="line", got=text[:80], expected="a name")
    made = {key: plain(known.get(key, ""), LONGEST if key == "description" else 120) for key in COLUMNS}
    if not made["link"].startswith(("https://", "http://")):
        made["link"] = ""
    return Drafted.model_validate({**made, "sku": slug(made["sku"] or made["name"], "product")})


def of_photo(project: Project, data: bytes) -> Drafted:
    """A product of which there is only a picture so far.

    Raises:
        InputError: it is no picture that can be read.
    """
    return Drafted(picture=picture(project, data))


def picture(project: Project, data: bytes) -> str:
    """sha256 of a picture that can be read, in the blob store.

    Raises:
        InputError: it cannot, or carries a script.
    """
    found = decode(project, [data])[0]
    if isinstance(found, Refusal):
        raise InputError(found.why, field="photo", got=found.got, expected=found.expected, cure=found.cure)
    return project.store.blobs.put(data)


def keep(project: Project, drafted: Drafted) -> str:
    """Keep a draft until a person has looked at it; returns its name."""
    folder = project.state / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / f"{drafted.id}.json").write_text(drafted.model_dump_json(), "utf-8")
    return drafted.id


def find(project: Project, name: str) -> Drafted | None:
    """The draft of that name."""
    if not re.fullmatch(r"[0-9a-f]{16}", name):
        return None
    path = project.state / FOLDER / f"{name}.json"
    return Drafted.model_validate_json(path.read_bytes()) if path.is_file() else None


def read(project: Project, drafted: Drafted) -> Product:
    """The product as it would be read, with the facts that its words state.

    Raises:
        InputError: a price that is none, or words that cannot be a name.
    """
    fields = tuple((name, value) for name, value in drafted.model_dump().items() if value and name in COLUMNS)
    home = project.market(project.kit.locale)
    abroad = [market for market in project.kit.markets if market != home]
    made = library.products([Row(kind="product", fields=fields, where=Where(file=FILE))], home, abroad)[0]
    if isinstance(made, Refusal):
        field = made.where.field if made.where else ""
        raise InputError(made.why, field=field or "name", got=made.got, expected=made.expected, cure=made.cure)
    return made


def written(project: Project, drafted: Drafted) -> tuple[Change, ...]:
    """The row in `products/desk.csv`, and the picture named after its sku.

    Raises:
        InputError: the sku is missing, no sku, or another product's already.
    """
    if not _CODE.fullmatch(drafted.sku):
        raise InputError("this is no sku", field="sku", got=drafted.sku, expected="letters, figures, . _ and -")
    rows = _rows(project)
    known = project.store.products.find(drafted.sku)
    if known is not None and drafted.sku not in {row["sku"] for row in rows}:
        raise InputError("another product has this sku already", field="sku", got=drafted.sku, expected="a new one")
    rows = [row for row in rows if row["sku"] != drafted.sku]
    rows.append({name: getattr(drafted, name) for name in COLUMNS})
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    changes = [change(project, FILE, out.getvalue())]
    if drafted.picture:
        data = project.store.blobs.get(drafted.picture)
        suffix = _SUFFIXES.get(kind_of(data), ".jpg")
        changes.append(change(project, f"products/pictures/{drafted.sku}{suffix}", data))
    return tuple(changes)


def add(project: Project, drafted: Drafted, person: Person) -> str:
    """Write a product's row and picture, and read it as any feed is read; returns its sku.

    Raises:
        InputError: the sku is missing or taken, or the row could not be read; says why.
        PolicyError: this person decides nowhere.
    """
    changes = written(project, drafted)
    if any(one.before != one.after for one in changes):
        brandedits.write(project, changes, person, f"product: {drafted.sku}", may=may_rule(project, person))
    return take_in(project, drafted.sku).sku


def take_in(project: Project, sku: str) -> Product:
    """Read the row that was written.

    Raises:
        InputError: it could not be read; says why.
    """
    report = ingest(project, [project.root / FILE])
    made = project.store.products.find(sku)
    if made is None:
        why = next((str(refusal) for refusal in report.refusals), "the row was not understood")
        raise InputError(f"the product was written to {FILE}, and could not be read: {why}", field="name")
    return made


def _rows(project: Project) -> list[dict[str, str]]:
    path = project.root / FILE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: row.get(name) or "" for name in COLUMNS} for row in csv.DictReader(file)]


def _known(charset: str) -> bool:
    try:
        "".encode(charset or "utf-8")
    except LookupError:
        return False
    return True


def _of_data(text: str) -> dict[str, str]:
    """What the page's own product data says (schema.org in JSON-LD)."""
    for block in list(_LD.findall(text))[:20]:
        try:
            items = list(_things(json.loads(html.unescape(block) if "&quot;" in block else block)))
        except (ValueError, RecursionError):
            continue
        for item in items:
            if "Product" in str(item.get("@type", "")):
                return _fields(item)
    return {}


def _things(value: Any, deep: int = 0) -> Iterator[dict[str, Any]]:
    if deep > 6:
        return
    if isinstance(value, list):
        for one in value[:50]:
            yield from _things(one, deep + 1)
    elif isinstance(value, dict):
        yield value
        yield from _things(value.get("@graph"), deep + 1)


def _fields(item: dict[str, Any]) -> dict[str, str]:
    found = {
        name: item[name] for name in ("name", "description", "sku", "material", "color") if _is_text(item.get(name))
    }
    offers = item.get("offers")
    offer = offers[0] if isinstance(offers, list) and offers else offers
    if isinstance(offer, dict):
        amount = offer.get("price") or offer.get("lowPrice")
        currency = offer.get("priceCurrency")
        if amount and _is_text(currency):
            found["price"] = f"{amount} {currency}"
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _of_meta(text: str) -> dict[str, str]:
    """What the page's head says of it (Open Graph, and `description`)."""
    names = {
        "og:title": "name", "og:description": "description", "description": "description",
        "product:price:amount": "price", "product:price:currency": "currency",
    }  # fmt: skip
    found: dict[str, str] = {}
    for tag in _META.findall(text[:400_000]):
        said = {name.lower(): html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(tag)}
        key = names.get((said.get("property") or said.get("name") or "").lower())
        if key and said.get("content"):
            found.setdefault(key, said["content"])
    currency = found.pop("currency", "")
    if "price" in found:
        found["price"] = f"{found['price']} {currency}".strip() if currency else ""
    return found


def _of_words(data: bytes) -> tuple[str, str]:
    """(title, running text) as a reader of the page sees it."""
    reader = Reader(seconds=20)
    try:
        page = reader.read(data, "page.html")
    except Unreadable as problem:
        raise InputError(problem.refusal.why, field="link", got=problem.refusal.got) from problem
    finally:
        reader.close()
    prose = [block.text for block in page.blocks if block.shape != "heading" and len(block.text.split()) >= 5]
    return page.about.title, " ".join(prose)


def plain(text: str, most: int) -> str:
    """Words on one line, without markup and unseen signs, cut between words."""
    bare = re.sub(r"<[^<>]{0,500}>", " ", html.unescape(str(text)))
    words = " ".join("".join(c for c in bare if c.isprintable() or c.isspace()).split())
    words = words.lstrip("=+@- ")  # a cell that a spreadsheet would take for a formula
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0]


def _delimiter(text: str) -> str:
    return max("\t;,|", key=text.count)


def _by_title(cells: dict[str, str]) -> dict[str, str]:
    other = {"title": "name", "product": "name", "id": "sku", "color": "colour", "body": "description"}
    return {other.get(title, title): cell.strip() for title, cell in cells.items() if cell}


def _by_looks(cells: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for cell in list(cells):
        if "price" not in found and _PRICE.fullmatch(cell) and any(char.isdigit() for char in cell):
            found["price"] = cell
            cells.remove(cell)
    if len(cells) > 1 and _CODE.fullmatch(cells[0]):
        found["sku"] = cells.pop(0)
    if len(cells) > 1:
        found["description"] = max(cells, key=len)
        cells.remove(found["description"])
    if cells:
        found["name"] = cells[0]
    return found
