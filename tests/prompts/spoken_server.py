"""A small real server that speaks enough of the chat API: what it answers, a function of the request decides."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAMED = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "pen-7b"}
Reply = Callable[[int, str], tuple[int, str]]
"""(number of the request from 0, the user's part of the prompt) -> (status, what the model says)."""


@contextmanager
def speaking(reply: Reply):
    """Yields (address, prompts so far); stops the server at the end."""
    prompts: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            user = next(m["content"] for m in asked["messages"] if m["role"] == "user")
            status, text = reply(len(prompts), user)
            prompts.append(user)
            if status != 200:
                self._send(status, "application/json", json.dumps({"error": {"message": text}}))
            elif asked.get("stream"):
                parts = [{"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}]
                parts.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
                told = [
                    {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "pen-7b", **p} for p in parts
                ]
                said = "".join(f"data: {json.dumps(part)}\n\n" for part in told)
                self._send(200, "text/event-stream", f"{said}data: [DONE]\n\n")
            else:
                message = {"role": "assistant", "content": text}
                whole = {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "model": "pen-7b"}
                self._send(
                    200, "application/json", json.dumps(whole | {"id": "c", "object": "chat.completion", "created": 1})
                )

        def _send(self, status: int, kind: str, body: str):
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", prompts
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
