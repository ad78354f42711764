"""Backdrops by any endpoint that speaks OpenAI's images API.

The API takes no seed: the same brief gives another picture each time, so what came is kept by whoever asks.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

from styleloop.adapters.fetching.addresses import Forbidden, Target, parsed, resolved
from styleloop.adapters.models.answered import (
    BOUNDS,
    MOST_BYTES,
    Asked,
    Pace,
    Unanswered,
    bounded,
    broken_off,
    checked,
    given,
    paid,
)
from styleloop.adapters.models.text.purse import OpenPurse, Purse
from styleloop.adapters.models.text.wire import allowed, open_client
from styleloop.types.backdrop import Backdrop, BackdropBrief
from styleloop.types.model import ModelEntry
from styleloop.types.record import Refusal

SIZES: Mapping[str, tuple[tuple[int, int], ...]] = {
    "dall-e-2": ((256, 256), (512, 512), (1024, 1024)),
    "dall-e-3": ((1024, 1024), (1792, 1024), (1024, 1792)),
    "": ((1024, 1024), (1536, 1024), (1024, 1536)),
}
"""Beginning of a model's name -> sizes it draws; the last line is for every other."""
_URL = "https://api.openai.com/v1"
_PORTS = (80, 443)
"""Of a host that is not the endpoint's own and keeps its pictures."""
_REFUSED = ("content_policy_violation", "moderation_blocked", "content_filter")


