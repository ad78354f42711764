"""Stages 6 and 7 as the application runs them: a person decides; what was approved leaves, once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from styleloop import publish, review
from styleloop.adapters.decoders.pixels import file_pixels, file_rgb
from styleloop.adapters.signers import manifest
from styleloop.adapters.stores.engine import writing
from styleloop.app import holding, picturing, policies, remembering, signing
from styleloop.app.auditing import audit_variants
from styleloop.app.project import Project
from styleloop.app.styling import PUBLISHED
from styleloop.errors import InputError, PolicyError
from styleloop.types.asset import Asset
from styleloop.types.audit import Finding
from styleloop.types.channel import Post, Receipt
from styleloop.types.experiment import Experiment
from styleloop.types.picture import Bytes, Picture, pixel_hash
from styleloop.types.record import Refusal, Where
from styleloop.types.review import Action, Decision, Publication
from styleloop.types.variant import Variant


@dataclass(frozen=True)
class Person:
    """Who decides: a pseudonymous id and a role."""

    who: str
    role: str


def decide(
    project: Project,
    variant_id: str,
    person: Person,
    action: Action,
    *,
    reason: str = "",
    dismissed: Sequence[str] = (),
    seen: str | None = None,
    seal: str = "",
    dry_run: bool = False,
) -> tuple[Decision, ...]:
    """Record one decision, and carry it to the other sizes of the same line whose checks pass.

    Args:
        project: where.
        variant_id: what was looked at.
        person: who decides.
        action: approve, change or reject.
        reason: why.
        dismissed: ids of remarks to set aside.
        seen: id of the latest decision on it that the person saw, empty for none; None: not asked.
        seal: the seal of what the person saw, where they were told.
        dry_run: say what would be recorded; record nothing.

    Raises:
        InputError: no such variant.
        PolicyError: this role may not, the policy or an open block forbids it, it shows something else than the person
            saw, or somebody decided on it meanwhile.
    """
    variant = project.store.variants.find(variant_id)
    if variant is None:
        raise InputError("no such variant", field="variant", got=variant_id, cure="see: styleloop review")
    if seal and seal != variant.seal:
        raise PolicyError(f"{variant.id} is not what was looked at: its seal is {variant.seal[:16]}; look again")
    with writing(project.store.engine) as connection:  # holds other deciders off: nobody's word is run over unseen
        last = standing(project, variant)
        if seen is not None and (last.id if last else "") != seen:
            raise PolicyError(_meanwhile(variant, last))
        made = _decided(project, variant, person, action, reason, dismissed)
        if not dry_run:
            policies.witness(project, connection)
            project.store.decisions.add(made, connection)
    return made


def _meanwhile(variant: Variant, last: Decision | None) -> str:
    who = f"{last.who}, {last.role}, decided on {variant.id} meanwhile ({last.action})" if last else ""
    return f"{who or f'the decision on {variant.id} is gone'}; look again, then decide"


def _decided(
    project: Project, variant: Variant, person: Person, action: Action, reason: str, dismissed: Sequence[str]
) -> tuple[Decision, ...]:
    sizes = project.store.variants.all(line=variant.line)
    market = project.market(variant.market)
    own = findings_of(project, variant)
    earlier = [d for size in sizes for d in _words_on(project, size)]
    decision = review.decide(
        variant, own, person.who, person.role, market, action, reason, dismissed, project.clock(),
        earlier, policies.under(project),
    )  # fmt: skip
    findings = [f for size in sizes for f in findings_of(project, size)]
    # The newest word covers the whole line; only what is already out keeps the word it went out by.
    posted = {size.seal for size in sizes if project.store.publications.all(variant=size.id)}
    known = [d for d in earlier if d.seal in posted]
    carried = review.inherit(decision, sizes, findings, known, earlier)
    return (decision, *carried)


def approve_all(
    project: Project, person: Person, campaign: str = "", stated: int | None = None, *, dry_run: bool = False
) -> review.Bulk:
    """Approve every waiting size that no check stops and that still holds. With `dry_run` it only says what it would.

    Never across a block; what rests on a fact, price, claim or picture that no longer holds is left out and told of.

    Raises:
        PolicyError: `stated` is not the number that can be approved now.
    """
    with writing(project.store.engine) as connection:
        waiting = [
            v
            for line in lines_of(project, campaign)
            for v, (_, state) in zip(line.variants, line.states, strict=True)
            if state == "waiting"
        ]
        ids, seals = {v.id for v in waiting}, {v.seal for v in waiting}
        known = remembering.remembered(project, waiting)
        findings = [f for f in project.store.findings.all() if f.subject in ids and f.id not in known]
        earlier = [d for d in project.store.decisions.all() if d.seal in seals]
        under = policies.under(project)
        done = review.approve_all(
            waiting, findings, person.who, person.role, under.markets, project.clock(), stated, earlier, under,
            {name: against.why for name, against in holding.held(project, waiting).items()},
        )  # fmt: skip
        if not dry_run:
            policies.witness(project, connection)
            project.store.decisions.add(done.decisions, connection)
    return done


def lines_of(project: Project, campaign: str = "") -> tuple[review.Line, ...]:
    """The queue: every line with its sizes, those that need a person first."""
    variants = project.store.variants.all(**({"campaign": campaign} if campaign else {}))
    subjects = {name for v in variants for name in (v.id, v.line)}
    seals = {v.seal for v in variants}
    findings = [f for f in project.store.findings.all() if f.subject in subjects]
    decisions = [d for d in project.store.decisions.all() if d.seal in seals]
    return review.queue(variants, findings, decisions, policies.under(project))


def findings_of(project: Project, variant: Variant) -> tuple[Finding, ...]:
    """What the checks said about a variant."""
    return project.store.findings.all(subject=variant.id)


def standing(project: Project, variant: Variant) -> Decision | None:
    """The latest decision on exactly what this variant shows, or None. Whether it may leave says `approval`."""
    return review.stands(_words_on(project, variant), variant)


def _words_on(project: Project, variant: Variant) -> tuple[Decision, ...]:
    """Every decision on exactly what it shows, in their order: given on it, or on identical content made before."""
    return project.store.decisions.all(seal=variant.seal, market=variant.market)


def approval(project: Project, variant: Variant, under: review.Under | None = None) -> review.Approval:
    """How far exactly what this variant shows is approved, under the policy as it is now."""
    return review.approval(variant, _words_on(project, variant), under or policies.under(project))


@dataclass(frozen=True, eq=False)
class Packed:
    """One variant that may leave, signed and read back, before it is sent."""

    decision: Decision
    post: Post
    test: str
    arm: str
    fingerprint: str


def ship(project: Project, variant: Variant, experiment: Experiment | None = None) -> Publication | Refusal:
    """Send one variant if everything still holds: approval, seal, claims, blocks. Twice the same leaves once.

    Raises:
        SettingsError: there is no certificate to sign with.
    """
    packed = pack(project, variant, experiment)
    if isinstance(packed, Refusal):
        return packed
    project.store.blobs.put(packed.post.files[0][1])  # kept before it is sent: a killed run finds again what it sent
    receipt = project.channel.publish([packed.post], project.target)[0]
    if isinstance(receipt, Refusal):
        return receipt
    post = _as_sent(project, variant, packed, receipt)
    if isinstance(post, Refusal):
        return post
    made = publish.record(
        variant, packed.decision, post, receipt, project.clock(), packed.test, packed.arm, packed.fingerprint
    )
    with writing(project.store.engine) as connection:
        policies.witness(project, connection)
        project.store.publications.add([made], connection)
        project.store.assets.add([_as_asset(variant, made)], connection)
    return made


def pack(
    project: Project, variant: Variant, experiment: Experiment | None = None, sent: bytes | None = None
) -> Packed | Refusal:
    """Everything but the sending: checked, marked, signed, and read back. Writes nothing.

    Args:
        project: where it was made and approved.
        variant: what is to leave.
        experiment: the test it is an arm of.
        sent: the signed picture that was sent before, which is then vouched for instead of signing anew.

    Raises:
        SettingsError: there is no certificate to sign with.
    """
    decision, under = standing(project, variant), policies.under(project)
    known = approval(project, variant, under)
    findings = _findings_now(project, variant)
    data = project.store.blobs.get(variant.rendering.file)
    draft = project.store.drafts.get(variant.line)
    rgb = file_rgb(data)
    signed = publish.Signed(
        known.signed, "" if known.done else known.why_open(), under.set_aside(variant, findings, known.signed)
    )
    objection = publish.check(
        variant, decision, findings, project.kit.claims, pixel_hash(rgb), project.today, draft.filled, signed
    )
    objection = (
        objection or holding.moved(project, variant, draft.filled) or picturing.lapsed(project, variant, draft.picture)
    )
    objection = objection or _not_whole(project, variant)
    if objection is not None or decision is None:
        return objection or Refusal(subject=variant.id, why="nobody approved it")
    decision = known.signed[-1]
    name = post_name(variant)
    test, arm = (experiment.id, name) if experiment else ("", "")
    fingerprint = _fingerprint(rgb)
    by = partial(signing.sign, by=signing.certificate_of(project.root)) if sent is None else lambda *_: sent
    post = publish.pack(
        variant,
        decision,
        data,
        project.today,
        name=name,
        channel=project.channel.name,
        test=test,
        arm=arm,
        findings=findings,
        filled=draft.filled,
        product=project.store.products.find(variant.product),
        claims=project.kit.claims,
        sign=by,
        fingerprint=fingerprint,
        signatures=known.signed,
    )
    return _unlike(project, variant, decision, post) or Packed(decision, post, test, arm, fingerprint)


def _fingerprint(rgb: Bytes) -> str:
    from styleloop.measure.picture.phash import pdq

    return pdq(Picture(rgb=rgb))[0]


def _unlike(project: Project, variant: Variant, decision: Decision, post: Post) -> Refusal | None:
    """What the signed file, read back, says or shows otherwise than was approved; None when nothing."""
    title, signed = post.files[0]
    told = publish.statement(variant, decision, title, post.key)
    most = next((p.max_bytes for p in project.placements if p.name == variant.placement), 0)
    return publish.vouch(variant, told, manifest.read(signed), file_pixels(signed), len(signed), most)


def _as_sent(project: Project, variant: Variant, packed: Packed, receipt: Receipt) -> Post | Refusal:
    """The post as the channel holds it. Signing twice gives two files; the one that was sent first counts.

    It is taken from the project's own memory, never from the channel, and vouched for like a new one.
    """
    title = packed.post.files[0][0]
    sha = next((ref.sha256 for ref in receipt.files if ref.name == title), "")
    if not receipt.already or not project.store.blobs.has(sha):
        return packed.post
    test = project.store.experiments.find(packed.test) if packed.test else None
    again = pack(project, variant, test, sent=project.store.blobs.get(sha))
    return again if isinstance(again, Refusal) else again.post


def _findings_now(project: Project, variant: Variant) -> tuple[Finding, ...]:
    """What was found when it was drawn, and what today's rules find: a word may have been banned since."""
    asked = project.store.briefs.get(variant.provenance.brief)
    product = project.store.products.find(variant.product) or asked.product
    today = audit_variants(project, asked.model_copy(update={"product": product}), [variant])[variant.id]
    return tuple({f.id: f for f in (*findings_of(project, variant), *today)}.values())


