"""Stage 1 of 9. Source -> Asset, Product, Response."""

from styleloop.library.assets import assets
from styleloop.library.carried import agrees, carried, likeness, name_in
from styleloop.library.completed import completed
from styleloop.library.dedupe import dedupe
from styleloop.library.facts import facts
from styleloop.library.products import products
from styleloop.library.ruled import ruled, standing, unruled
from styleloop.library.rules import rules, still_said
from styleloop.library.sheets import sheet_facts

__all__ = [
    "agrees",
    "assets",
    "carried",
    "completed",
    "dedupe",
    "facts",
    "likeness",
    "name_in",
    "products",
    "ruled",
    "rules",
    "sheet_facts",
    "standing",
    "still_said",
    "unruled",
]
