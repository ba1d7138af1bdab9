"""What the small vocabularies are trained on, and the texts that are asked; all of it written for this project."""

ENGLISH = """
The reader opens the book and asks of every number where it comes from. A batch of sequences shares one
reading of the weights; that is why a server waits a little before it answers. When the batch is small, the
memory is busy and the arithmetic is idle. When the batch is large, it is the other way round, and somewhere
between the two lies the knee of the curve. It's not hard to see, but we'll draw it all the same. They've said
that you can't measure what you don't count; I'd agree, and she's counted every byte. He'll tell you what's
left: the keys and values of all tokens before, read once for each new token. We're done when nobody'd ask.
There was a lighthouse keeper who wrote down the weather every evening. Rain on Monday, fog on Tuesday, and on
Wednesday a ship that came too close to the rocks. The keeper lit the lamp, the ship turned, and the next
morning somebody left a basket of apples at the door. "Thank you," said the note, "for the light."
Don't worry about the weights; worry about the bandwidth. The throughput of the machine is bounded by the slower of
two things. First, multiply. Second, move. Everything else is bookkeeping, and bookkeeping is where mistakes live.
"""

MANY = """
Der Leser öffnet das Buch und fragt bei jeder Zahl, woher sie kommt. Größe, Länge, Übermaß: alles wird gezählt.
La lectrice ouvre le livre où l'on compte les octets ; ça n'est pas très compliqué, mais il faut être précis.
El lector abre el libro y pregunta de dónde viene cada número. ¿Cuántos bytes? ¡Muchísimos! El año próximo, más.
Il lettore apre il libro; perché no? Così è più facile capire quanta memoria serve per ogni parola.
Czytelnik otwiera książkę i pyta, skąd pochodzi każda liczba. Żółć, gęś, łódź, źródło, ćma.
Okuyucu kitabı açar ve her sayının nereden geldiğini sorar. Işık, ağaç, şöyle, güneş, çünkü.
Người đọc mở cuốn sách và hỏi mỗi con số từ đâu đến. Đường dài, nước trong, trời xanh.
Читатель открывает книгу и спрашивает о каждом числе, откуда оно взялось. Память занята, арифметика ждёт.
Читач відкриває книгу й питає про кожне число. Їжак, ґанок, єдність, пам'ять.
Ο αναγνώστης ανοίγει το βιβλίο και ρωτά για κάθε αριθμό από πού προέρχεται. Μνήμη, ταχύτητα, φως.
הקורא פותח את הספר ושואל על כל מספר מאין הוא בא. זיכרון, מהירות, אור.
يفتح القارئ الكتاب ويسأل عن كل رقم من أين جاء. الذاكرة مشغولة والحساب ينتظر. ٠١٢٣٤٥٦٧٨٩
पाठक पुस्तक खोलता है और हर संख्या के बारे में पूछता है कि वह कहाँ से आई। स्मृति, गति, प्रकाश। १२३४५
পাঠক বইটি খোলেন এবং প্রতিটি সংখ্যা কোথা থেকে এসেছে তা জিজ্ঞাসা করেন।
வாசகர் புத்தகத்தைத் திறந்து ஒவ்வொரு எண்ணும் எங்கிருந்து வந்தது என்று கேட்கிறார்.
ผู้อ่านเปิดหนังสือและถามถึงตัวเลขทุกตัวว่ามาจากไหน หน่วยความจำ ความเร็ว แสง
读者打开书，询问每个数字的来源。内存很忙，算术在等待。一批序列共享一次权重读取。
讀者打開書，詢問每個數字的來源。記憶體很忙，算術在等待。
読者は本を開き、すべての数字がどこから来たのかを尋ねます。メモリは忙しく、計算は待っています。カタカナとひらがな。
독자는 책을 펼치고 모든 숫자가 어디에서 왔는지 묻습니다. 메모리는 바쁘고 계산은 기다립니다.
მკითხველი ხსნის წიგნს და კითხულობს ყოველი რიცხვის შესახებ. Ընթերցողը բացում է գիրքը։
"""

