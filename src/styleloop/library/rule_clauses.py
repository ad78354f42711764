"""One sentence of a guideline -> what it says that can be checked. English, and whole sentences only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from styleloop.types.rule import RuleKind


@dataclass(frozen=True)
class Said:
    """What one clause says."""

    what: RuleKind
    text: str
    instead: str = ""
    most: int | None = None
    slot: str = ""


_FLAGS = re.IGNORECASE
_NOT = (
    r"(?:please )?(?:(?:we |you )?(?:should |must |may |can |will )?"
    r"(?:do not|don['’]t|never|should not|shouldn['’]t|must not|mustn['’]t|cannot|can['’]t) (?:ever )?)"
)
_USE = r"(?:use|using|say|saying|write|writing|include|including|add|have|put)"
_AVOID = rf"(?:{_NOT}{_USE} |(?:always )?avoid (?:(?:using|saying|writing) )?|no |steer clear of )"
_ANY = r"(?:any |the |an? )?"
_UNTIL_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBERS = {name: number for number, name in enumerate(_UNTIL_TWENTY.split())}
_NUMBERS |= {"twenty-five": 25, "thirty": 30, "forty": 40, "fifty": 50}
_N = rf"(?P<n>\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"

_MARK_WORDS = {
    "exclamation": r"exclamation (?:marks?|points?)",
    "question": r"question marks?|questions",
    "emoji": r"emojis?",
    "ellipsis": r"ellips[ei]s|three dots",
    "capitals": r"all[- ]caps|all capital(?:s| letters)|words in (?:all )?capitals|capital(?:s| letters) for emphasis",
    "hashtag": r"hashtags?",
    "ampersand": r"ampersands?",
    "semicolon": r"semi-?colons?",
    "dash": r"em[- ]dash(?:es)?",
    "contraction": r"contractions",
}
_MARK = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _MARK_WORDS.items())
_ONE_MARK = re.compile(rf"{_ANY}(?:{_MARK})(?: at all| anywhere| of any kind)?", _FLAGS)
_MARKS_OF = "|".join(_MARK_WORDS.values())
_NO_MARKS = re.compile(
    rf"{_AVOID}(?P<marks>{_ANY}(?:{_MARKS_OF})"
    rf"(?:(?:, (?:and |or |no )?| and | or | nor )(?:no )?{_ANY}(?:{_MARKS_OF}))*)(?P<tail>.*)",
    _FLAGS,
)
_OUT = r"(?:banned|forbidden|not allowed|not used|out|never used)"
_MARKS_ARE_OUT = re.compile(rf"(?P<marks>{_ANY}(?:{_MARKS_OF})) (?:are|is) {_OUT}(?P<tail>.*)", _FLAGS)

_SLOTS = {
    "headline": r"(?:a |the |our |your |all |every )?headlines?",
    "body": r"(?:the )?body(?: copy| text)?",
    "cta": r"(?:a |the )?(?:ctas?|calls?[- ]to[- ]action|buttons?)",
    "caption": r"(?:a |the |all |every )?captions?",
    "alt": r"(?:the )?alt[- ]texts?",
}
_SLOT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _SLOTS.items())
_IN_SLOT = re.compile(rf"(?: ever)?(?: in (?:{_SLOT}))?", _FLAGS)
_MOST = r"(?:at most|no more than|not more than|up to|a maximum of|max(?:imum)?\.?)"
_ATMOST = rf"(?:{_MOST}|(?P<under>under|below|fewer than|less than))"
_UNIT = r"(?P<unit>words|characters|exclamation (?:mark|point)s?|hashtags?|emojis?|sentences?)"
_SENTENCE = r"(?P<sentence>(?:a |the |our |your |all |every )?sentences?)"
_ABOUT = rf"(?:{_SLOT}|{_SENTENCE})"
_SHOULD = r"(?: should| must| may| can)?"
_HAS = r"(?:have|has|are|is|be|contain|contains|run to|use|uses|stay|stays)"
_LIMITS = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        rf"{_ABOUT}{_SHOULD}(?: {_HAS})? {_ATMOST} {_N} {_UNIT}(?: long)?",
        rf"{_ABOUT}{_SHOULD} {_HAS} {_N} {_UNIT} (?:or fewer|or less|at most|at the most)",
        rf"{_ABOUT}{_SHOULD} (?:never|not) {_HAS} (?:more|longer) than {_N} {_UNIT}(?: long)?",
        rf"(?:always )?(?:keep|limit) {_ABOUT} (?:to|at|within|(?P<under>under|below)) (?:{_MOST} )?"
        rf"{_N} {_UNIT}(?: or fewer| or less| at most| long)?",
        rf"{_ABOUT}: {_ATMOST} {_N} {_UNIT}",
        rf"{_NOT}use more than {_N} {_UNIT}(?: in {_ABOUT})?",
        rf"use {_ATMOST} {_N} {_UNIT}(?: in {_ABOUT})?",
    )
)
_MEASURED = {"w": "words", "c": "characters", "e": "exclamation", "h": "hashtag", "s": "sentences"}

_PERSON = re.compile(
    r"(?:always )?(?:write|speak|talk)(?: to [\w ]{1,30})?,? in (?:the )?(?P<person>first|second|third) person"
    r"(?: singular| plural)?(?:,? or in none(?: at all)?)?|"
    r"(?:always )?use (?:the )?(?P<used>first|second|third) person(?: singular| plural)?(?: \([^)]{1,20}\))?"
    r"(?: to address [\w ]{1,40})?",
    _FLAGS,
)
_ADDRESS = re.compile(
    r"(?:always )?address (?:the |your |our )?(?:readers?|users?|customers?) (?:directly )?(?:as|with) "
    r"[“\"'‘`_]you[”\"'’`_]",
    _FLAGS,
)
_SPELLING = re.compile(
    r"(?:always )?(?:use|write in|follow) (?P<which>british|uk|american|us) (?:english|spellings?)(?: spellings?)?",
    _FLAGS,
)
_COUNTRIES = {"british": "en-GB", "uk": "en-GB", "american": "en-US", "us": "en-US"}

_QUOTED = r"(?:“[^“”]{1,60}”|\"[^\"]{1,60}\"|‘[^‘’]{1,60}’|'[^']{1,60}'|`[^`]{1,60}`|(?<!\w)_[^_]{1,60}_(?!\w))"
_Q = re.compile(_QUOTED)
_LIST = rf"{_QUOTED}(?:(?:, (?:and |or |nor )?| and | or | nor |/){_QUOTED})*"
_CALLED = (
    r"(?:(?:the |our |these |such )?(?:words?|terms?|phrases?|expressions?|adjectives?)(?: like| such as|:)? |"
    r"(?:things|phrases|words|terms|expressions) like )?"
)
_BETTER = rf"(?:say|use|write|prefer|call it|it is) (?P<better>{_QUOTED})(?: instead)?"
_BANNED = re.compile(
    rf"(?:{_NOT}{_USE}|(?:always )?avoid(?: using| saying| writing)?) {_CALLED}(?P<bad>{_LIST})(?P<tail>.*)", _FLAGS
)
_KIND_OF = re.compile(
    rf"(?:{_NOT}{_USE}|(?:always )?avoid(?: using| saying)?) (?:words|terms|phrases)(?: and (?:words|terms|phrases))? "
    rf"(?:that|which) [^:;“\"_`]{{1,90}}: (?P<bad>{_LIST})(?P<tail>)",
    _FLAGS,
)
_NOT_THAT = r"(?: instead of| rather than|,? (?:and )?(?:not|never)|,? (?:do not|don['’]t|never) say|,? never write)"
_PREFER = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        rf"(?:always |we )?(?:say|use|write) (?P<better>{_QUOTED}){_NOT_THAT} (?P<bad>{_LIST})(?P<tail>.*)",
        rf"(?:always |we )?prefer (?P<better>{_LIST})(?: to| over) (?P<bad>{_LIST})(?P<tail>.*)",
        rf"instead of (?P<bad>{_LIST}),? {_BETTER}(?P<tail>.*)",
    )
)
_CASE = re.compile(
    rf"(?:[Aa]lways )?[Cc]apitali[sz]e (?P<name>{_QUOTED}|[A-Z][\w&’'-]*(?: [A-Z][\w&’'-]*){{0,4}})(?P<tail>.*)",
)
_SMALL = re.compile(
    rf"(?:{_NOT}capitali[sz]e|(?:always )?(?:write|use)) (?P<name>{_QUOTED})(?: in)?(?P<low> lower[- ]?case)?"
    r"(?P<tail>.*)",
    _FLAGS,
)
_ALWAYS_CAPITAL = re.compile(
    r"(?P<name>[A-Z][\w&’'-]*(?: [A-Z][\w&’'-]*){0,4}) (?:is|are) always capitali[sz]ed(?P<tail>.*)"
)

_LIMITING = re.compile(
    r"\b(?:unless|except(?:ion)?s?|if|when|whenever|while|where|wherever|sparing(?:ly)?|excessive(?:ly)?|too|overuse[ds]?|"
    r"overusing|usually|generally|often|sometimes|mostly|normally|typically|might|try|consider|possible|possibly|rarely|"
    r"depending|in general|for example|such cases|as a way to|to refer|to mean|instead, |would|unnecessar\w+|unless)\b"
    r"|\bin (?:english|german|french|arabic|spanish|italian|dutch|japanese|chinese|russian|polish|portuguese)\b"
    r"|\bonly (?:for|in|with|to|after|before)\b"
    r"|\b(?:for|in) (?:information|emails?|legal|internal|support|documentation)\b",
    _FLAGS,
)
_TAIL = re.compile(
    r"(?: ever| at all| anywhere| again| please| in any (?:context|form|way)| under any circumstances)?"
    r"(?: in (?:any |our )?(?:copy|text|ads?|headlines?))?",
    _FLAGS,
)
_REASON = re.compile(
    r"(?:: |; | [–—-] | because |, because | \(because |,? (?:or|and) other (?:words|terms|phrases) )"
    r"(?!use|say|write|but|only|one)",
    _FLAGS,
)
"""How a reason begins, or more of the same; another order is none."""
_RULISH = re.compile(
    r"^(?:please |always |never |do not |don['’]t |avoid |no [a-z]|use |say |write |keep |limit |capitali[sz]e |"
    r"prefer |only |stop |make sure |ensure |address |spell |call |refer |steer |be |focus |start |end )"
    r"|\b(?:must|should|shall|always|never|at most|no more than|not allowed|forbidden|do not|don['’]t|avoid|prefer)\b",
    _FLAGS,
)


def limiting(text: str) -> bool:
    """Whether something in the sentence limits when it counts."""
    return bool(_LIMITING.search(_Q.sub("x", text)))


def sounds_like_a_rule(text: str) -> bool:
    """Whether a sentence seems to ask for something; a question does not."""
    return bool(_RULISH.search(text)) and not text.rstrip().endswith("?")


def clauses(text: str) -> tuple[Said, ...]:
    """What a sentence says, all of it; nothing where a part that matters is not understood."""
    plain = " ".join(text.split()).rstrip(".! ")
    for read in (_preferred, _banned, _cased, _limited, _spoken):
        said = read(plain)
        if said:
            return said
    return _marked(plain)


def _banned(text: str) -> tuple[Said, ...]:
    found = _BANNED.fullmatch(text) or _KIND_OF.fullmatch(text)
    if found is None:
        return ()
    bad = _unquoted(found["bad"])
    tail = found["tail"].strip(" ")
    better = re.fullmatch(rf"[;:,.–—-]+ ?{_BETTER}", tail, _FLAGS) or re.fullmatch(rf"\(?{_BETTER}\)?", tail, _FLAGS)
    if better:
        return tuple(Said("preferred", word, _unquoted(better["better"])[0]) for word in bad)
    slot = _slot_of(found["tail"])
    reason = _REASON.match(found["tail"])
    if slot is None and not reason and not _TAIL.fullmatch(found["tail"]):
        return ()
    return tuple(Said("banned", word, slot=slot or "") for word in bad)


def _preferred(text: str) -> tuple[Said, ...]:
    for pattern in _PREFER:
        found = pattern.fullmatch(text)
        if found and (_TAIL.fullmatch(found["tail"]) or re.match(r" ?[(:;–—-]|, because| because", found["tail"])):
            better = _unquoted(found["better"])[0]
            bad = _unquoted(found["bad"])
            if len(bad) == 1 and bad[0].casefold() == better.casefold():
                return (Said("case", better),)
            return tuple(Said("preferred", word, better) for word in bad if word.casefold() != better.casefold())
    return ()


def _cased(text: str) -> tuple[Said, ...]:
    found = _CASE.fullmatch(text) or _ALWAYS_CAPITAL.fullmatch(text)
    if found and _TAIL.fullmatch(found["tail"]):
        name = _bare(found["name"])
        return (Said("case", name),) if name[:1].isupper() else ()
    small = _SMALL.fullmatch(text)
    if small and _TAIL.fullmatch(small["tail"]) and (small["low"] or "apitali" in text):
        name = _bare(small["name"])
        return (Said("case", name),) if name == name.lower() else ()
    return ()


def _limited(text: str) -> tuple[Said, ...]:
    for pattern in _LIMITS:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        groups = found.groupdict()
        number = int(_NUMBERS.get(found["n"].lower(), 0) or found["n"]) - (1 if groups.get("under") else 0)
        unit = found["unit"].lower()
        measure = "emoji" if unit.startswith("emoji") else _MEASURED[unit[0]]
        slot = next((name for name in _SLOTS if groups.get(name)), "")
        if groups.get("sentence"):
            return (Said("most", "sentence_words", most=number),) if measure == "words" else ()
        if not slot and measure in ("words", "characters", "sentences"):
            return ()
        return (Said("most", measure, most=number, slot=slot),)
    return ()


def _spoken(text: str) -> tuple[Said, ...]:
    first = re.split(r"; | \(", text)[0] if re.match(r"(?:always )?(?:write|speak|talk)\b", text, _FLAGS) else text
    found = _PERSON.fullmatch(first)
    if found:
        return (Said("person", (found["person"] or found["used"]).lower()),)
    if _ADDRESS.fullmatch(text):
        return (Said("person", "second"),)
    spelling = _SPELLING.fullmatch(text)
    return (Said("spelling", _COUNTRIES[spelling["which"].lower()]),) if spelling else ()


def _marked(text: str) -> tuple[Said, ...]:
    found = _NO_MARKS.fullmatch(text) or _MARKS_ARE_OUT.fullmatch(text)
    if found is None:
        return ()
    slot = _slot_of(found["tail"])
    reason = _REASON.match(found["tail"])
    if slot is None and not reason:
        return ()
    return tuple(Said("mark", name, slot=slot or "") for name in _names(found["marks"]))


def _names(marks: str) -> Iterator[str]:
    for found in _ONE_MARK.finditer(marks):
        yield next(name for name in _MARK_WORDS if found[name])


def _slot_of(tail: str) -> str | None:
    """The slot a rule is for, empty for all; None where the rest says something else."""
    found = _IN_SLOT.fullmatch(tail) or (_TAIL.fullmatch(tail) and _IN_SLOT.fullmatch(""))
    if not found:
        return None
    return next((name for name in _SLOTS if found.groupdict().get(name)), "")


def _unquoted(text: str) -> tuple[str, ...]:
    return tuple(_bare(found[0]) for found in _Q.finditer(text))


def _bare(text: str) -> str:
    return text.strip("“”\"‘’'`_ ").rstrip(".,;:").strip()


_YES = frozenset(
    {"say", "use", "write", "preferred", "prefer", "we say", "instead", "instead use", "instead say", "better"}
)
_NO = frozenset(
    {
        "don't say", "don’t say", "do not say", "avoid", "never say", "we don't say", "we don’t say", "instead of",
        "don't use", "don’t use", "do not use", "not", "banned", "words to avoid", "don't write", "don’t write",
    }
)  # fmt: skip
LONGEST_TERM = 5
"""Words of a cell or an item that is taken for a term, not for a sentence."""


def columns(text: str) -> tuple[Said, ...]:
    """What a row of a table says, where its columns are named `Say` and `Don't say`."""
    cells = [part.partition(": ") for part in text.split("; ")]
    named = {name.strip().lower(): cell.strip() for name, _, cell in cells if cell}
    if len(named) < 2:
        return ()
    better = next((cell for name, cell in named.items() if name in _YES), "")
    bad = next((cell for name, cell in named.items() if name in _NO), "")
    if not (_is_term(better) and _is_term(bad)) or _bare(better) == _bare(bad):
        return ()
    what: RuleKind = "case" if better.casefold() == bad.casefold() else "preferred"
    return (Said("case", _bare(better)),) if what == "case" else (Said(what, _bare(bad), _bare(better)),)


_LEAD = re.compile(
    rf"(?:(?:{_NOT}{_USE}|(?:always )?avoid|avoid (?:using|saying)) "
    r"(?:these|the following|any of these|any of the following)? ?"
    r"(?:words|terms|phrases|expressions)?(?: and (?:words|terms|phrases))?|"
    r"(?:words|terms|phrases) (?:to avoid|(?:that )?we (?:never|do not|don['’]t) (?:use|say)|not to use)):",
    _FLAGS,
)
_OF_WORDS = re.compile(r"\b(?:words|terms|phrases|say|expressions)\b", _FLAGS)
_TURNED = re.compile(
    r"(?:don['’]?ts?|do not|what not|things (?:to avoid|not)|avoid|bad|wrong|exceptions?|examples?|not |never)\b",
    _FLAGS,
)


def turned(lead: str) -> bool:
    """Whether a heading or a lead-in may turn what stands under it: `Don'ts`, `Bad examples`, `In emails, when:`."""
    return bool(_TURNED.match(re.sub(r"^[^A-Za-z]+", "", lead))) or limiting(lead)


def listed(lead: str, item: str) -> tuple[Said, ...]:
    """What an item says in a list that is led in by `Never use these words:`."""
    if not (_LEAD.fullmatch(" ".join(lead.split())) and _OF_WORDS.search(lead)):
        return ()
    term, _, rest = item.partition(" (")
    better = re.fullmatch(r"(?:use|say|write) (?P<better>[^()]{1,40}?)(?: instead)?\)", rest.strip())
    if not _is_term(term) or (rest and not better):
        return ()
    return (Said("preferred", _bare(term), _bare(better["better"])) if better else Said("banned", _bare(term)),)


def _is_term(text: str) -> bool:
    return 0 < len(text.split()) <= LONGEST_TERM and not re.search(r"[.!?;,/]\s|[.!?;]$|[<>{}]", text)
