"""Models of the operator's: which there are, what they are asked, what they answer."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from styleloop.types.record import Identified, Record


class ModelEntry(Record):
    """One model of the project's `models.toml`. Holds no secret: only where the key is found."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    """What drafts and lists call it."""
    adapter: str
    """Plug-in that speaks to it, as `styleloop plugins` lists it."""
    model: str = ""
    """Name at the endpoint, or path of a file or folder (relative to the project)."""
    url: str = ""
    """Address of the endpoint, `http://127.0.0.1:8080/v1`."""
    key_env: str = ""
    """Environment variable that holds the key (or, with `_FILE` behind it, the file it is in)."""
    lora: str = ""
    """Adapter weights: a path, or the name the endpoint knows them by."""
    lora_scale: float = Field(default=1.0, ge=0, le=2)
    """How strongly the adapter speaks: .5 is half a voice."""
    timeout: float = Field(default=60.0, gt=0, le=3600)
    """Seconds to wait for one answer."""
    tries: int = Field(default=3, ge=1, le=10)
    """Tries for one answer, where another may help."""
    per_minute: int = Field(default=0, ge=0)
    """Most requests a minute; 0: no limit."""
    temperature: float = Field(default=0.8, ge=0, le=2)
    max_tokens: int = Field(default=800, ge=16, le=32_000)
    """Most tokens of one answer."""
    steps: int = Field(default=0, ge=0, le=500)
    """Steps in which an image model goes from noise to picture; 0: as many as it takes by itself."""
    guidance: float = Field(default=-1.0, ge=-1, le=50)
    """How closely an image model keeps to its prompt; -1: as closely as it does by itself."""
    threads: int = Field(default=1, ge=1, le=256)
    """Threads of a model in this process."""
    budget: float = Field(default=0.0, ge=0)
    """Most money in all, in `currency`; 0: no limit. What was spent is kept from run to run."""
    price_in: float = Field(default=0.0, ge=0)
    """Money for a million tokens read."""
    price_out: float = Field(default=0.0, ge=0)
    """Money for a million tokens written."""
    price_picture: float = Field(default=0.0, ge=0)
    """Money for one picture."""
    currency: str = "USD"


class ClassifierEntry(ModelEntry):
    """An image classifier of the project's `models.toml`: what its file wants, and what its labels mean here."""

    labels: tuple[str, ...] = Field(min_length=1, max_length=1000)
    """One for each number that it gives, in order."""
    block: tuple[str, ...] = ()
    """Labels that no picture may show."""
    warn: tuple[str, ...] = ()
    """Labels at which a person should look."""
    threshold: float = Field(default=0.5, gt=0, le=1)
    """Probability from which a label counts."""
    size: tuple[int, int] | None = None
    """(width, height) in pixels of what it is given, where its file leaves that open."""
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    """Taken from each channel, of pixels from 0 to 1; by itself that of ImageNet."""
    std: tuple[float, float, float] = (0.229, 0.224, 0.225)
    """What each channel is divided by after that."""
    channels: Literal["rgb", "bgr"] = "rgb"
    """Order of the channels, `mean` and `std` among them."""
    scores: Literal["softmax", "sigmoid", "probabilities"] = "softmax"
    """What its numbers are: one of many, each for itself, or probabilities already."""

    @model_validator(mode="after")
    def _agrees(self) -> ClassifierEntry:
        """Every label once, and nothing that never could count."""
        strange = sorted({*self.block, *self.warn} - set(self.labels))
        if strange:
            raise ValueError(f"block and warn name labels of the list; there is no {', '.join(strange)}")
        if len(set(self.labels)) != len(self.labels):
            raise ValueError("labels: one stands there twice")
        if not (self.block or self.warn):
            raise ValueError("neither block nor warn names a label: it would never object")
        if min(self.std) <= 0:
            raise ValueError("std: every channel is divided by its number, which is above 0")
        if self.size is not None and not all(8 <= side <= 2048 for side in self.size):
            raise ValueError("size: width and height of 8 to 2048 pixels")
        return self


class Prompt(Identified):
    """One request to a text model: who it is, what is asked, and the shape of the answer."""

    kind: ClassVar[str] = "prompt"

    system: str
    user: str
    answer: str = ""
    """JSON schema that the answer must keep, as JSON; empty: free text."""
    template: str = ""
    """`name@<8 hex>` of the prompt file it was built from."""
    seed: int = 0


class Answer(Record):
    """What a model said to one prompt, and what that took."""

    prompt: str
    """Id of the prompt."""
    text: str
    """As it came: JSON where a schema was asked for. Not trusted."""
    model: str
    """Weights or endpoint model that answered, with a hash where there is a file."""
    tokens_in: int = Field(default=0, ge=0)
    tokens_out: int = Field(default=0, ge=0)
    cost: float = Field(default=0.0, ge=0)
    """In the entry's currency."""
    ended: Literal["whole", "cut"] = "whole"
    """`cut`: it ran into its limit of tokens."""
