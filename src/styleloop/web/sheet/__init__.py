"""The contact sheet: one page of everything a run made, which opens from disk without a server."""

from styleloop.web.sheet.write import write_sheet

__all__ = ["write_sheet"]
