"""Records what llama2.c's encoder and decoder answer for its own tokenizer files.

    git clone https://github.com/karpathy/llama2.c && python record_llama2c.py llama2.c/run.c

Compiles run.c (without its main) together with a few lines that read texts and print tokens.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from corpus import texts

HERE = pathlib.Path(__file__).parent
FILES = {"../../models/tok512.bin": 512, "llama2-tokenizer.bin": 32000}

HARNESS = r"""
#define TESTING
#include "%s"
int main(int argc, char **argv) {
  Tokenizer t;
  build_tokenizer(&t, argv[1], atoi(argv[2]));
  int length;
  while (scanf("%%d", &length) == 1) {
    getchar();
    char *text = calloc(length + 1, 1);
    if (fread(text, 1, length, stdin) != (size_t)length) return 1;
    int *tokens = malloc((length + 3) * sizeof(int)), count;
    encode(&t, text, 1, 0, tokens, &count);
    for (int i = 0; i < count; i++) printf("%%d ", tokens[i]);
    printf("\n");
    for (int i = 1; i < count; i++) {
      for (char *piece = decode(&t, tokens[i - 1], tokens[i]); *piece; piece++) printf("%%02x", (unsigned char)*piece);
    }
    printf("\n");
  }
}
"""


def main():
    source = pathlib.Path(sys.argv[1]).resolve()
    # A C string ends at the first zero.
    asked = [t for t in texts() if "\0" not in t]
    with tempfile.TemporaryDirectory() as folder:
        code = pathlib.Path(folder, "harness.c")
        code.write_text(HARNESS % source)
        subprocess.run(["cc", "-O1", "-w", code, "-o", code.with_suffix(""), "-lm"], check=True)
        for name, size in FILES.items():
            fed = b"".join(b"%d %s" % (len(t.encode()), t.encode()) for t in asked)
            done = subprocess.run(
                [code.with_suffix(""), HERE / name, str(size)],
                input=fed,
                capture_output=True,
                check=True,
            )
            lines = done.stdout.decode().split("\n")
            answers = []
            for i, text in enumerate(asked):
                tokens = [int(t) for t in lines[2 * i].split()]
                shown = bytes.fromhex(lines[2 * i + 1]).decode("utf-8", "replace")
                answers.append([text, tokens, None if shown == text else shown])
            folder = HERE / f"llama2c-{pathlib.Path(name).stem}"
            folder.mkdir(exist_ok=True)
            document = {"library": "llama2.c 350e04f", "texts": answers}
            (folder / "expected.json").write_text(
                json.dumps(document, ensure_ascii=False, separators=(",", ":"))
            )


if __name__ == "__main__":
    main()
