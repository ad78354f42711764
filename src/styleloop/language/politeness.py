"""Whether Japanese speaks politely (です, ます) or bluntly, by the ends of its sentences. Pure.

Only what is plain is told: `です`, `ます`, `ください` and their forms on one side; on the other the endings of talk
among friends (`だよ`, `だぜ`, `しようぜ`, `じゃん`, `しろ`). Headlines that end in a noun, and the plain style of print
(`である`, `した`), are neither: good copy has them in polite texts too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from styleloop.language.address import Addressed

_END = r"(?=[。．.!！?？…♪〜~\s」』）)]|$)"
_POLITE = re.compile(
    r"(?:です|でした|でしょう|ます|ました|ません|ましょう|ませんか|ください|下さい|くださいませ|ございます)(?:[ねよか]{0,2})"
    + _END
)
_BLUNT = re.compile(
    r"(?:だ(?:よ|ぜ|ぞ|ね|な|よね)|じゃん|じゃね|(?:よう|ろう|こう)(?:ぜ|よ)|(?:(?<!も)しろ|せよ|やれ|来い)よ?"
    r"|(?:する|いく|くる|いる)(?:ぜ|ぞ)|[てで][ねよ]|だろ)" + _END
)
_CALLED = re.compile(r"(?:お前|おまえ|てめえ|あんた)(?=[はがをにのもと、])")


def endings(text: str) -> tuple[Addressed, ...]:
    """Every ending, and every blunt *you*, with its manner, in reading order.

    >>> [(one.manner, one.text) for one in endings("軽いです。行こうぜ！")]
    [('formal', 'です'), ('informal', 'こうぜ')]
    """
    return tuple(sorted(_found(text), key=lambda one: one.start))


def _found(text: str) -> Iterator[Addressed]:
    for found in _POLITE.finditer(text):
        yield Addressed("formal", found[0], *found.span())
    for pattern in (_BLUNT, _CALLED):
        for found in pattern.finditer(text):
            yield Addressed("informal", found[0], *found.span())