class OpenAIImages:
    """BackdropModel over HTTP: `images/generations`, and `images/edits` where a brief starts from a picture."""

    name = "openai_images"
    version = "1"

    def __init__(self, entry: ModelEntry | None = None, purse: Purse | None = None) -> None:
        self._entry = entry
        self.purse = purse or (OpenPurse(entry) if entry else None)
        self._client: Any = None
        self._pace = Pace(entry.per_minute if entry else 0)

    def make(self, briefs: Sequence[BackdropBrief], blobs: Mapping[str, bytes]) -> Sequence[Backdrop | Refusal]:
        """A picture for each brief, or why not; see `ports.BackdropModel`."""
        return [self._one(brief, blobs) for brief in briefs]

    def _one(self, brief: BackdropBrief, blobs: Mapping[str, bytes]) -> Backdrop | Refusal:
        def draw(entry: ModelEntry, request: Asked) -> tuple[bytes, str]:
            return self._picture(entry, self._asked(entry, brief, blobs), request), entry.model or entry.name

        return paid(self._entry, self.purse, brief, self.name, draw)

    def _asked(self, entry: ModelEntry, brief: BackdropBrief, blobs: Mapping[str, bytes]) -> dict[str, Any]:
        prompt = brief.prompt + (f"\n\nNot in the picture: {brief.without}" if brief.without else "")
        wide, high = offered(entry.model, brief.width, brief.height)
        asked: dict[str, Any] = {"model": entry.model, "prompt": prompt, "n": 1, "size": f"{wide}x{high}"}
        if brief.source:
            asked["image"] = ("source.png", _png(given(brief.source, blobs)), "image/png")
        if brief.mask:
            asked["mask"] = ("mask.png", _opened(given(brief.mask, blobs)), "image/png")
        return asked

    def _picture(self, entry: ModelEntry, asked: dict[str, Any], request: Asked) -> bytes:
        said = self._said(entry, asked, request)
        if said.get("b64_json"):
            try:
                return base64.b64decode(said["b64_json"], validate=True)
            except (binascii.Error, ValueError, TypeError) as error:
                raise _garbled(entry.name, str(error)) from error
        if isinstance(said.get("url"), str):
            return _fetched(entry, said["url"])
        raise _garbled(entry.name, "neither of both")

    def _said(self, entry: ModelEntry, asked: dict[str, Any], request: Asked) -> dict[str, Any]:
        import httpx2
        import openai

        key = request.key
        self._pace.wait()
        try:
            images = self._open(entry).images
            ask = images.edit if "image" in asked else images.generate
            head = {"Authorization": f"Bearer {key}" if key else openai.Omit()}
            with allowed(entry.timeout * entry.tries, MOST_BYTES * 3 // 2) as left:
                try:
                    return _read(ask(**asked, extra_headers=head), entry.name)
                finally:
                    request.answered = left.answered
        except (openai.OpenAIError, httpx2.HTTPError, *BOUNDS) as error:
            raise _unanswered(entry, error) from None  # the cause may hold the request, and that holds the key
        except (ValueError, TypeError, AttributeError, RecursionError) as error:  # the client reads whatever came
            raise _garbled(entry.name, str(error)) from None

    def _open(self, entry: ModelEntry) -> Any:
        import openai

        if self._client is None:
            url = entry.url or _URL
            self._client = openai.OpenAI(
                base_url=url,
                api_key="none",  # not the environment's; the entry's own goes with each request, read anew
                timeout=entry.timeout,
                max_retries=entry.tries - 1,
                http_client=open_client(url, entry.timeout),
            )
        return self._client


def offered(model: str, width: int, height: int) -> tuple[int, int]:
    """The size a model draws that is nearest in shape to the one wished for, and of those the nearest in area."""
    sizes = next(found for name, found in SIZES.items() if model.startswith(name))

    def off(size: tuple[int, int]) -> tuple[float, int]:
        shape = (size[0] * height) / (size[1] * width)
        return round(max(shape, 1 / shape), 6), abs(size[0] * size[1] - width * height)

    return min(sizes, key=off)


def _read(answer: Any, name: str) -> dict[str, Any]:
    data = getattr(answer, "data", None)
    first = data[0] if isinstance(data, list) and data else None
    if first is None:
        raise _garbled(name, str(answer))
    return {field: getattr(first, field, None) for field in ("b64_json", "url")}


def _garbled(name: str, got: str) -> Unanswered:
    expected = "one picture in `data`, as b64_json or url"
    return Unanswered(
        f"{name} did not answer as the images API does", got=got, expected=expected, cure="check url", permanent=False
    )


def _unanswered(entry: ModelEntry, error: Exception) -> Unanswered:
    """What an exception of the client means to the operator."""
    import openai

    name, got = entry.name, " ".join(str(error).split())
    if found := broken_off(error, entry):
        return found
    if isinstance(error, openai.APIConnectionError):
        return Unanswered(
            f"{name} cannot be reached", got=got, cure=f"start it, or mend url {entry.url}", permanent=False
        )
    code = str(getattr(error, "code", "") or "")
    if code in _REFUSED or "safety system" in got:
        return Unanswered(f"{name} refuses to draw this", got=got, cure="change the prompt or the product's words")
    if isinstance(error, openai.RateLimitError):
        spent = code in ("insufficient_quota", "billing_hard_limit_reached")
        cure = "pay it in, or use another model" if spent else "ask again later, or set per_minute"
        return Unanswered(f"{name} takes no more requests now", got=got, cure=cure, permanent=spent)
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return Unanswered(f"{name} does not accept the key", got=got, cure=f"check {entry.key_env or 'key_env'}")
    later = isinstance(error, openai.InternalServerError)
    cure = "ask again later" if later else "check model and url in models.toml"
    return Unanswered(f"{name} answered with an error", got=got, cure=cure, permanent=not later)


def _fetched(entry: ModelEntry, url: str) -> bytes:
    """The picture that an answer points to: at the endpoint's own host and port or at a public address."""
    import httpx2

    cure = "ask again; if it stays so, let the endpoint answer with b64_json"
    try:
        target, addresses = _looked_at(url, _own(entry.url or _URL))
    except (Forbidden, OSError, ValueError) as problem:
        why = f"{entry.name} points to an address that is not public"
        raise Unanswered(why, got=str(problem), cure=cure) from None
    url = f"{target.scheme}://{target.shown_host}{target.path}"  # as it was looked at, however it was written
    try:
        with (
            open_client(url, entry.timeout, addresses) as client,
            allowed(entry.timeout, MOST_BYTES),
            client.stream("GET", url) as response,
        ):
            if response.status_code != 200:
                raise Unanswered(
                    f"{entry.name} points to a picture that is not there",
                    got=f"{response.status_code} from {url}",
                    cure=cure,
                    permanent=False,
                )
            return bounded(response.iter_bytes(), entry.name)
    except (httpx2.HTTPError, httpx2.InvalidURL, *BOUNDS) as error:
        if found := broken_off(error, entry):
            raise found from None
        raise Unanswered(
            f"the picture of {entry.name} cannot be fetched", got=str(error), cure=cure, permanent=False
        ) from None


def _looked_at(url: str, own: str) -> tuple[Target, Sequence[str]]:
    target = parsed(url, {own}, _PORTS)
    return target, resolved(target, {own})


def _own(url: str) -> str:
    """`host:port` of the endpoint, which may lie inside the own network."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').rstrip('.')}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def _png(data: bytes) -> bytes:
    with Image.open(io.BytesIO(checked(data, "the picture to start from"))) as image:
        return _packed(image.convert("RGB"))


def _opened(data: bytes) -> bytes:
    """White on grey, painted anew -> transparent, as this API says it."""
    with Image.open(io.BytesIO(checked(data, "the mask"))) as image:
        grey = image.convert("L")
    clear = Image.new("RGBA", grey.size, (0, 0, 0, 255))
    clear.putalpha(grey.point([255 - level for level in range(256)]))
    return _packed(clear)


def _packed(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()
