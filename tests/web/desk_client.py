"""A browser without a screen: pages, forms, cookies, and what a page says to people."""

import re
from html.parser import HTMLParser

from fastapi.testclient import TestClient

from styleloop.web.serve import create_app

HOST = "http://localhost:8765"
HERE = {"Origin": HOST}
SILENT = ("script", "style", "code", "title", "svg")


class Page(HTMLParser):
    """What a page says, its headings, pictures, landmarks and hidden fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.title = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in SILENT:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data):
        if self._open == ["title"]:
            self.title += data
        elif not self._open:
            self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def said(self) -> str:
        return " ".join(" ".join(self.words).split())


def client_of(project) -> TestClient:
    return TestClient(create_app(project), base_url=HOST, follow_redirects=False)


def page(client, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return Page(answer.text)


def token(client, address: str = "/you") -> str:
    return re.search(r'name="token" value="([0-9a-f]+)"', client.get(address).text)[1]


def sit_down(client, who: str = "ada", role: str = "architect") -> None:
    """Say who one is."""
    answer = client.post("/you", data={"token": token(client), "who": who, "role": role}, headers=HERE)
    assert answer.status_code == 303, answer.text


def decide(client, variant: str, action: str, **fields):
    """Open a variant and press a button on it."""
    seen = re.search(r'name="seen" value="(\w*)"', client.get(f"/variants/{variant}").text)[1]
    data = {"token": token(client), "action": action, "seen": seen, **fields}
    return client.post(f"/variants/{variant}/decision", data=data, headers=HERE)
