"""Every error Styleloop raises, in one tree.

Each error knows whether it is `permanent`: trying again will not help. Retries look at nothing else.

    StyleloopError
    ├── InputError        what was given is wrong: file, row, field, got, expected          permanent
    ├── SettingsError     a setting or a brand file is wrong                                permanent
    ├── PluginError       a plug-in is unknown, or does not fit its port                    permanent
    ├── PolicyError       a person may not do this, or a block forbids it                   permanent
    ├── SealError         what is about to ship is not what was approved                    permanent
    ├── StoreError        the database or the blobs could not be read or written            worth a retry
    │   └── DiskFullError there is no room; nothing was half written                        worth a retry
    └── LockedError       another process holds the project                                 worth a retry
"""

from __future__ import annotations

from typing import ClassVar


class StyleloopError(Exception):
    """The root: catch this to catch everything Styleloop raises on purpose."""

    permanent: ClassVar[bool] = True


class InputError(StyleloopError):
    """Something given is wrong. The message names where, which field, what was got and what was expected."""

    def __init__(
        self,
        problem: str,
        *,
        where: str = "",
        field: str = "",
        got: object = None,
        expected: str = "",
        cure: str = "",
    ) -> None:
        self.problem, self.where, self.field, self.got = problem, where, field, got
        self.expected, self.cure = expected, cure
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        parts = [f"{self.where}: {self.problem}" if self.where else self.problem]
        if self.field:
            parts.append(f"field: {self.field}")
        if self.got is not None:
            parts.append(f"got: {shortened(self.got)}")
        if self.expected:
            parts.append(f"expected: {self.expected}")
        if self.cure:
            parts.append(f"what to do: {self.cure}")
        return "; ".join(parts)


class SettingsError(StyleloopError):
    """A setting or a project file is wrong; names the field, the value and the places tried."""


class PluginError(StyleloopError):
    """A plug-in is unknown, does not load, or does not fit its port."""


class PolicyError(StyleloopError):
    """This person may not do this, or an open block forbids it."""


class SealError(StyleloopError):
    """What is about to ship is not what was approved."""


class StoreError(StyleloopError):
    """The database or the blob store could not be read or written."""

    permanent = False


class DiskFullError(StoreError):
    """No room is left; nothing was half written."""


class LockedError(StyleloopError):
    """Another process holds the project."""

    permanent = False


def shortened(value: object, limit: int = 80) -> str:
    """`value` as people can read it in a message: quoted, on one line, at most `limit` characters."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}… ({len(text)} characters)"
