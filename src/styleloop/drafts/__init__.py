"""Stage 4 of 9. Brief -> Draft -> Layout."""

from styleloop.drafts.choose import Choice, Used, choices, choose, left_out, used_lately
from styleloop.drafts.copy import DRAFTER, HOUSE_DRAFTER, candidates, spread, write
from styleloop.drafts.copy.modelled import Desk, desk
from styleloop.drafts.copy.obeying import misses
from styleloop.drafts.copy.prompt import PLACEHOLDERS
from styleloop.drafts.copy.promptfile import PromptFile
from styleloop.drafts.copy.promptfile import read as prompt_file
from styleloop.drafts.copy.proposals import DRAFTER as PERSON
from styleloop.drafts.copy.proposals import proposed
from styleloop.drafts.layout import layouts
from styleloop.drafts.layout.templating import Wish, needed, templated
from styleloop.drafts.localise import DRAFTER as TRANSLATION
from styleloop.drafts.picture import pictured, spread_tones
from styleloop.drafts.picture.choice import shown

__all__ = [
    "DRAFTER",
    "HOUSE_DRAFTER",
    "PERSON",
    "PLACEHOLDERS",
    "TRANSLATION",
    "Choice",
    "Desk",
    "PromptFile",
    "Used",
    "Wish",
    "candidates",
    "choices",
    "choose",
    "desk",
    "layouts",
    "left_out",
    "misses",
    "needed",
    "pictured",
    "prompt_file",
    "proposed",
    "shown",
    "spread",
    "spread_tones",
    "templated",
    "used_lately",
    "write",
]
