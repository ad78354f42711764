"""Rules that cannot all be obeyed: what one asks for, another forbids. Neither is checked, and both are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from styleloop.language.patterns import literal
from styleloop.types.vale import ValeRule, ValeTrouble

ACCEPT, REJECT = "Vale.Terms", "Vale.Avoid"
"""What Vale calls its own two rules on the words of a vocabulary."""
Swap = tuple[int, str, str]
"""(place of the rule, what stands there, what to write)."""


def settled(rules: Sequence[ValeRule], banned: Mapping[str, str]) -> tuple[list[ValeRule], list[ValeTrouble]]:
    """The rules without what contradicts, and what contradicts, a trouble for each.

    Only plain words are held against each other: whether two patterns meet cannot be told.

    Args:
        rules: of every style.
        banned: casefolded word -> who forbids it, beside these rules.
    """
    rules, said = _without_accepted(rules)
    swaps = list(_swaps(rules))
    forbidden = {**_forbidden(rules), **{word: (None, by) for word, by in banned.items()}}
    wrong: dict[tuple[int, str], str] = {}
    for at, left, right in swaps:
        goal = right.casefold()
        by = forbidden.get(goal)
        if by is not None and (by[0] is None or _meet(rules[at], rules[by[0]])):
            wrong[at, left] = f"it asks for “{right}”, which {by[1]} forbids"
        elif back := _round(rules, swaps, at, left, goal):
            wrong[at, left] = f"it asks for “{right}”, and {back} asks for “{left}” instead"
    kept = [_without(rule, {left for place, left in wrong if place == at}) for at, rule in enumerate(rules)]
    said += [_trouble(rules[at], f"swap.{left}", why) for (at, left), why in wrong.items()]
    cased = dict(_both_cases(rules))
    said += [_trouble(rules[at], "match", why) for at, why in cased.items()]
    return [rule for at, rule in enumerate(kept) if rule is not None and at not in cased], said


def _without_accepted(rules: Sequence[ValeRule]) -> tuple[list[ValeRule], list[ValeTrouble]]:
    """The rules without rejected words that another list of the vocabulary accepts; and those words, told."""
    lists = [rule for rule in rules if rule.name == ACCEPT]
    kept: list[ValeRule] = []
    said: list[ValeTrouble] = []
    for rule in rules:
        by = {word: a.file for a in lists if rule.name == REJECT and _meet(a, rule) for word in a.exceptions}
        both = [token for token in rule.tokens if token in by]
        said += [_trouble(rule, token, f"“{token}” is accepted by {by[token]}") for token in both]
        tokens = tuple(token for token in rule.tokens if token not in by)
        if tokens or not both:
            kept.append(rule.model_copy(update={"tokens": tokens}) if both else rule)
    return kept, said


def _trouble(rule: ValeRule, key: str, why: str) -> ValeTrouble:
    return ValeTrouble(name=rule.name, file=rule.file, key=key, why=f"contradicts: {why}", locale=rule.locale)


def _swaps(rules: Sequence[ValeRule]) -> Iterator[Swap]:
    for at, rule in enumerate(rules):
        for left, right in rule.pairs if rule.kind == "substitution" else ():
            if literal(left) and "|" not in right and left.casefold() != right.casefold():
                yield at, left, right


def _forbidden(rules: Sequence[ValeRule]) -> dict[str, tuple[int | None, str]]:
    """Word -> (place of the rule, its name) of every plain word that a rule forbids without a better one."""
    return {
        token.casefold(): (at, rule.name)
        for at, rule in enumerate(rules)
        if rule.kind == "existence" and not rule.raw
        for token in rule.tokens
        if literal(token) and token not in rule.exceptions
    }


def _meet(one: ValeRule, other: ValeRule) -> bool:
    """Whether a text can be held against both."""
    languages = not one.locale or not other.locale or one.locale.split("-")[0] == other.locale.split("-")[0]
    return languages and (not one.slots or not other.slots or bool({*one.slots} & {*other.slots}))


def _round(rules: Sequence[ValeRule], swaps: Sequence[Swap], at: int, left: str, goal: str) -> str:
    """The rule that leads back to `left` from what is asked for instead of it; empty where none does."""
    seen: set[str] = set()
    while goal not in seen:
        seen.add(goal)
        onward = next(
            (swap[::2] for swap in swaps if swap[1].casefold() == goal and _meet(rules[swap[0]], rules[at])), None
        )
        if onward is None:
            return ""
        goal = onward[1].casefold()
        if goal == left.casefold():
            return f"{rules[onward[0]].name} ({rules[onward[0]].file})"
    return ""


def _without(rule: ValeRule, lefts: set[str]) -> ValeRule | None:
    if not lefts:
        return rule
    pairs = tuple(pair for pair in rule.pairs if pair[0] not in lefts)
    return rule.model_copy(update={"pairs": pairs}) if pairs else None


def _both_cases(rules: Sequence[ValeRule]) -> Iterator[tuple[int, str]]:
    cased = [(at, r) for at, r in enumerate(rules) if r.kind == "capitalization" and r.match.startswith("$")]
    for at, rule in cased:
        against = next((r for _, r in cased if r.match != rule.match and _meet(r, rule)), None)
        if against is not None:
            yield at, f"it wants {rule.match[1:]} case, and {against.name} ({against.file}) {against.match[1:]}"