def _not_whole(project: Project, variant: Variant) -> Refusal | None:
    """A Refusal while a card of the same carousel is not approved: half of it would tell half of what was signed."""
    if variant.cards == 1:
        return None
    place = (variant.placement, variant.cards)
    same = project.store.variants.all(line=variant.line, market=variant.market)
    under = policies.under(project)
    approved = {v.card for v in same if (v.placement, v.cards) == place and approval(project, v, under).done}
    missing = [str(card + 1) for card in range(variant.cards) if card not in approved]
    if not missing:
        return None
    return Refusal(
        subject=variant.id,
        why=f"its carousel is not whole: card {', '.join(missing)} of {variant.cards} is not approved",
        expected="every card approved",
        cure="decide on the others (styleloop review), or make the line again (styleloop run)",
    )


def post_name(variant: Variant) -> str:
    """The ad's name in reports: `umbrella-de-de-square-1a2b3c4d`.

    Cards of one carousel carry their line's name and their number, so that they stand together, in order:
    `umbrella-de-de-meta-carousel-5e6f7a8b-1of4-1a2b3c4d`.
    """
    product = re.sub(r"[^a-z0-9]+", "-", variant.product.lower()).strip("-") or "piece"
    number = f"{variant.card + 1:0{len(str(variant.cards))}d}of{variant.cards}"
    card = f"{variant.line[-8:]}-{number}-" if variant.cards > 1 else ""
    return f"{product[:60]}-{variant.market.lower()}-{variant.placement}-{card}{variant.id[-8:]}"


def _as_asset(variant: Variant, publication: Publication) -> Asset:
    """What shipped is part of the library from now on, and its results teach like any other's."""
    return Asset(
        words=variant.words,
        locale=variant.market,
        placement=variant.placement,
        picture=variant.rendering.file,
        product=variant.product,
        test=publication.test,
        name=publication.name,
        source=Where(file=PUBLISHED, field=variant.campaign),
    )
