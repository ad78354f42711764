"""The live register: what is out now, and which claims, facts, licences, people and products it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Literal

from styleloop import publish
from styleloop.adapters.stores.engine import writing
from styleloop.app.picturing import shots_for
from styleloop.app.project import Project
from styleloop.app.shipping import Person
from styleloop.brief import as_of
from styleloop.errors import InputError, PolicyError
from styleloop.types.product import Product
from styleloop.types.record import Record
from styleloop.types.review import Publication, Withdrawal
from styleloop.types.shot import Rights
from styleloop.types.variant import Draft, Variant

Kind = Literal["claim", "fact", "licence", "person", "product"]
_NAMED = 8
"""Names that an error lists where none is near."""
_PLACES: Mapping[Kind, str] = {
    "claim": "claims are registered in brand/claims.toml",
    "fact": "see the facts of a product: styleloop facts SKU",
    "licence": "a licence is named by its picture's file, its owner or its own name, as the rights say",
    "person": "people are named by the ids of their releases, as the rights of a picture say",
    "product": "products are named by their sku",
}
SOON = 30
"""Days ahead that the register looks where nobody says how many."""


class Holding(Record):
    """One thing that a post rests on."""

    kind: Kind
    key: str
    """Slug of the claim, key of the fact, file of the picture, id of the person, sku."""
    owner: str = ""
    """Of a licence: whom the picture belongs to."""
    licence: str = ""
    """Of a licence: its name."""
    ends: date | None = None
    """Last day on which it holds; None: no end is known."""
    broken: str = ""
    """Why it no longer holds, in words; empty while it does."""

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be asked for by."""
        return tuple(filter(None, (self.key, self.owner, self.licence)))

    def words(self, day: date) -> str:
        """`claim taped-seams ends on 2026-10-31, in 12 days`."""
        named = ", ".join(filter(None, (self.owner, self.licence)))
        what = f"{self.kind} {self.key}{f' ({named})' if named else ''}"
        if self.broken:
            return f"{what}: {self.broken}"
        if self.ends is None:
            return f"{what}: no end is known"
        left = (self.ends - day).days
        return f"{what} ends on {self.ends.isoformat()}, {_in(left)}"

    def ending(self, day: date, days: int) -> bool:
        """Whether it holds no longer, or ends within so many days."""
        return bool(self.broken) or (self.ends is not None and self.ends <= day + timedelta(days=days))


class Live(Record):
    """One post that is out, and what it rests on now."""

    publication: str
    name: str
    channel: str
    market: str
    placement: str
    product: str
    variant: str
    url: str
    files: tuple[str, ...]
    since: date
    rests_on: tuple[Holding, ...]

    @property
    def ends(self) -> date | None:
        """The first day's end of anything it rests on."""
        return min((h.ends for h in self.rests_on if h.ends), default=None)

    def on(self, kind: Kind, key: str) -> Holding | None:
        """What it rests on of that kind and key, of that owner, or under a licence of that name."""
        return next((h for h in self.rests_on if h.kind == kind and key in h.names), None)

    def ending(self, day: date, days: int) -> tuple[Holding, ...]:
        """What of it holds no longer, or ends within so many days."""
        return tuple(h for h in self.rests_on if h.ending(day, days))


def live(project: Project, wanted: Mapping[Kind, str] | None = None) -> tuple[Live, ...]:
    """Every post that is out and not withdrawn, oldest first; those alone that rest on what is named.

    Args:
        project: where.
        wanted: kind -> key, such as `{"claim": "taped-seams"}`; a post has to rest on all of them.
    """
    gone = {w.publication for w in project.store.withdrawals.all()}
    read = _Read(project)
    found = (read.live(post) for post in project.store.publications.all() if post.id not in gone)
    asked = (wanted or {}).items()
    return tuple(one for one in found if all(one.on(kind, key) for kind, key in asked))


