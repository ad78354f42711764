"""Why a piece is as it is: everything that is known about one variant, in one place."""

from __future__ import annotations

from typing import Any

from styleloop.app.comparing import chain, family, told
from styleloop.app.pieces import piece as named_piece
from styleloop.app.project import Project
from styleloop.app.shipping import findings_of
from styleloop.drafts import PERSON, TRANSLATION
from styleloop.errors import InputError
from styleloop.types.variant import Draft, Variant


def explain(project: Project, piece: str) -> dict[str, Any]:
    """Copy, facts, score, findings, decisions, publications and provenance of a variant, by id or post name.

    Of a line (`draft_...`) what is known of it before it is drawn, and the pieces that show it.

    Raises:
        InputError: nothing has that name.
    """
    drafted = _line(project, piece)
    if drafted is not None:
        brief = project.store.briefs.find(drafted.brief)
        shown = project.store.variants.all(line=drafted.id)
        said = {f.id: f.model_dump(mode="json") for v in shown for f in findings_of(project, v)}
        return {
            "line": drafted.id,
            **_drafted(project, drafted, drafted.style or (brief.style if brief else "")),
            "copy": drafted.words.by_slot(),
            "findings": list(said.values()),
            "pieces": [{"variant": v.id, "placement": v.placement} for v in shown],
        }
    variant = named_piece(project, piece)
    return {
        **known(project, variant),
        "chain": chain(project, variant),
        "versions": [v.id for v in family(project, variant) if v.id != variant.id],
    }


def known(project: Project, variant: Variant) -> dict[str, Any]:
    """What `explain` says of a piece by itself, without the pieces it was made from or into."""
    draft = project.store.drafts.get(variant.line)
    return {
        "variant": variant.id,
        **_drafted(project, draft, variant.provenance.style),
        "market": variant.market,
        "placement": variant.placement,
        "copy": variant.words.by_slot(),
        "findings": [f.model_dump(mode="json") for f in findings_of(project, variant)],
        "audited": _audited(project, variant),
        "decisions": [
            d.model_dump(mode="json") for d in project.store.decisions.all(seal=variant.seal, market=variant.market)
        ],
        "publications": [p.model_dump(mode="json") for p in project.store.publications.all(variant=variant.id)],
        "template": variant.provenance.template,
        "template_why": list(draft.template_why),
        "seal": variant.seal,
        "provenance": variant.provenance.model_dump(mode="json"),
    }


def _audited(project: Project, variant: Variant) -> dict[str, Any] | None:
    """What the checks said of a piece and what none of them looked at; None of one made before that was kept."""
    known = project.store.audits.all(subject=variant.id)
    if not known:
        return None
    said = known[-1].words([f.severity for f in findings_of(project, variant)])
    return {**known[-1].model_dump(mode="json"), "said": said}


def _line(project: Project, name: str) -> Draft | None:
    """The line of that id, or of the one id that begins like that; None where it is none."""
    if not name.startswith("draft_"):
        return None
    exact = project.store.drafts.find(name)
    found = [exact] if exact else [d for d in project.store.drafts.all() if d.id.startswith(name)]
    if len(found) != 1:
        problem = "several lines have that name" if found else "nothing has that name"
        raise InputError(problem, got=name, expected="the whole id of a line", cure="see: styleloop review")
    return found[0]


def _drafted(project: Project, draft: Draft, by: str) -> dict[str, Any]:
    """What is known of a line, drawn or not; `by` is the style version that scored it."""
    style = project.store.styles.find(by)
    patterns = {p.id: p for p in style.patterns} if style else {}
    frame = patterns.get(draft.pattern)
    scores = [s for s in project.store.scores.all(subject=draft.id) if s.style == by]
    return {
        "market": draft.market,
        "product": draft.product,
        "facts": [
            {"slot": f.slot, "text": f.text, "from": f.fact, "evidence": _evidence(project, draft, f.fact)}
            for f in draft.filled
        ],
        "frame": frame.skeleton if frame else "",
        "seen_in": list(frame.examples) if frame else [],
        "tone": draft.tone,
        "picture": {"sha256": draft.picture, "why": list(draft.picture_why)},
        "challenger": draft.style,
        "chosen_by": chosen_words(draft),
        "drafter": draft.drafter,
        "models": list(draft.models),
        "chosen_why": list(draft.chosen_why),
        "cited": [_passage(project, draft, name) for name in draft.cited],
        "given": _given(project, draft),
        "inspiration": [_flat(project.store.assets.get(a).words.text("headline")) for a in draft.injected],
        "score": scores[-1].model_dump(mode="json") if scores else None,
    }


