"""What keeps a decision from being made by another site's page."""

from __future__ import annotations

import hmac
import secrets

from fastapi import HTTPException, Request, Response

COOKIE = "desk"
CSP = "default-src 'self'; img-src 'self'; style-src 'self'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def token_of(request: Request) -> str:
    """This browser's token: the one it has, or a new one."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(24)


def remember(response: Response, token: str) -> None:
    """Give the browser its token."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")


def refuse_strangers(request: Request, given: str) -> None:
    """Refuse a form that was not made by this desk for this browser.

    Raises:
        HTTPException: 403.
    """
    known = request.cookies.get(COOKIE, "")
    origin = request.headers.get("origin", "")
    foreign = bool(origin) and origin.split("://")[-1] != request.headers.get("host", "")
    if foreign or not known or not hmac.compare_digest(known, given):
        raise HTTPException(403, "this form is not from this desk, or the page is too old: reload it and try again")
