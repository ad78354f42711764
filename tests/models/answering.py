"""A small endpoint that answers as a test tells it to, and what to ask it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from styleloop.types.model import Prompt

SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"headline": {"type": "string", "maxLength": 40}},
        "required": ["headline"],
        "additionalProperties": False,
    }
)
LINE = '{"headline": "It rained."}'


def asking(*users, answer=SCHEMA, system="You write headlines."):
    return [Prompt(system=system, user=user, answer=answer, seed=1) for user in users]


class Endpoint(ThreadingHTTPServer):
    """Remembers what it was sent; `script` says how each request is answered, the last line for all that follow."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen, self.script, self.stopped = [], [], threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request, client_address):
        """A caller that hangs up is what several tests are about."""

    def answers(self, *script):
        self.seen.clear()
        self.script[:] = script


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        sent = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.path, sent, json.loads(body)))
        script = self.server.script
        (script.pop(0) if len(script) > 1 else script[0])(self)

    do_GET = do_POST

    def log_message(self, *args):
        pass

    def whole(self, status, body, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def begun(self, kind="text/event-stream"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    def event(self, value):
        self.wfile.write(f"data: {value if isinstance(value, str) else json.dumps(value)}\n\n".encode())


def chunk(words="", end=None, **more):
    return {"model": "weights-1", "choices": [{"index": 0, "delta": {"content": words, **more}, "finish_reason": end}]}


def says(text, end="stop", usage=(20, 5), **more):
    """Streams `text` in two pieces."""

    def answer(handler):
        handler.begun()
        for part in (text[: len(text) // 2], text[len(text) // 2 :]):
            handler.event(chunk(part, **more))
        if end:
            handler.event(chunk("", end))
        if usage:
            handler.event({"choices": [], "usage": {"prompt_tokens": usage[0], "completion_tokens": usage[1]}})
        if end:
            handler.event("[DONE]")

    return answer


def fails(status, message="no", code=None, **headers):
    body = json.dumps({"error": {"message": message, "code": code}}).encode()
    return lambda handler: handler.whole(status, body, **headers)
