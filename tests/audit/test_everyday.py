"""Sentences of daily life claim nothing; the same words said of what is sold do; ingredients are held against facts."""

import pytest

from styleloop.language.claims import worded_claims
from styleloop.language.ingredients import ingredient_spans, rows_told


@pytest.mark.parametrize(
    ("locale", "daily", "claim"),
    [
        ("en-GB", "My grandmother never measured the flour.", "This pan never sticks."),
        ("en-GB", "What was the best book you read this summer?", "The best pillow in town."),
        ("de-DE", "Bei jedem Wetter treffen wir uns am Brunnen.", "Hält bei jedem Wetter dicht."),
        ("fr-FR", "Le chat a toujours raison.", "Une peinture qui ne s'écaille jamais."),
        ("es-ES", "Las butacas más baratas tienen los mejores cotilleos.", "La pintura que nunca se desconcha."),
        ("it-IT", "Mai senza ombrello, dice il postino.", "La vernice che non si scrosta mai."),
        ("ja-JP", "この夏、いちばん心に残った本は何ですか。", "いちばん丈夫なリュック。"),
    ],
)
def test_daily_life_is_told_from_claims(locale: str, daily: str, claim: str) -> None:
    assert not [span for span in worded_claims(daily, locale) if not span.puffery]
    assert [span for span in worded_claims(claim, locale) if not span.puffery]


@pytest.mark.parametrize(
    ("locale", "said", "merely"),
    [
        ("en-GB", "Baked with butter.", "Serve with butter."),
        ("fr-FR", "Sucré au miel.", "Servir avec du miel."),
        ("ja-JP", "バターだけで焼きました。", "バターを添えてどうぞ。"),
    ],
)
def test_what_it_is_made_with_is_told_from_what_goes_with_it(locale: str, said: str, merely: str) -> None:
    (span,) = ingredient_spans(said, locale)
    assert span.rows <= rows_told(("Butter" if "iel" not in said else "Honey",), locale)
    assert not span.rows & rows_told(("Margarine, sugar",), locale)
    assert not ingredient_spans(merely, locale)
