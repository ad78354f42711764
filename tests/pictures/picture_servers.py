"""Two small real servers: one speaks OpenAI's images API, one speaks as ComfyUI does. Each tells what it was asked."""

import base64
import io
import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
from PIL import Image


def png(width=64, height=64, colour=(120, 140, 150)):
    held = io.BytesIO()
    Image.fromarray(np.broadcast_to(np.array(colour, np.uint8), (height, width, 3)).copy()).save(held, "PNG")
    return held.getvalue()


class Server(ThreadingHTTPServer):
    """Answers by `answers`: path -> a function of (handler, body), and keeps (method, path, body)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.answers, self.stopped = [], {}, threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self._answer(b"")

    def do_POST(self):
        self._answer(self.rfile.read(int(self.headers.get("content-length") or 0)))

    def _answer(self, body):
        path = urlsplit(self.path).path
        self.server.asked.append((self.command, self.path, body))
        found = max((p for p in self.server.answers if path.startswith(p)), key=len, default="")
        with suppress(BrokenPipeError, ConnectionResetError):  # the client had enough
            self.server.answers[found](self, body) if found else self.say(404, {"error": {"message": "no such path"}})

    def say(self, status, body, head=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in (("content-type", "application/json"), ("content-length", str(len(data))), *head):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def query(self):
        return {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}


@contextmanager
def served():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def drawing(data):
    """An answer of the images API with the picture inside."""
    return lambda h, _: h.say(200, {"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}]})


def failing(status, code="", message="no", head=()):
    return lambda h, _: h.say(status, {"error": {"message": message, "code": code, "type": "x", "param": None}}, head)


def in_turn(*answers):
    """One answer after another; the last one stays."""
    left = list(answers)
    return lambda h, body: (left.pop(0) if len(left) > 1 else left[0])(h, body)


def silent(handler, _):
    """Says nothing until the server is stopped."""
    handler.server.stopped.wait(20)


def endless(handler, _):
    """Sends and never ends: 50 MB and more."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" " * 1_000_000)


def slowly(seconds, answer):
    def told(handler, body):
        time.sleep(seconds)
        answer(handler, body)

    return told