CODE = """
func step(_ batch: Int) -> Double {
    let bytes = weights + batch * context * perToken
    return max(Double(bytes) / bandwidth, Double(2 * parameters * batch) / peak)
}
for (i, row) in rows.enumerated() where row.count > 0 { print("\\(i): \\(row[0..<3])") }
def main(argv=None):
\tif argv is None:
\t\targv = ['--size', '1024', '-v']
\treturn {"ok": True, "items": [x ** 2 for x in range(10)], 'path': '/usr/local/lib/python3.11'}
int main(void) { for (int i = 0; i < 10; ++i) { total += a[i] * b[i]; } return 0; }
<html><body class="page">&nbsp;<p>Text</p></body></html> SELECT * FROM t WHERE id >= 10 AND name != 'x';
https://example.org/path/file.html?query=1&other=two#part  user@example.org  v1.2.3-beta+45
0 1 2 3 10 12 100 123 1000 1234 12345 123456 3.14159 2,718 1e-5 0xFF 50% $9.99 2026-04-29 12:30:45
if (x == y && !z || w != 0) { return -1; } else { x += 1; y -= 2; z *= 3; } // done
"""

EMOJI = "🙂 🎉 🚀 👍 ❤️ 👩‍💻 🇫🇷 ✨ 🔥 😀😃😄 → ← ≤ ≥ ≠ ∑ ∫ √ π ∞ × ÷ ± “quoted” ‘single’ – — … • © ® ™ € £ ¥"

CORPUS = [
    line + "\n"
    for line in (ENGLISH * 3 + MANY + CODE + EMOJI).split("\n")
    if line
] + ["\n\n", "    indented by four\n", "\ttab\n", "word   word\n", " leading\n", "a\r\nb\r\n"]