def refuse_unknown(project: Project, wanted: Mapping[Kind, str]) -> None:
    """A slip of the pen must not read as: nothing rests on it.

    Raises:
        InputError: there is nothing of that kind and name here, and no post that was ever out rests on it.
    """
    for kind, key in wanted.items():
        have = _known(project, kind)
        if key not in have:
            folded = {one.casefold(): one for one in sorted(have)}
            near = [folded[one] for one in get_close_matches(key.casefold(), folded, 3, 0.5)]
            expected = ", ".join(near or sorted(have)[:_NAMED]) or f"a {kind} that is here; there is none"
            more = f", and {len(have) - _NAMED} more" if not near and len(have) > _NAMED else ""
            place = _PLACES[kind]
            raise InputError(
                f"there is no such {kind}", field=f"--{kind}", got=key, expected=f"{expected}{more}",
                cure=f"correct the name; {place}",
            )  # fmt: skip


def _known(project: Project, kind: Kind) -> frozenset[str]:
    """Every name of that kind: in the brand's files, the library, and what was ever out."""
    read, store = _Read(project), project.store
    posts = [read.live(post) for post in store.publications.all()]
    found = {name for post in posts for h in post.rests_on if h.kind == kind for name in h.names}
    products = store.products.all()
    if kind == "claim":
        found |= {claim.slug for claim in project.kit.claims}
    elif kind == "product":
        found |= {product.sku for product in products}
    elif kind == "fact":
        found |= {"price"} | {fact.key for product in products for fact in product.facts}
    else:
        shots = [shot for product in products for shot in shots_for(project, product) if shot.rights]
        rights = [(shot.file or shot.picture[:12], shot.rights) for shot in shots]
        rights += [(asset.name or asset.id, asset.rights) for asset in store.assets.all() if asset.rights]
        for name, one in rights:
            if one is not None:
                found |= set(one.people) if kind == "person" else {name, one.owner, one.licence}
    return frozenset(found - {""})


def ending(
    project: Project, posts: Sequence[Live], days: int, wanted: Mapping[Kind, str] | None = None
) -> tuple[tuple[Live, Holding], ...]:
    """What these posts rest on that holds no longer or ends within so many days, the first to end first.

    Args:
        project: where.
        posts: from `live`.
        days: from today on.
        wanted: kind -> key: of these things only.
    """
    today, asked = project.today, (wanted or {}).items()
    found = [
        (post, holding)
        for post in posts
        for holding in post.ending(today, days)
        if not asked or any(post.on(kind, key) == holding for kind, key in asked)
    ]
    return tuple(sorted(found, key=lambda pair: (pair[1].ends or date.min, pair[1].kind, pair[1].key, pair[0].name)))


def withdraw(
    project: Project,
    names: Sequence[str],
    how: Literal["withdrawn", "ended"],
    person: Person,
    reason: str,
    *,
    dry_run: bool = False,
) -> tuple[Withdrawal, ...]:
    """Write down that posts are no longer live. No file is deleted: taking a post down is done where it stands.

    Args:
        project: where.
        names: posts, by name or by the publication's id; all of them or none.
        how: taken down, or run to its planned end.
        person: who says so.
        reason: why.
        dry_run: say what would be written; write nothing.

    Raises:
        InputError: no post that is out has such a name.
        PolicyError: nobody signs, or no reason is given.
    """
    if not person.who.strip():
        raise PolicyError("a withdrawal is signed: say who you are")
    if not reason.strip():
        raise PolicyError("to withdraw a post a reason is needed: the trail keeps it")
    with writing(project.store.engine) as connection:
        gone = {w.publication for w in project.store.withdrawals.all()}
        out = [post for post in project.store.publications.all() if post.id not in gone]
        chosen = {post.id: post for name in names for post in _named(out, name)}
        made = tuple(
            Withdrawal.given(
                publication=post, how=how, reason=reason.strip(), who=person.who, role=person.role, at=project.clock()
            )
            for post in chosen
        )
        if not dry_run:
            project.store.withdrawals.add(made, connection)
    return made


def posts_with(project: Project, claim: str) -> frozenset[str]:
    """Ids of publications that make a claim, withdrawn ones included."""
    read = _Read(project)
    return frozenset(p.id for p in project.store.publications.all() if read.live(p).on("claim", claim))


def _named(out: Sequence[Publication], name: str) -> list[Publication]:
    found = [post for post in out if name in (post.name, post.id)]
    if not found:
        cure = "see what is out: styleloop live"
        raise InputError("no post that is out has that name", got=name, expected="name or id of a post", cure=cure)
    return found


def _in(days: int) -> str:
    if days < 0:
        return f"{-days} {'day' if days == -1 else 'days'} ago"
    return "today" if days == 0 else f"in {days} {'day' if days == 1 else 'days'}"


