#!/usr/bin/env python3
"""Trains small tokenizers with published pipelines and records what the libraries answer.

    pip install tokenizers==0.23.3 sentencepiece==0.2.3 protobuf && python3 record.py

Writes NAME.json or NAME.model and NAME.answers.json beside this file. The texts and the training text
are ours; the pipelines (patterns, normalizers, decoders) are those of the models named.
"""
import io
import json
import os
import random
import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer, AddedToken, Regex, models, trainers
from tokenizers import pre_tokenizers as pre, decoders as dec, normalizers as norm, processors as post

HERE = os.path.dirname(os.path.abspath(__file__))
SAMPLES = os.path.join(HERE, "..", "models")

PARAGRAPHS = [
    "A model that answers one reader wastes most of its machine: the weights travel from memory for a single token. "
    "Batch many readers together and the same bytes serve them all; that's why prices fall when traffic rises. "
    "It's the reader's patience against the owner's bill, and they'll never agree, I'm sure you've seen we'd wait.",
    "Ein Modell, das nur einen Leser bedient, verschwendet die meiste Bandbreite; größere Stapel nützen sie besser aus.",
    "Un modèle qui répond à un seul lecteur gaspille sa mémoire ; l'été dernier, à Noël, où étiez-vous ? Ça dépend.",
    "El año pasado la máquina leyó mil páginas; ¿quién las escribió? ¡Nadie lo sabe! Mañana será otro día.",
    "Модель читает веса из памяти на каждом шаге. Чем больше читателей, тем дешевле каждый из них.",
    "Το μοντέλο διαβάζει τα βάρη από τη μνήμη σε κάθε βήμα, και η μνήμη είναι αργή.",
    "模型在每一步都要从内存读取全部权重。批次越大，每个读者的成本越低。内存带宽是瓶颈。",
    "モデルは各ステップでメモリから重みを読みます。バッチが大きいほど、読者ひとりの費用は下がります。",
    "모델은 매 단계마다 메모리에서 가중치를 읽습니다. 배치가 클수록 독자 한 명의 비용이 줄어듭니다.",
    "النموذج يقرأ الأوزان من الذاكرة في كل خطوة، والذاكرة بطيئة.",
    "המודל קורא את המשקולות מהזיכרון בכל צעד, והזיכרון איטי.",
    "मॉडल हर कदम पर स्मृति से भार पढ़ता है, और स्मृति धीमी है।",
    "แบบจำลองอ่านน้ำหนักจากหน่วยความจำทุกขั้นตอน และหน่วยความจำช้า",
    "Mô hình đọc trọng số từ bộ nhớ ở mỗi bước, và bộ nhớ thì chậm.",
    "def step(weights, state):\n    for layer in weights:\n        state = layer(state)  # one token\n    return state\n",
    "for (int i = 0; i < 1024; i++) {\n\tsum += a[i] * b[i];\n}\n\n// 3.14159 and 0xFF, 1e-6, 12345678\n",
    "| batch | tokens/s |\n| --- | --- |\n| 1 | 47 |\n| 64 | 1,407 |\n\n\n",
    "Emoji 😀 👍🏽 ❤️ 👩‍👩‍👧 🇫🇷 and symbols → ≤ ∑ € © ™ « » — …",
]
CORPUS = [p for i, p in enumerate(PARAGRAPHS) for _ in range(6 if i == 0 else 3)]

