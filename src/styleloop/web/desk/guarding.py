"""What keeps a decision from being made by another site's page, or by a page that was made for another browser."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from fastapi import HTTPException, Request, Response

from styleloop.errors import StoreError

COOKIE = "desk"
KEY_FILE = "desk.key"
LEAST = 32
"""Bytes of a key; a shorter one was half written."""
CSP = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self'",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
OLD = "this form was not made by this desk for this browser, or the page is too old; load it again and decide again"


class Guard:
    """Tokens of one project's desk, bound to a key that only this project's folder holds."""

    def __init__(self, state: Path) -> None:
        self._key = _key(state / KEY_FILE)

    def token(self, browser: str) -> str:
        """What a form for this browser must carry."""
        return hmac.new(self._key, browser.encode(), hashlib.sha256).hexdigest()

    def refuse_strangers(self, request: Request, given: str) -> None:
        """Refuse a form that another site's page sent, or that was not made by this desk for this browser.

        Raises:
            HTTPException: 403.
        """
        if not self.knows(request, given):
            raise HTTPException(403, OLD)

    def knows(self, request: Request, given: str) -> bool:
        """Whether a form was made for this browser. False for one of this desk's own pages that is too old.

        Then nothing may be done; but what somebody typed may be shown to them again, with a form that counts.

        Raises:
            HTTPException: 403, another site's page sent it.
        """
        if not _from_here(request):
            raise HTTPException(403, OLD)
        browser = request.cookies.get(COOKIE, "")
        return bool(browser) and hmac.compare_digest(self.token(browser).encode(), given.encode())


def browser_of(request: Request) -> str:
    """The name this browser was given, or a new one."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(24)


def remember(response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """A cookie that no script reads and no other site sends."""
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", path="/")


def _from_here(request: Request) -> bool:
    origin = request.headers.get("origin", "")
    if not origin:
        return request.headers.get("sec-fetch-site", "") == "same-origin"
    return origin.partition("://")[2] == request.headers.get("host", "")


def _key(path: Path) -> bytes:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    key = path.read_bytes()
    if len(key) < LEAST:
        raise StoreError(f"{path} is not a whole key; remove it and start the desk again")
    return key