def texts():
    """The texts that every tokenizer is asked for."""
    plain = [
        "",
        " ",
        "  ",
        "   ",
        "\n",
        "\n\n",
        "\n\n\n",
        "\t",
        "\t\t\t",
        "\r\n",
        "\r\n\r\n",
        " \n \n ",
        "a",
        " a",
        "a ",
        "  a  ",
        "hello",
        "Hello, world!",
        " Hello,  world !",
        "The reader opens the book.",
        "the weights of the batch",
        "Hello\nworld",
        "Hello\r\nworld\r\n",
        "line one\n\n\nline two\n    indented\n\ttabbed \t mixed\t \n",
        "trailing spaces   ",
        "   leading spaces",
        "many          spaces   between  words",
        "space before newline   \n   and after",
        "no-break\u00a0space and\u2003em space\u3000ideographic\u200bzero width",
        "line\u2028separator\u2029paragraph\u0085next",
        "I'm you're he's she'd we'll they've don't",
        "I'M YOU'RE HE'S SHE'D WE'LL THEY'VE DON'T",
        "'s 't 're 've 'm 'll 'd 'S 'T 'RE 'VE 'M 'LL 'D 'lL 'Ve",
        "it\u2019s the reader\u2019s book, y\u2019all\u2019re",
        "'Twas 'quoted' ''double'' '''",
        "the dogs' bones; '90s; rock 'n' roll'",
        "\u017fharp long s 'ſ and Kelvin \u212a 'K",
        "1",
        "12",
        "123",
        "1234",
        "12345",
        "1234567890",
        "3.14159 and 2,718,281 and 1e-5 and 0xDEADBEEF",
        "2026-04-29T12:30:45Z +49 (0)30 1234567",
        "a1b22c333d4444e55555",
        "x² + y³ = z⁴, ½ ¾ Ⅷ ⅷ ① ② ㊿",
        "٠١٢٣٤٥٦٧٨٩ १२३४५६७८९० ๐๑๒๓",
        "$9.99 50% #tag @name ^caret & _under_ *star* ~tilde~ `tick`",
        "!!! ??? ... ,,, ;;; ::: --- === +++ ///",
        "(a) [b] {c} <d> \"e\" 'f' |g| \\h\\ /i/",
        "!a !ab !abc .x ..y ...z -flag --long-flag",
        "a.b,c;d:e!f?g",
        "/usr/local/bin/swift //comment /// doc",
        "https://example.org/path/file.html?query=1&other=two#part",
        "user@example.org",
        "func step(_ batch: Int) -> Double {\n    let bytes = weights + batch\n    return bytes\n}\n",
        "def main(argv=None):\n\tif argv is None:\n\t\targv = ['-v']\n\treturn 0\n",
        "for (int i = 0; i < 10; ++i) { total += a[i] * b[i]; }",
        "<html><body class=\"page\">&nbsp;<p>Text</p></body></html>",
        "SELECT * FROM t WHERE id >= 10 AND name != 'x';",
        "{\"ok\": true, \"items\": [1, 2, 3], \"path\": \"C:\\\\dir\\\\file\"}",
        "\\alpha + \\frac{1}{2} \\cdot \\sum_{i=0}^{n} x_i^2",
        "camelCase PascalCase snake_case SCREAMING_CASE kebab-case HTTPServer iOSApp XMLHttpRequest",
        "ALLCAPS Title lower mIxEd",
        "ǅungla ǈubav ǋegoš titlecase",
        "Größe Länge Übermaß straße STRASSE",
        "ça n'est pas très compliqué, où l'on compte; œuvre, Æther",
        "¿Cuántos bytes? ¡Muchísimos! El año próximo",
        "Żółć, gęś, łódź, źródło, ćma",
        "Işık ağaç şöyle İstanbul ıi",
        "Người đọc mở cuốn sách; Đường dài",
        "Читатель открывает книгу и спрашивает о каждом числе.",
        "ЧИТАТЕЛЬ Книга ёлка Ёж пам'ять їжак",
        "Ο αναγνώστης ανοίγει το βιβλίο. ΜΝΗΜΗ ς Σ",
        "ἀρχὴ τοῦ λόγου ᾳ ῷ ᾼ",
        "הקורא פותח את הספר",
        "שָׁלוֹם עֲלֵיכֶם",
        "يفتح القارئ الكتاب ويسأل",
        "السَّلَامُ عَلَيْكُمْ ـــ لله",
        "پژوهش و گفتگو؛ می‌خواهم",
        "पाठक पुस्तक खोलता है। स्मृति क्षत्रिय ज्ञान",
        "পাঠক বইটি খোলেন এবং প্রতিটি সংখ্যা",
        "வாசகர் புத்தகத்தைத் திறந்து",
        "తెలుగు ಕನ್ನಡ മലയാളം සිංහල ਪੰਜਾਬੀ ગુજરાતી ଓଡ଼ିଆ",
        "ผู้อ่านเปิดหนังสือและถาม",
        "ພາສາລາວ ភាសាខ្មែរ မြန်မာဘာသာ བོད་ཡིག",
        "读者打开书，询问每个数字的来源。",
        "讀者打開書，詢問每個數字的來源。123個",
        "読者は本を開き、カタカナとひらがな。ｶﾀｶﾅ ー 々 〆",
        "독자는 책을 펼치고 모든 숫자가 어디에서 왔는지",
        "\u1112\u1161\u11ab\u1100\u1173\u11af decomposed hangul",
        "中文English混合123日本語テスト",
        "龥龦 一 ぀ゟ゠ヿ 㐀 𠀀𠮷",
        "მკითხველი ხსნის Ընթերցողը բացում",
        "አማርኛ ᏣᎳᎩ ᓄᓇᕗᑦ ᠮᠣᠩᠭᠣᠯ ⴰⵎⴰⵣⵉⵖ",
        "𝐀𝐁𝐂 𝓍𝓎𝓏 𝟘𝟙𝟚 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
        "ℌ ℍ ℵ ™ Å Ω ﬁ ﬂ ﷺ ㎏ ㌔",
        "é e\u0301 ö o\u0308 ñ n\u0303 å a\u030a",
        "q\u0323\u0307 q\u0307\u0323 a\u0328\u0301 ệ e\u0323\u0302 e\u0302\u0323",
        "Z\u0351\u036b\u0343a\u0300\u0301\u0302\u0303l\u0334\u0335g\u0321o\u0322",
        "\u0301leading mark \u0308x",
        "\u0958 \u09dc \u0b5c \u0f43 \u2126 \u212b \u1e9b\u0323 \ufb1d \u2adc",
        "\u0344 \u0340 \u0341 \u0374 \u037e \u0387 \u1fef \u2000 \u2001 \u2329",
        "\u1100\u1161 \uac00\u11a8 \u1100\u1161\u11a8 \uac00\u11a7",
        "🙂",
        "🙂🙂🙂",
        "👍🏽 👩🏿‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥",
        "🇫🇷🇩🇪🇯🇵 1️⃣ #️⃣ ☎️ ☎︎",
        "text🎉text 🚀!🚀? ✨✨ ok",
        "→ ← ≤ ≥ ≠ ∑ ∫ √ π ∞ × ÷ ±",
        "“quoted” ‘single’ «guillemets» – — … •",
        "© ® ™ € £ ¥ ₿ § ¶ †",
        "\u0000\u0001\u0002\u001b[0m\u007f",
        "\ufeffbyte order mark \ufffd replacement \ufffe noncharacter",
        "\U0010ffff \U000e0001 \ue000 private",
        "soft\u00adhyphen, word\u2060joiner, \u202eoverride\u202c, zwj\u200d, zwnj\u200c",
        "▁ lower one eighth ▁▁ block ▁start",
        "Ġ Ċ ĉ č Ā ÿ the byte letters",
        "<0x41> <0xE4> <0xZZ> not bytes",
        "<unk> <s> </s> <pad>",
        "<s>start and end</s>",
        "before <|special|> after",
        "<|special|>",
        "<|special|><|special|>",
        " <|special|> ",
        "<|special|",
        "<|special|>\n<|special|>",
        "a<|stop|>b <|stop|> c",
        "<|im_start|>user\nHi<|im_end|>\n",
        "<think>reasons</think> answer <THINK>",
        "<tool>call()</tool>",
        "word leftstrip   <|left|>  x <|right|>   y   <|both|>   z",
        "alone whole wholesome unwhole whole-some whole.",
        "caf\u00e9NAME cafe\u0301NAME NAME name",
        "<start_of_turn>user\nHello<end_of_turn>\n<start_of_turn>model\n",
        "\n\n\n\n\n\n\n\n",
        "a\n\n\nb    c\t\tc",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "abababababababababababababababababababababababab",
        "the" * 40,
        "The reader" * 12,
        " " * 65,
        "\n" * 33,
        "ha" * 50 + "!" * 30,
        "🙂" * 20,
        "读" * 30,
        "=" * 50 + " " + "-" * 50,
        "0" * 41,
        "Don't worry about the weights; worry about the bandwidth. It's 2,400 sequences at 20 ms, isn't it?",
        "When the batch is small, the memory is busy and the arithmetic is idle.\n\nWhen it's large...\n",
        "mixed: Größe 12345 読者 🙂🏽 'll \t\n  x=1; été e\u0301te\u0301 🇫🇷 <|special|> fin",
        "\u1e0b\u0323 \u1e0d\u0307 d\u0323\u0307 \u212bngstr\u00f6m \uf900 \U0002f800 \U0001d15e",
        # Letters, marks and symbols of Unicode 10 to 17, each where its category shows.
        "a\u1df6\u0323 e\u0301\u0d3c\u0323 o\u0c3c\u0323\u0301",
        "\U00031350's \U0002ebf0's \U00010d4a's \U0001e5d0's \U000323b0's \U000187f8's \U0001f8d7 \u03a9",
        "ẛ̣ ﬃ ½ Ⅳ ㈱ ＡＢＣ　ｱｲｳ ﾞ",
    ]
    assert len(plain) == len(set(plain)), "a text stands twice"
    return plain
