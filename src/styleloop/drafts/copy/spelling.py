"""One English spelling for another, in what files say of a product: the market's, whoever wrote the file. Pure."""

from __future__ import annotations

import re

_BRITISH = {
    "color": "colour",
    "colors": "colours",
    "colored": "coloured",
    "colorful": "colourful",
    "multicolor": "multicoloured",
    "multicolored": "multicoloured",
    "gray": "grey",
    "checkered": "chequered",
    "pajamas": "pyjamas",
    "jeweled": "jewelled",
}
"""American -> British; no materials, which the audit holds against the very words of the facts."""
_AMERICAN = {british: american for american, british in _BRITISH.items()}
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)


def spelt(text: str, locale: str) -> str:
    """`text` as an English `locale` spells it: American in en-US and en-PH, else British."""
    table = _AMERICAN if locale in ("en-US", "en-PH") else _BRITISH

    def word(at: re.Match[str]) -> str:
        other = table.get(at[0].lower(), at[0].lower())
        if other == at[0].lower():
            return at[0]
        return other[:1].upper() + other[1:] if at[0][0].isupper() else other

    return _WORD.sub(word, text)
