"""Trains small tokenizers with the pipelines that published models have, and records what the libraries answer.

    pip install tokenizers==0.23.3 sentencepiece==0.2.3
    python record.py

Writes, beside itself, a folder per tokenizer: tokenizer.json or tokenizer.model, and expected.json.
"""

import io
import json
import pathlib
import random

import sentencepiece
import tokenizers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from corpus import CORPUS, texts

HERE = pathlib.Path(__file__).parent
TEXTS = texts()

CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
REST = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
CL100K = CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|" + REST
QWEN = CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|" + REST
UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
O200K = "|".join(
    [
        rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}*{LOWER}+{CONTRACTIONS}?",
        rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}+{LOWER}*{CONTRACTIONS}?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)
DEEPSEEK = [
    r"\p{N}{1,3}",
    "[一-龥\u3040-ゟ゠-ヿ]+",
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"
    r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
]


def split(pattern, behavior="Isolated", invert=False):
    return {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}


def byte_level(add_prefix_space=False, trim_offsets=True, use_regex=False):
    return {
        "type": "ByteLevel",
        "add_prefix_space": add_prefix_space,
        "trim_offsets": trim_offsets,
        "use_regex": use_regex,
    }


def sequence(kind, parts):
    return {"type": "Sequence", kind: parts}


def token(content, special=True, **flags):
    return {
        "content": content,
        "single_word": flags.get("single_word", False),
        "lstrip": flags.get("lstrip", False),
        "rstrip": flags.get("rstrip", False),
        "normalized": flags.get("normalized", False),
        "special": special,
    }


def template(name, end=None):
    return {"name": name, "end": end}


def template_json(wanted, identifiers):
    def piece(name):
        return {"SpecialToken": {"id": name, "type_id": 0}}

    single = [piece(wanted["name"]), {"Sequence": {"id": "A", "type_id": 0}}]
    names = [wanted["name"]]
    if wanted["end"]:
        single.append(piece(wanted["end"]))
        names.append(wanted["end"])
    return {
        "type": "TemplateProcessing",
        "single": single,
        "pair": single + [{"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {
            name: {"id": name, "ids": [identifiers[name]], "tokens": [name]} for name in names
        },
    }


def pretty_size(data):
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def assemble(vocab, merges, spec):
    """A tokenizer.json of a vocabulary and the description of a pipeline."""
    vocab = dict(vocab)
    added = []
    for entry in spec["added"]:
        number = vocab.get(entry["content"])
        if number is None:
            number = max(list(vocab.values()) + [a["id"] for a in added]) + 1
        added.append({"id": number, **entry})
    identifiers = {a["content"]: a["id"] for a in added} | vocab
    post = spec.get("post")
    if isinstance(post, dict) and "name" in post:
        post = template_json(post, identifiers)
    elif isinstance(post, list):
        post = sequence(
            "processors",
            [template_json(p, identifiers) if "name" in p else p for p in post],
        )
    model = {
        "type": "BPE",
        "dropout": None,
        "unk_token": spec.get("unk"),
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": spec.get("fuse_unk", False),
        "byte_fallback": spec.get("byte_fallback", False),
        "ignore_merges": spec.get("ignore_merges", False),
        "vocab": vocab,
        "merges": [" ".join(m) for m in merges] if spec.get("merge_strings") else merges,
    }
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": spec.get("normalizer"),
        "pre_tokenizer": spec.get("pre_tokenizer"),
        "post_processor": post,
        "decoder": spec.get("decoder"),
        "model": model,
    }


def train_byte_level(spec, size):
    bare = {"type": "BPE", "vocab": {}, "merges": []}
    seed = assemble({"a": 0}, [], {**spec, "added": [], "post": None})
    seed["model"] = {**seed["model"], **bare, "unk_token": None}
    trainee = Tokenizer.from_str(json.dumps(seed))
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    trainee.train_from_iterator(CORPUS, trainer)
    model = json.loads(trainee.to_str())["model"]
    return model["vocab"], [m.split(" ") if isinstance(m, str) else m for m in model["merges"]]


def train_pieces(**options):
    """A SentencePiece model, as bytes."""
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS),
        model_writer=out,
        minloglevel=2,
        num_threads=1,
        hard_vocab_limit=True,
        **options,
    )
    return out.getvalue()


