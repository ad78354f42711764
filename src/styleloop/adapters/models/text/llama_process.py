"""A GGUF file in llama.cpp, in a process of its own: run as a script by `llama.py`, never imported.

A damaged file can make llama.cpp end the process it is in. Reads one line of JSON, answers with one, and serves on
loopback, for its key only, until its standard input is closed: it never outlives the process that started it.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def _opened(asked: dict[str, Any]) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = asked["model"]
    params.n_ctx, params.n_batch, params.n_parallel = asked["context"], asked["batch"], 1
    params.n_gpu_layers = asked["gpu_layers"]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = asked["threads"]
    params.api_keys = [asked["key"]]
    params.warmup, params.verbosity = False, -1
    if asked["lora"]:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(asked["lora"], 1.0)]
    return xllamacpp.Server(params)


def _serve() -> None:
    try:
        server = _opened(json.loads(sys.stdin.readline()))
    except Exception as problem:  # whatever it is, the parent tells it
        told = {"problem": f"{type(problem).__name__}: {problem}"}
    else:
        told = {"address": server.listening_address}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    _serve()