@dataclass
class _Read:
    """Reads each product and its pictures once."""

    project: Project
    _products: dict[str, Product | None] = field(default_factory=dict)
    _rights: dict[str, dict[str, tuple[str, Rights | None]]] = field(default_factory=dict)

    def live(self, post: Publication) -> Live:
        store = self.project.store
        variant = store.variants.find(post.variant)
        draft = store.drafts.find(variant.line) if variant else None
        holdings = tuple(self._holdings(variant, draft)) if variant and draft else ()
        return Live(
            publication=post.id,
            name=post.name,
            channel=post.channel,
            market=post.market,
            placement=post.placement,
            product=variant.product if variant else "",
            variant=post.variant,
            url=post.url,
            files=tuple(ref.name for ref in post.files),
            since=post.at.date(),
            rests_on=holdings,
        )

    def _holdings(self, variant: Variant, draft: Draft) -> Iterator[Holding]:
        product = self._product(variant.product)
        yield Holding(
            kind="product", key=variant.product, broken="" if product else "it is no longer among the products"
        )
        yield from self._claims(variant, draft)
        yield from self._facts(variant, draft, product)
        yield from self._pictures(variant, draft, product)

    def _product(self, sku: str) -> Product | None:
        if sku not in self._products:
            self._products[sku] = self.project.store.products.find(sku)
        return self._products[sku]

    def _claims(self, variant: Variant, draft: Draft) -> Iterator[Holding]:
        register, day = self.project.kit.claims, self.project.today
        made = {claim.slug: claim for claim in publish.claims_made(variant, register, draft.filled)}
        named = {s.fact.removeprefix("claim.") for s in draft.filled if s.fact.startswith("claim.")}
        for slug in sorted({*made, *named}):
            claim = made.get(slug)
            if claim is None:
                yield Holding(kind="claim", key=slug, broken="it is no longer in the register")
                continue
            broken = "" if claim.holds(variant.market, day, variant.product) else f"it does not hold on {day}"
            yield Holding(kind="claim", key=slug, ends=claim.ends, broken=broken)

    def _facts(self, variant: Variant, draft: Draft, product: Product | None) -> Iterator[Holding]:
        asked = self.project.store.briefs.find(variant.provenance.brief)
        then = asked.product if asked else None
        now = as_of(product, self.project.today) if product else None
        facts_then = {fact.key: fact.says for fact in then.facts} if then else {}
        facts_now = {fact.key: fact.says for fact in now.facts} if now else {}
        for key in sorted({s.fact.removeprefix("fact.") for s in draft.filled if s.fact.startswith("fact.")}):
            same = facts_now.get(key) == facts_then.get(key)
            said = "it is no longer known" if key not in facts_now else "it has changed since the post was made"
            yield Holding(kind="fact", key=key, broken="" if same else said)
        if any(s.fact == "product.price" for s in draft.filled):
            price = now.price(variant.market) if now else None
            was = then.price(variant.market) if then else None
            broken = "" if price == was else "it has changed since the post was made"
            yield Holding(kind="fact", key="price", broken=broken)

    def _pictures(self, variant: Variant, draft: Draft, product: Product | None) -> Iterator[Holding]:
        named, rights = self._shots(product).get(draft.picture, ("", None))
        yield from self._of_rights(named, rights, variant.market)
        for name in draft.injected:
            asset = self.project.store.assets.find(name)
            if asset is not None:
                yield from self._of_rights(asset.name or asset.id, asset.rights, variant.market)

    def _shots(self, product: Product | None) -> dict[str, tuple[str, Rights | None]]:
        if product is None:
            return {}
        if product.sku not in self._rights:
            shots = shots_for(self.project, product)
            self._rights[product.sku] = {s.picture: (s.file or s.picture[:12], s.rights) for s in shots}
        return self._rights[product.sku]

    def _of_rights(self, name: str, rights: Rights | None, market: str) -> Iterator[Holding]:
        if rights is None:
            return
        broken = rights.against(market, self.project.today)
        yield Holding(
            kind="licence", key=name, owner=rights.owner, licence=rights.licence, ends=rights.ends, broken=broken
        )
        for person in rights.people:
            yield Holding(kind="person", key=person, ends=rights.ends, broken=broken)
