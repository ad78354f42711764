"""The colours of the plots, by what they are for, and SVG that follows the reader's light or dark page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

INKS = {
    "ink": ("#1b262b", "#ece7db"),
    "soft": ("#4f5c62", "#a9b3b7"),
    "line": ("#d8d1c0", "#344046"),
    "edge": ("#7d8785", "#7b888f"),
    "accent": ("#46552c", "#b5c58c"),
    "warn": ("#704700", "#e8c277"),
    "cool": ("#2c6584", "#8fc3dd"),
    "sheet": ("#ffffff", "#12181b"),
}
"""Name -> (on white, on dark); those of the desk, under its own names where it has them."""
FAMILY = 'Public Sans, IBM Plex Sans Arabic, system-ui, -apple-system, "Segoe UI", sans-serif'
_NAMES = {light: name for name, (light, _) in INKS.items()}
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_FONT = re.compile(r"(?:(\d{3}|bold) )?([\d.]+)px ")
_URL = re.compile(r"url\(#([^)]+)\)")


def ink(name: str) -> str:
    """The colour of a role as it is drawn on white."""
    return INKS[name][0]


def tidy(svg: bytes, name: str, title: str, told: str, style: bool) -> str:
    """An SVG as matplotlib wrote it -> one that pages with a strict policy take: no style attributes, no dates.

    Args:
        svg: what matplotlib wrote.
        name: of the plot; its ids begin with it, so that several fit on one page.
        title: what it shows.
        told: what it says, for people who do not see it.
        style: whether it carries its own rules for dark pages; a page that has them leaves them out.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 - written by ourselves a moment ago
    ids: dict[str, str] = {}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
    _number_ids(root, name, ids)
    for part in root.iter():
        part.tag = part.tag.removeprefix(_SVG)
        _plain(part, ids)
    width, height = (root.get("viewBox") or "").split()[2:]
    root.attrib = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}", "role": "img"}
    root.attrib |= {"aria-labelledby": f"{name}-title {name}-desc", "class": "plot-drawing", "stroke-linejoin": "round"}
    if style:
        root.attrib |= {"width": width, "height": height}
        rules = ElementTree.Element("style")
        rules.text = _dark()
        root.insert(0, rules)
    for place, (tag, words) in enumerate((("title", title), ("desc", told))):
        said = ElementTree.Element(tag, {"id": f"{name}-{tag}"})
        said.text = words
        root.insert(place, said)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _number_ids(root: ElementTree.Element, name: str, ids: dict[str, str]) -> None:
    """Only ids that something refers to stay; they are counted in the order they stand."""
    text = ElementTree.tostring(root, encoding="unicode")
    used = set(_URL.findall(text)) | {
        target.removeprefix("#") for part in root.iter() if (target := part.get(_LINK, "")).startswith("#")
    }
    for part in root.iter():
        old = part.attrib.pop("id", "")
        if old in used:
            ids[old] = f"{name}-{len(ids)}"
            part.set("id", ids[old])


def _plain(part: ElementTree.Element, ids: dict[str, str]) -> None:
    """One element's style as attributes, its colours as classes."""
    for pair in part.attrib.pop("style", "").split(";"):
        key, _, value = (x.strip() for x in pair.partition(":"))
        if key == "font" and (found := _FONT.search(value)):
            part.attrib |= {"font-family": FAMILY, "font-size": found[2], "font-weight": found[1] or "400"}
        elif key:
            part.set(key, value)
    if part.tag == "text":
        part.attrib |= {"font-family": FAMILY, "font-size": part.get("font-size", "13").removesuffix("px")}
        part.attrib.setdefault("fill", ink("ink"))
        if part.get("transform", "").startswith("rotate(-0 "):
            del part.attrib["transform"]
    link = part.attrib.pop(_LINK, "")
    if link:
        part.set("href", "#" + ids.get(link.removeprefix("#"), link.removeprefix("#")))
    for key, value in list(part.attrib.items()):
        if "url(#" in value:
            part.set(key, _URL.sub(lambda found: f"url(#{ids.get(found[1], found[1])})", value))
    classes = [f"{key[0]}-{_NAMES[value]}" for key in ("fill", "stroke") if (value := part.get(key, "")) in _NAMES]
    if classes:
        part.set("class", " ".join(classes))


def _dark() -> str:
    rules = "".join(f".f-{name}{{fill:{dark}}}.s-{name}{{stroke:{dark}}}" for name, (_, dark) in INKS.items())
    return f"@media screen and (prefers-color-scheme:dark){{svg{{background:{INKS['sheet'][1]}}}{rules}}}"
