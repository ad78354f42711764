"""British and American spellings of words that advertisements use. A word that both know in some sense is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

_PAIRS = (
    "aluminium/aluminum analyse/analyze armour/armor behaviour/behavior cancelled/canceled catalogue/catalog "
    "centimetre/centimeter centre/center centred/centered colour/color coloured/colored colourful/colorful cosy/cozy "
    "cosier/cozier customise/customize customised/customized defence/defense dialogue/dialog enrol/enroll "
    "favour/favor favourite/favorite fibre/fiber flavour/flavor flavoured/flavored fuelled/fueled fulfil/fulfill "
    "grey/gray harbour/harbor honour/honor honoured/honored humour/humor jewellery/jewelry kilometre/kilometer "
    "labelled/labeled labour/labor litre/liter millilitre/milliliter millimetre/millimeter modelling/modeling "
    "mould/mold moustache/mustache neighbour/neighbor neighbourhood/neighborhood odour/odor offence/offense "
    "organise/organize organised/organized pyjamas/pajamas plough/plow realise/realize recognise/recognize "
    "rumour/rumor savour/savor sceptical/skeptical skilful/skillful theatre/theater travelled/traveled "
    "traveller/traveler travelling/traveling vapour/vapor woollen/woolen"
)
_BOTH_IN_BRITAIN = re.compile(r".*i[sz]e[ds]?$")
"""`organize` is British too (as Oxford spells): only `organise` is of one country."""


def misspelt(text: str, country: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, right spelling) of each word spelt as in the other country.

    Args:
        text: English.
        country: `en-GB` or `en-US`.
    """
    wrong = _wrong(country)
    for found in re.finditer(r"[A-Za-z]+", text):
        right = wrong.get(found[0].lower())
        if right:
            yield *found.span(), right.capitalize() if found[0][:1].isupper() else right


@cache
def _wrong(country: str) -> Mapping[str, str]:
    pairs = [pair.split("/") for pair in _PAIRS.split()]
    found = {us: gb for gb, us in pairs if not _BOTH_IN_BRITAIN.match(us)}
    if country == "en-US":
        found = {gb: us for gb, us in pairs}
    return found | {f"{wrong}s": f"{right}s" for wrong, right in found.items() if not wrong.endswith("s")}