TEXTS = [
    "", " ", "  ", "   ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\t", " \t ", "a", "A", " a", "a ", "  a  b   c    ",
    "Hello world", "Hello, world!", " Hello  world ", "HELLO WORLD", "hELLO wOrld", "CamelCaseWord andMore HTTPServer",
    "It's he'd they'll I'm you've we're can't DON'T IT'S we'Ve 'S 's '' 'tis o'clock", "the ſ: it'ſ, K'K",
    "A model that answers one reader wastes most of its machine.", "reader readers reader's READERS",
    "0", "12", "123", "1234", "12345", "1234567890", "3.14159", "1,000,000", "v1.2.3", "x86_64", "１２３４", "٣٤٥", "Ⅳ ½ ² ₃ ①",
    "def f(x):\n    return x + 1\n", "if (a[i] != b->c) {\n\t\tx = \"y\";\n\t}\n", "a_b.c::d<e>(f)", "!!!", "...", "?!?!", "--- *** ===",
    "http://example.org/a?b=c&d=%20#e", "user@example.org", "C:\\Users\\x\\y", "/usr/lib//x/", "// comment/\n/\n", "$5.00 100% #tag",
    "line one\nline two\r\nline three\n\n\nline four\n   indented\n\t\ttabs\n", "trailing   ", "   leading", "a\n b\n  c\n   d", "x \n y", "x\n\n y  \n\n\n z",
    "a\u00a0b\u2003c\u3000d\u2028e\u2029f\u0085g\u200bh\ufeffi", "\u3000\u3000全角", "\x00\x01\x1f\x7f", "a\x00b", "\x0b\x0c",
    "größere Stapel nützen", "L'été à Noël, ça et là ; où ?", "¿Quién? ¡Mañana! año", "Привет, мир! Чем больше.", "ПРИВЕТ мир", "Γειά σου Κόσμε",
    "模型在每一步", "你好，世界！", "モデルは各ステップで", "カタカナとひらがなと漢字", "안녕하세요 세계", "مرحبا بالعالم", "שלום עולם", "नमस्ते दुनिया", "สวัสดีชาวโลก", "Xin chào thế giới",
    "ქართული ენა", "Հայերեն", "አማርኛ", "தமிழ் மொழி", "বাংলা ভাষা", "ខ្មែរ", "ᏣᎳᎩ", "ᚠᚢᚦ", "𐍈𐌰𐌹", "𒀀𒁀", "mixed 中文 and English 混合text文字",
    "😀", "👍🏽", "👩‍👩‍👧‍👦", "🇫🇷🇩🇪", "❤️", "🏳️‍🌈", "1️⃣", "text😀text", "😀😀😀", "🧑🏿‍🚀 in space", "☃ ☂ ♞",
    "e\u0301", "cafe\u0301 café", "a\u0323\u0302 a\u0302\u0323 \u1ead", "n\u0303o", "\u0301start", "o\u0308\u0304\u0323", "\u1100\u1161\u11a8 각 \u1100\u1161",
    "\u212b \u2126 \ufb01 \u00c5 A\u030a", "q\u0307\u0323", "\u0f71\u0f72\u0f74", "\u0344 \u0958 \u2adc", "Z\u0351\u036b\u0343\u036a\u0302a\u0363\u034al\u0352go",
    "ﷺ", "ǅ ǆ Ǆ", "İstanbul ıI", "ß ẞ ſ", "\ue000 private", "\U0010ffff", "\u0378", "\ufffd", "\u2581 a\u2581b", "▁▁▁",
    "<s>", "</s>", "a<s>b</s>c", " <s> ", "<|begin_of_text|>x<|eot_id|>", "<|im_start|>user\nhi<|im_end|>\n", "a  <|pad|>  b", "word<word>word <word> x", "<|eot_id|", "<0x41><0x0A>",
    "<｜begin▁of▁sentence｜>x", "<start_of_turn>user\n\n\n<end_of_turn>", "<unk>", "<<|eot_id|>>", "Ā é Ġ Ċ Ń", "éé e\u0301é",
    "a" * 300, "ab" * 150, " " * 200 + "x", "\n" * 70, "x" + "!" * 130, "7" * 100, "é" * 90, "中" * 120, "😀" * 40, "Aa" * 80, "\u0301" * 40, "A" * 200,
]

LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
DEEPSEEK = r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])


def byte_level(split_first):
    return pre.Sequence(split_first + [pre.ByteLevel(add_prefix_space=False, use_regex=False)])


def split(pattern, behavior="isolated", invert=False):
    return pre.Split(Regex(pattern), behavior, invert)


def train(tokenizer, size, special, alphabet=None, corpus=None):
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=special, show_progress=False,
                                  initial_alphabet=alphabet or pre.ByteLevel.alphabet())
    tokenizer.train_from_iterator(corpus or CORPUS, trainer)
    return tokenizer


def template(token, number):
    return post.TemplateProcessing(single=f"{token}:0 $A:0", pair=f"{token}:0 $A:0 {token}:1 $B:1", special_tokens=[(token, number)])


def llama3():
    t = Tokenizer(models.BPE(ignore_merges=True))
    t.pre_tokenizer = byte_level([split(LLAMA3)])
    t.decoder = dec.ByteLevel()
    train(t, 900, [])
    t.add_special_tokens(["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"])
    t.post_processor = post.Sequence([post.ByteLevel(trim_offsets=False), template("<|begin_of_text|>", t.token_to_id("<|begin_of_text|>"))])
    return t