def chosen_words(draft: Draft) -> str:
    """Which version chose a line, in one short sentence."""
    if draft.drafter == PERSON:
        return "a person proposed it"
    if draft.drafter == TRANSLATION:
        return f"a translation of {draft.parent}"
    return f"chosen by the challenger {draft.style}" if draft.style else "chosen by the style that spoke"


def _passage(project: Project, draft: Draft, name: str) -> dict[str, str]:
    """A passage that its drafter cited, as the brief gave it."""
    found = next((p for p in project.store.briefs.get(draft.brief).passages if p.id == name), None)
    return {"id": name, "place": found.place if found else "", "text": found.text if found else ""}


def _given(project: Project, draft: Draft) -> list[str]:
    """Where the passages that its brief gave to read stand."""
    brief = project.store.briefs.find(draft.brief)
    return [f"{p.place} ({p.role})" for p in brief.passages] if brief else []


def _flat(line: str) -> str:
    return " / ".join(line.splitlines())


def _evidence(project: Project, draft: Draft, fact: str) -> str:
    product = project.store.products.find(draft.product)
    key = fact.removeprefix("fact.")
    found = [f for f in product.facts if f.key == key] if product else []
    return found[0].evidence if found else ""


def sentences(answer: dict[str, Any]) -> list[str]:
    """The same, to be read."""
    drawn = "variant" in answer
    place = f"{answer['market']}, {answer['placement']}" if drawn else answer["market"]
    said = [f"{answer['variant' if drawn else 'line']}: {_flat(answer['copy'].get('headline', ''))!r} in {place}"]
    if answer["frame"]:
        said.append(f"frame: {answer['frame']!r}, seen in {len(answer['seen_in'])} past ads")
    said += [f"fact: {f['text']!r} ({f['slot']}) from {f['from']} {f['evidence']}".rstrip() for f in answer["facts"]]
    said += [f"drawn towards inspiration, its words not used: {line!r}" for line in answer["inspiration"]]
    if answer["score"]:
        score = answer["score"]
        said.append(f"distance from the house style {score['distance']:.2f}, novelty {score['novelty']:.2f}")
    said += [f"picture: {line}" for line in answer["picture"]["why"]]
    said += [f"remark ({f['severity']}) by {f['guardrail']}: {f['message']}" for f in answer["findings"]]
    if answer.get("audited"):
        said.append(f"checks: {answer['audited']['said']}")
    decisions, posts = answer.get("decisions", ()), answer.get("publications", ())
    said += [f"{d['action']} by {d['who']} as {d['role']} at {d['at']} {d['reason']}" for d in decisions]
    said += [f"out by {p['channel']} at {p['at']}: {p['url']}" for p in posts]
    said.append(answer["chosen_by"])
    said += [f"  because {reason}" for reason in answer["chosen_why"]]
    said += [f"rests on {p['place']}: {p['text']!r}" for p in answer["cited"]]
    said += [f"was given to read: {place}" for place in answer["given"]]
    said += [f"words by the model {model}" for model in answer["models"]]
    if not drawn:
        pieces = [f"drawn as {p['variant']} ({p['placement']})" for p in answer["pieces"]]
        return [*said, f"made by {answer['drafter']}", *(pieces or ["not drawn"])]
    made = answer["provenance"]
    said.append(f"made by {made['drafter']}, {made['renderer']}, {made['painter']}; style {made['style']}")
    return [*said, *_history(answer), f"seal {answer['seal']}"]


def _history(answer: dict[str, Any]) -> list[str]:
    """Which template and why, what the piece was made from, and what changed at each step."""
    said = [f"template {answer['template']}"] if answer["template"] else []
    said += [f"  because {reason}" for reason in answer["template_why"]]
    links = answer["chain"]
    for number, here in enumerate(links):
        if number == 0:
            said += [f"first made as {here['variant']} ({here['placement']}, {here['template']})"] if links[1:] else []
            continue
        said.append(f"then {here['variant']} ({here['placement']}, {here['template']}), from {here['parent']}:")
        said += [f"  {line}" for line in told(here["changes"])] or ["  nothing that is known of it differs"]
    others = [v for v in answer["versions"] if v not in {here["variant"] for here in links}]
    return [*said, *([f"other versions of it: {', '.join(others)}"] if others else [])]
