"""Writes GGUF files that llama.cpp loads: a model of a few thousand random numbers, and LoRA adapters."""

import struct

import numpy as np

WIDTH, HEADS, WIDE = 32, 2, 64


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def fact(name, value):
    if isinstance(value, str):
        return text(name) + struct.pack("<I", 8) + text(value)
    if isinstance(value, bool):
        return text(name) + struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return text(name) + struct.pack("<II", 4, value)
    if isinstance(value, float):
        return text(name) + struct.pack("<If", 6, value)
    kind, code = (8, None) if isinstance(value[0], str) else (5, "i")
    items = b"".join(text(one) if code is None else struct.pack(f"<{code}", one) for one in value)
    return text(name) + struct.pack("<IIQ", 9, kind, len(value)) + items


def written(path, facts, tensors):
    """A GGUF file, version 3, of float32 tensors."""
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(facts))
    head += b"".join(fact(name, value) for name, value in facts.items())
    data = b""
    for name, array in tensors.items():
        head += text(name) + struct.pack("<I", array.ndim)
        head += b"".join(struct.pack("<Q", axis) for axis in reversed(array.shape))
        head += struct.pack("<IQ", 0, len(data))
        data += array.astype("<f4").tobytes()
        data += b"\0" * (-len(data) % 32)
    path.write_bytes(head + b"\0" * (-len(head) % 32) + data)
    return path


def vocabulary():
    """Two marks, and one word for each byte, as GPT-2 spells them."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spelt = {byte: chr(byte) for byte in plain}
    spelt |= {byte: chr(256 + number) for number, byte in enumerate(b for b in range(256) if b not in spelt)}
    return ["<s>", "</s>", *(spelt[byte] for byte in range(256))]


def model(path, words=None):
    """A llama of one layer that speaks bytes at random."""
    words = words or vocabulary()
    rng = np.random.default_rng(7)
    facts = {
        "general.architecture": "llama",
        "llama.block_count": 1,
        "llama.context_length": 4096,
        "llama.embedding_length": WIDTH,
        "llama.feed_forward_length": WIDE,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "default",
        "tokenizer.ggml.tokens": words,
        "tokenizer.ggml.token_type": [3, 3, *[1] * (len(words) - 2)],
        "tokenizer.ggml.merges": ["a b"],
        "tokenizer.ggml.bos_token_id": 0,
        "tokenizer.ggml.eos_token_id": 1,
    }
    shapes = {
        "token_embd.weight": (len(words), WIDTH),
        "output.weight": (len(words), WIDTH),
        **{f"blk.0.attn_{part}.weight": (WIDTH, WIDTH) for part in ("q", "k", "v", "output")},
        "blk.0.ffn_gate.weight": (WIDE, WIDTH),
        "blk.0.ffn_up.weight": (WIDE, WIDTH),
        "blk.0.ffn_down.weight": (WIDTH, WIDE),
    }
    tensors = {name: rng.normal(0, 0.5, shape) for name, shape in shapes.items()}
    ones = ("output_norm.weight", "blk.0.attn_norm.weight", "blk.0.ffn_norm.weight")
    return written(path, facts, tensors | {name: np.ones(WIDTH) for name in ones})


def adapter(path, width=WIDTH, layers=1, strength=1.0):
    """A LoRA of rank 2 on the queries and the output of each of the first `layers` layers."""
    rng = np.random.default_rng(11)
    tensors = {}
    for layer in range(layers):
        for part in ("attn_q", "attn_output"):
            tensors[f"blk.{layer}.{part}.weight.lora_a"] = rng.normal(0, strength, (2, width))
            tensors[f"blk.{layer}.{part}.weight.lora_b"] = rng.normal(0, strength, (width, 2))
    facts = {
        "general.architecture": "llama",
        "general.type": "adapter",
        "adapter.type": "lora",
        "adapter.lora.alpha": 2.0,
    }
    return written(path, facts, tensors)