def qwen():
    t = Tokenizer(models.BPE())
    t.normalizer = norm.NFC()
    t.pre_tokenizer = byte_level([split(QWEN)])
    t.decoder = dec.ByteLevel()
    train(t, 800, [])
    t.add_special_tokens(["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    t.add_tokens([AddedToken("<|pad|>", normalized=True, lstrip=True, rstrip=True), AddedToken("<word>", single_word=True), AddedToken("éé")])
    t.post_processor = post.ByteLevel(trim_offsets=False)
    return t


def deepseek():
    t = Tokenizer(models.BPE())
    t.normalizer = norm.Sequence([])
    t.pre_tokenizer = byte_level([split(r"\p{N}{1,3}"), split("[一-龥\u3040-ゟ゠-ヿ]+"), split(DEEPSEEK)])
    t.decoder = dec.ByteLevel()
    train(t, 800, [])
    t.add_special_tokens(["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜▁pad▁｜>"])
    t.post_processor = template("<｜begin▁of▁sentence｜>", t.token_to_id("<｜begin▁of▁sentence｜>"))
    return t


def gpt_oss():
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = byte_level([split(O200K)])
    t.decoder = dec.ByteLevel()
    train(t, 800, [])
    t.add_special_tokens(["<|startoftext|>", "<|endoftext|>", "<|return|>"])
    t.post_processor = post.ByteLevel(trim_offsets=True)
    return t


def gpt2():
    """GPT-2's own words, with a space in front."""
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre.ByteLevel(add_prefix_space=True, use_regex=True)
    t.decoder = dec.ByteLevel()
    t.post_processor = post.ByteLevel(trim_offsets=False)
    train(t, 600, ["<|endoftext|>"])
    return t


def with_bytes(t, special):
    """Gives a trained character vocabulary the 256 byte tokens in front, as Llama 2 and Gemma have them."""
    data = json.loads(t.to_str())
    model = data["model"]
    pieces = [p for p, _ in sorted(model["vocab"].items(), key=lambda e: e[1]) if p not in special]
    order = special + [f"<0x{b:02X}>" for b in range(256)] + pieces
    model["vocab"] = {p: i for i, p in enumerate(order)}
    model.update(byte_fallback=True, fuse_unk=True, unk_token="<unk>")
    data["added_tokens"] = [dict(id=i, content=s, single_word=False, lstrip=False, rstrip=False, normalized=False, special=True)
                            for i, s in enumerate(special)]
    return data


LATIN = sorted(set("".join(PARAGRAPHS[:5])) - set(" \n"))


def llama2():
    t = Tokenizer(models.BPE())
    t.normalizer = norm.Sequence([norm.Prepend("▁"), norm.Replace(" ", "▁")])
    # Merges must not cross words while training, though the published pipeline has no pre-tokenizer.
    t.pre_tokenizer = pre.Metaspace(prepend_scheme="never")
    train(t, 700, [], alphabet=LATIN, corpus=CORPUS[:30])
    data = with_bytes(t, ["<unk>", "<s>", "</s>"])
    data["pre_tokenizer"] = None
    t = Tokenizer.from_str(json.dumps(data))
    t.decoder = dec.Sequence([dec.Replace("▁", " "), dec.ByteFallback(), dec.Fuse(), dec.Strip(" ", 1, 0)])
    t.post_processor = template("<s>", 1)
    return t


def metaspace():
    """The newer spelling of Llama 2's pipeline."""
    data = json.loads(llama2().to_str())
    t = Tokenizer.from_str(json.dumps(data))
    t.normalizer = None
    t.pre_tokenizer = pre.Metaspace(prepend_scheme="first", split=False)
    t.decoder = dec.Metaspace(prepend_scheme="first", split=False)
    data = json.loads(t.to_str())
    data["normalizer"] = None
    data["model"]["byte_fallback"] = False
    return Tokenizer.from_str(json.dumps(data))


def gemma3():
    t = Tokenizer(models.BPE())
    t.normalizer = norm.Replace(" ", "▁")
    t.pre_tokenizer = pre.Split("▁", "merged_with_next")
    train(t, 700, [], alphabet=LATIN, corpus=CORPUS[:30])
    data = with_bytes(t, ["<pad>", "<eos>", "<bos>", "<unk>"])
    t = Tokenizer.from_str(json.dumps(data))
    t.pre_tokenizer = pre.Split(" ", "merged_with_previous")
    t.decoder = dec.Sequence([dec.Replace("▁", " "), dec.ByteFallback(), dec.Fuse()])
    t.post_processor = template("<bos>", 2)
    t.add_special_tokens(["<start_of_turn>", "<end_of_turn>"])
    t.add_tokens([AddedToken("\n\n", normalized=False), AddedToken("▁▁▁▁", normalized=False)])
    return t


def splits():
    """Every behaviour of Split, literal and inverted, and Digits."""
    t = Tokenizer(models.BPE())
    t.normalizer = norm.Sequence([norm.Strip(left=True, right=True), norm.Replace(Regex(r"[\t\n]+"), " "), norm.NFC()])
    t.pre_tokenizer = byte_level([
        pre.Split(" ", "merged_with_previous"), pre.Split(Regex("[aeiou]"), "merged_with_next"), split(r"\p{P}", "contiguous"),
        split(r"x", "removed"),
        split(r"\p{Lu}?\p{Ll}+", "isolated", invert=True), pre.Digits(individual_digits=False)])
    t.decoder = dec.ByteLevel()
    return train(t, 600, [])


def answers(t, texts):
    rows = []
    for text in texts:
        ids = t.encode(text).ids
        rows.append([text, ids, t.decode(ids, skip_special_tokens=True), t.decode(ids, skip_special_tokens=False)])
    return rows


def broken(size, count=40):
    """Sequences of tokens that no text gives: half characters, special tokens anywhere."""
    source = random.Random(5)
    return [[source.randrange(size) for _ in range(source.randrange(1, 12))] for _ in range(count)]


def write(name, rows, decoded):
    with open(os.path.join(HERE, name + ".answers.json"), "w", encoding="utf-8") as file:
        json.dump({"texts": rows, "tokens": decoded}, file, ensure_ascii=True, separators=(",", ":"))
        file.write("\n")


def record(name, t):
    data = json.loads(t.to_str())
    with open(os.path.join(HERE, name + ".json"), "w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")
    t = Tokenizer.from_file(os.path.join(HERE, name + ".json"))
    size = t.get_vocab_size()
    sequences = broken(size)
    if "byte_fallback" in t.to_str():
        sequences += [[3 + b % 256 for b in s] for s in broken(300)]
    decoded = [[s, t.decode(s, skip_special_tokens=True), t.decode(s, skip_special_tokens=False)] for s in sequences]
    write(name, answers(t, TEXTS), decoded)


def record_pieces(name, model):
    t = sentencepiece.SentencePieceProcessor(model_proto=model)
    rows = []
    for text in TEXTS:
        if "\x00" in text:
            continue
        ids = t.encode(text, add_bos=True)
        rows.append([text, ids, t.decode(ids)])
    sequences = broken(t.vocab_size())
    if t.piece_to_id("<0x00>") > 0:
        first = t.piece_to_id("<0x00>")
        sequences += [[first + b % 256 for b in s] for s in broken(300)]
    write(name, rows, [[s, t.decode(s)] for s in sequences])


def pieces(**options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([line for p in CORPUS for line in p.split("\n") if line]), model_writer=model, model_type="bpe",
        vocab_size=options.pop("vocab_size", 800), normalization_rule_name="identity", minloglevel=2, num_threads=1, **options)
    return model.getvalue()


def main():
    for make in [llama3, qwen, deepseek, gpt_oss, gpt2, llama2, metaspace, gemma3, splits]:
        record(make.__name__.replace("_", "-"), make())
    models_ = {
        "pieces-llama": pieces(byte_fallback=True, split_digits=True, allow_whitespace_only_pieces=True, remove_extra_whitespaces=False,
                               character_coverage=0.98),
        "pieces-gemma": pieces(byte_fallback=True, add_dummy_prefix=False, remove_extra_whitespaces=False, split_digits=True,
                               character_coverage=0.98, user_defined_symbols=["<start_of_turn>", "\n\n", "▁▁▁▁"], pad_id=0, eos_id=1, bos_id=2, unk_id=3),
        "pieces-plain": pieces(vocab_size=500, character_coverage=0.98, control_symbols=["<sep>"], user_defined_symbols=["ab ab", "<word>"]),
    }
    # Pieces that may be merged through but not be left: a third of the longer ones.
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(models_["pieces-plain"])
    for index, piece in enumerate(proto.pieces):
        if piece.type == 1 and len(piece.piece) > 1 and index % 3 == 0:
            piece.type = 5
    models_["pieces-unused"] = proto.SerializeToString()
    for name, model in models_.items():
        with open(os.path.join(HERE, name + ".model"), "wb") as file:
            file.write(model)
        record_pieces(name, model)
    with open(os.path.join(SAMPLES, "tok105.model"), "rb") as file:
        record_pieces("tok105", file.read())


main()
