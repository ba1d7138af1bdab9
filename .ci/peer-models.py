#!/usr/bin/env python3
"""Synthetic weights of one model for the peers of the decode bench: peer-models.py NAME DIR

Writes NAME-F32.gguf (without a vocabulary), NAME.bin (llama2.c, version 0) and NAME-q8.bin (version 2, groups
of 64). Speed does not depend on what the weights are, but a decode of them must stay finite: matrices are
normal numbers of deviation 1/sqrt(inputs), drawn once and repeated, norms are ones. Only Python's own library.
"""
import array
import math
import os
import random
import struct
import sys

# dim, layers, heads, key/value heads, feed-forward; the head is the embedding.
MODELS = {"110M": (768, 12, 12, 12, 2048), "1B": (2048, 22, 32, 4, 5632)}
VOCABULARY, CONTEXT, GROUP = 32000, 2048, 64
# A prime, so that rows of a matrix differ although its numbers repeat.
BLOCK = 1_048_573


def numbers(deviation, seed=20261123):
    generator = random.Random(seed)
    return array.array("f", (generator.gauss(0, deviation) for _ in range(BLOCK)))


class Writer:
    """A file that stands under its name only when it is whole."""

    def __init__(self, path):
        self.path, self.part = path, path + ".part"
        self.file = open(self.part, "wb")
        self.floats, self.bytes = {}, random.Random(1).randbytes(BLOCK)

    def matrix(self, rows, columns):
        if columns not in self.floats:
            self.floats[columns] = numbers(1 / math.sqrt(columns)).tobytes()
        self.repeat(self.floats[columns], 4 * rows * columns)

    def quantised(self, rows, columns):
        self.repeat(self.bytes, rows * columns)
        # Uniform bytes have a deviation of 74.
        scale = 1 / math.sqrt(columns) / 74
        self.file.write(array.array("f", [scale]).tobytes() * (rows * columns // GROUP))

    def norm(self, count):
        self.file.write(array.array("f", [1]).tobytes() * count)

    def repeat(self, block, count):
        for _ in range(count // len(block)):
            self.file.write(block)
        self.file.write(block[: count % len(block)])

    def close(self):
        self.file.close()
        os.rename(self.part, self.path)


def layer_matrices(name):
    """What a layer holds: (gguf's name, rows, columns), in llama2.c's order."""
    dim, _, heads, kv_heads, hidden = MODELS[name]
    kv = dim // heads * kv_heads
    return [
        ("attn_q", dim, dim), ("attn_k", kv, dim), ("attn_v", kv, dim), ("attn_output", dim, dim),
        ("ffn_gate", hidden, dim), ("ffn_down", dim, hidden), ("ffn_up", hidden, dim),
    ]


def llama2c(name, path):
    dim, layers, heads, kv_heads, hidden = MODELS[name]
    out = Writer(path)
    out.file.write(struct.pack("<7i", dim, hidden, layers, heads, kv_heads, VOCABULARY, CONTEXT))
    out.matrix(VOCABULARY, dim)
    matrices = layer_matrices(name)
    out.norm(layers * dim)
    for _, rows, columns in matrices[:4]:
        out.matrix(layers * rows, columns)
    out.norm(layers * dim)
    for _, rows, columns in matrices[4:]:
        out.matrix(layers * rows, columns)
    out.norm(dim)
    # Tables of cosines and sines that the format kept and nobody reads.
    out.file.write(bytes(2 * 4 * CONTEXT * (dim // heads) // 2))
    out.close()


def llama2c_q8(name, path):
    dim, layers, heads, kv_heads, hidden = MODELS[name]
    out = Writer(path)
    head = struct.pack(
        "<Ii7iBi", 0x616B3432, 2, dim, hidden, layers, heads, kv_heads, VOCABULARY, CONTEXT, 1, GROUP
    )
    out.file.write(head.ljust(256, b"\0"))
    out.norm(layers * dim)
    out.norm(layers * dim)
    out.norm(dim)
    out.quantised(VOCABULARY, dim)
    for _, rows, columns in layer_matrices(name):
        for _ in range(layers):
            out.quantised(rows, columns)
    out.close()


def gguf(name, path):
    dim, layers, heads, kv_heads, hidden = MODELS[name]

    def text(value):
        return struct.pack("<Q", len(value)) + value.encode()

    def entry(key, value):
        if isinstance(value, str):
            return text(key) + struct.pack("<I", 8) + text(value)
        if isinstance(value, float):
            return text(key) + struct.pack("<If", 6, value)
        return text(key) + struct.pack("<II", 4, value)

    entries = {
        "general.architecture": "llama", "general.name": name, "general.file_type": 0,
        "llama.block_count": layers, "llama.context_length": CONTEXT,
        "llama.embedding_length": dim, "llama.feed_forward_length": hidden,
        "llama.attention.head_count": heads, "llama.attention.head_count_kv": kv_heads,
        "llama.attention.layer_norm_rms_epsilon": 1e-5, "llama.rope.freq_base": 10000.0,
        "llama.rope.dimension_count": dim // heads, "llama.vocab_size": VOCABULARY,
        "tokenizer.ggml.model": "none",
    }
    tensors = [("token_embd.weight", VOCABULARY, dim), ("output_norm.weight", 1, dim)]
    for layer in range(layers):
        tensors += [(f"blk.{layer}.attn_norm.weight", 1, dim), (f"blk.{layer}.ffn_norm.weight", 1, dim)]
        tensors += [(f"blk.{layer}.{part}.weight", rows, columns) for part, rows, columns in layer_matrices(name)]
    head = struct.pack("<IIQQ", 0x46554747, 3, len(tensors), len(entries))
    head += b"".join(entry(key, value) for key, value in entries.items())
    offset = 0
    for title, rows, columns in tensors:
        shape = [columns] if rows == 1 else [columns, rows]
        head += text(title) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, offset)
        offset += 4 * rows * columns
        assert offset % 32 == 0, "tensors are aligned to 32 bytes"
    out = Writer(path)
    out.file.write(head + bytes(-len(head) % 32))
    for _, rows, columns in tensors:
        out.norm(columns) if rows == 1 else out.matrix(rows, columns)
    out.close()


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in MODELS:
        sys.exit(f"usage: peer-models.py {'|'.join(MODELS)} DIR")
    name, folder = sys.argv[1:]
    llama2c(name, f"{folder}/{name}.bin")
    llama2c_q8(name, f"{folder}/{name}-q8.bin")
    gguf(name, f"{folder}/{name}-F32.gguf")
