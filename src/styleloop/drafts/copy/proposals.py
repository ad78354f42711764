"""Lines that people wrote themselves: drafted by a person, then measured, audited and reviewed like any other."""

from __future__ import annotations

from collections.abc import Sequence

from styleloop.types.brief import Brief
from styleloop.types.copy import ALT, BODY, CAPTION, CTA, HEADLINE, Copy
from styleloop.types.record import Refusal
from styleloop.types.row import Row
from styleloop.types.variant import Draft

DRAFTER = "person@1"


def proposed(rows: Sequence[Row], brief: Brief) -> Sequence[Draft | Refusal]:
    """The rows (headline, body, cta, caption, alt, tone, template) for this brief's product and market, as drafts.

    A row without alt text takes the product's own; without a tone, the first the brief allows; without a template,
    the one that its brief or its project names.
    """
    mine = [r for r in rows if r.get("product") == brief.product.sku and r.get("locale") == brief.market]
    return [_draft(row, brief) for row in mine]


def _draft(row: Row, brief: Brief) -> Draft | Refusal:
    missing = [name for name in (HEADLINE, CTA) if not row.get(name)]
    if missing:
        return Refusal(
            subject=row.get("name") or "proposal",
            why=f"a proposed line lacks {' and '.join(missing)}",
            expected="at least headline and cta",
            where=row.where,
        )
    headline = row.get(HEADLINE).replace(" / ", "\n")
    alt = row.get(ALT) or dict(brief.product.picture_alt).get(brief.market, "")
    words = Copy.of(
        **{
            HEADLINE: headline,
            BODY: row.get(BODY),
            CTA: row.get(CTA),
            CAPTION: row.get(CAPTION) or headline.replace("\n", " "),
            ALT: alt,
        }
    )
    return Draft(
        brief=brief.id,
        market=brief.market,
        product=brief.product.sku,
        words=words,
        drafter=DRAFTER,
        tone=row.get("tone") or next(iter(brief.tones), ""),
        picture=brief.product.picture,
        template=row.get("template"),
    )