def pieces_as_merges(model):
    """Vocabulary and merges of a SentencePiece model: a piece that comes earlier is merged earlier."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    vocab = {processor.id_to_piece(i): i for i in range(processor.get_piece_size())}
    scored = {
        piece
        for piece, i in vocab.items()
        if not (
            processor.is_control(i)
            or processor.is_unknown(i)
            or processor.is_byte(i)
            or processor.is_unused(i)
        )
    }
    merges = []
    for piece in sorted(scored, key=vocab.get):
        pairs = [(piece[:i], piece[i:]) for i in range(1, len(piece))]
        pairs = [p for p in pairs if p[0] in scored and p[1] in scored]
        merges += sorted(pairs, key=lambda p: (vocab[p[0]], vocab[p[1]]))
    return vocab, [list(m) for m in merges]


def same_or(value, other):
    return None if value == other else value


def random_sequences(vocabulary, count=40):
    chance = random.Random(5)
    return [
        [chance.randrange(vocabulary) for _ in range(chance.randrange(1, 13))]
        for _ in range(count)
    ]


def record_json(name, file):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    text = pretty_size(file)
    (folder / "tokenizer.json").write_text(text)
    tokenizer = Tokenizer.from_str(text)
    expected = {"library": f"tokenizers {tokenizers.__version__}", "texts": [], "sequences": []}
    for text in TEXTS:
        bare = tokenizer.encode(text, add_special_tokens=False).ids
        full = tokenizer.encode(text).ids
        shown = tokenizer.decode(bare, skip_special_tokens=True)
        whole = tokenizer.decode(full, skip_special_tokens=False)
        expected["texts"].append([bare, same_or(full, bare), same_or(shown, text), same_or(whole, text)])
    for sequence_ in random_sequences(tokenizer.get_vocab_size()):
        shown = tokenizer.decode(sequence_, skip_special_tokens=True)
        whole = tokenizer.decode(sequence_, skip_special_tokens=False)
        expected["sequences"].append([sequence_, shown, same_or(whole, shown)])
    (folder / "expected.json").write_text(pretty_size(expected))


def record_model(name, model, is_kept=False):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    if not is_kept:
        (folder / "tokenizer.model").write_bytes(model)
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    expected = {"library": f"sentencepiece {sentencepiece.__version__}", "texts": [], "sequences": []}
    for text in TEXTS:
        bare = processor.encode(text)
        full = processor.encode(text, add_bos=True)
        shown = processor.decode(bare)
        expected["texts"].append([bare, same_or(full, bare), same_or(shown, text), None])
    for sequence_ in random_sequences(processor.get_piece_size()):
        expected["sequences"].append([sequence_, processor.decode(sequence_), None])
    (folder / "expected.json").write_text(pretty_size(expected))


BYTES_DECODER = byte_level(True, True, True)
METASPACE_BACK = {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}
FALLBACK, FUSE = {"type": "ByteFallback"}, {"type": "Fuse"}
SPACES_OUT = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
LLAMA_SPECIALS = [token("<unk>"), token("<s>"), token("</s>"), token("<|special|>")]

BYTE_LEVEL = {
    "llama3": {
        "merge_strings": True,
        "ignore_merges": True,
        "added": [token(t) for t in ("<|begin_of_text|>", "<|end_of_text|>", "<|special|>")],
        "pre_tokenizer": sequence("pretokenizers", [split({"Regex": CL100K}), byte_level()]),
        "post": [byte_level(True, False, True), template("<|begin_of_text|>")],
        "decoder": BYTES_DECODER,
    },
    "qwen": {
        "merge_strings": True,
        "added": [token(t) for t in ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|special|>")]
        + [token(t, special=False) for t in ("<think>", "</think>", "<tool>", "</tool>")],
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": sequence(
            "pretokenizers", [split({"Regex": QWEN}), byte_level(False, False, False)]
        ),
        "post": byte_level(False, False, False),
        "decoder": byte_level(False, False, False),
    },
    "deepseek": {
        "merge_strings": True,
        "added": [token("<｜begin▁of▁sentence｜>"), token("<｜end▁of▁sentence｜>"), token("<|special|>")]
        + [token("<think>", special=False, normalized=True), token("<|stop|>", special=False)],
        "normalizer": sequence("normalizers", []),
        "pre_tokenizer": sequence(
            "pretokenizers", [split({"Regex": p}) for p in DEEPSEEK] + [byte_level()]
        ),
        "post": byte_level(True, False, True),
        "decoder": BYTES_DECODER,
    },
    "gpt-oss": {
        "added": [token(t) for t in ("<|startoftext|>", "<|endoftext|>", "<|start|>", "<|special|>")],
        "pre_tokenizer": sequence("pretokenizers", [split({"Regex": O200K}), byte_level()]),
        "post": byte_level(True, False, True),
        "decoder": BYTES_DECODER,
    },
    "gpt2": {
        "merge_strings": True,
        "added": [
            token("<|special|>"),
            token("<|left|>", lstrip=True),
            token("<|right|>", rstrip=True),
            token("<|both|>", lstrip=True, rstrip=True),
            token("whole", special=False, single_word=True),
            token("café\u004eAME", special=False, normalized=True),
        ],
        "pre_tokenizer": byte_level(True, True, True),
        "post": template("<|special|>", end="<|special|>"),
        "decoder": BYTES_DECODER,
    },
    # The splits of older conversions: what matches is kept, the rest removed.
    "inverted": {
        "added": [token("<|special|>")],
        "normalizer": sequence(
            "normalizers",
            [
                {"type": "Lowercase"},
                {"type": "Strip", "strip_left": True, "strip_right": True},
                {"type": "Replace", "pattern": {"Regex": "`+"}, "content": "'"},
            ],
        ),
        "pre_tokenizer": sequence(
            "pretokenizers",
            [
                split({"Regex": CL100K}, "Removed", True),
                {"type": "Digits", "individual_digits": True},
                split({"String": "-"}, "MergedWithPrevious"),
                split({"Regex": "[/.]"}, "MergedWithNext"),
                split({"Regex": "!"}, "Contiguous"),
                byte_level(),
            ],
        ),
        "post": None,
        "decoder": BYTES_DECODER,
    },
}


def main():
    for name, spec in BYTE_LEVEL.items():
        vocab, merges = train_byte_level(spec, 1200)
        record_json(name, assemble(vocab, merges, spec))

    llama2 = train_pieces(
        vocab_size=900,
        model_type="bpe",
        byte_fallback=True,
        character_coverage=0.98,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        split_digits=True,
        allow_whitespace_only_pieces=True,
    )
    record_model("sentencepiece-llama2", llama2)
    vocab, merges = pieces_as_merges(llama2)
    common = {"unk": "<unk>", "fuse_unk": True, "byte_fallback": True, "added": LLAMA_SPECIALS}
    record_json(
        "llama2",
        assemble(
            vocab,
            merges,
            {
                **common,
                "merge_strings": True,
                "normalizer": sequence(
                    "normalizers", [{"type": "Prepend", "prepend": "▁"}, SPACES_OUT]
                ),
                "post": template("<s>"),
                "decoder": sequence(
                    "decoders",
                    [METASPACE_BACK, FALLBACK, FUSE, {"type": "Strip", "content": " ", "start": 1, "stop": 0}],
                ),
            },
        ),
    )
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": False}
    record_json(
        "metaspace",
        assemble(
            vocab,
            merges,
            {
                **common,
                "added": [
                    token("<unk>", normalized=True),
                    token("<s>", normalized=True),
                    token("</s>", normalized=True),
                    token("<|special|>"),
                ],
                "pre_tokenizer": metaspace,
                "post": template("<s>", end="</s>"),
                "decoder": sequence(
                    "decoders", [METASPACE_BACK, FALLBACK, FUSE, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]
                ),
            },
        ),
    )
    record_json(
        "unknown",
        assemble(
            {p: i for i, p in enumerate(p for p in vocab if not p.startswith("<0x"))},
            merges,
            {
                "unk": "<unk>",
                "added": [token("<unk>"), token("<|special|>")],
                "pre_tokenizer": {**metaspace, "prepend_scheme": "always", "split": True},
                "decoder": {**metaspace, "prepend_scheme": "always", "split": True},
            },
        ),
    )

    gemma = train_pieces(
        vocab_size=1000,
        model_type="bpe",
        byte_fallback=True,
        character_coverage=0.98,
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        remove_extra_whitespaces=False,
        split_digits=True,
        allow_whitespace_only_pieces=True,
        pad_id=0,
        eos_id=1,
        bos_id=2,
        unk_id=3,
        pad_piece="<pad>",
        bos_piece="<bos>",
        eos_piece="<eos>",
        user_defined_symbols=["<start_of_turn>", "<end_of_turn>", "\n\n", "\n\n\n", "▁▁", "▁▁▁▁", "<|special|>"],
    )
    record_model("sentencepiece-gemma", gemma)
    vocab, merges = pieces_as_merges(gemma)
    record_json(
        "gemma3",
        assemble(
            vocab,
            merges,
            {
                "unk": "<unk>",
                "fuse_unk": True,
                "byte_fallback": True,
                "added": [token(t) for t in ("<pad>", "<eos>", "<bos>", "<unk>")]
                + [token(t) for t in ("<start_of_turn>", "<end_of_turn>", "<|special|>")]
                + [token(t, special=False) for t in ("\n\n", "\n\n\n", "▁▁", "▁▁▁▁")],
                "normalizer": SPACES_OUT,
                "pre_tokenizer": split({"String": " "}, "MergedWithPrevious"),
                "post": template("<bos>"),
                "decoder": sequence("decoders", [METASPACE_BACK, FALLBACK, FUSE]),
            },
        ),
    )

    record_model(
        "sentencepiece-folded",
        train_pieces(
            vocab_size=700,
            model_type="bpe",
            character_coverage=0.98,
            normalization_rule_name="identity",
            remove_extra_whitespaces=True,
            user_defined_symbols=["<|special|>"],
        ),
    )
    record_model("sentencepiece-tok105", (HERE / "../../models/tok105.model").read_bytes(), is_kept=True)
    (HERE / "texts.json").write_text(pretty_size(TEXTS))


if __name__ == "__main__":
    main()
