"""The process that runs an ONNX file: `python -m ...classifiers.child FILE THREADS`.

It is given tensors on its standard input, each behind a line of JSON with its shape, and answers with lines of JSON. A
file that brings OpenCV down, or never ends, costs this process and nothing else.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

import cv2
import numpy as np


def _say(value: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")
    sys.stdout.buffer.flush()


def main(path: str, threads: int) -> None:
    """Load `path`, then answer until standard input ends."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cv2.setNumThreads(threads)
    try:
        net = cv2.dnn.readNetFromONNX(path)
    except Exception as problem:  # OpenCV says in a line what it does not know
        _say({"error": str(problem)})
        return
    _say({"ready": True})
    given = sys.stdin.buffer
    while line := given.readline():
        shape = json.loads(line)
        tensor = np.frombuffer(given.read(4 * int(np.prod(shape))), np.float32).reshape(shape)
        try:
            net.setInput(tensor)
            made = np.asarray(net.forward(), np.float64)
        except Exception as problem:
            _say({"error": str(problem)})
            continue
        _say({"shape": list(made.shape), "out": made.ravel()[:10_000].tolist()})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
