#!/usr/bin/env python3
"""The bench's book in the dialects of other tools. Stands in the folder that .ci/peer-books made.

    peer list                       the tools' names
    peer NAME write EDIT SALT       writes the book; EDIT is none, cell, prose, insert or library
    peer NAME clean                 removes everything that NAME makes
    peer NAME shown                 prints what the page of chapter 4 shows as j, if outputs are on its pages
    peer NAME holds WORD            prints yes if that page holds the word, no if not
    NAME/build                      builds it, a shell script of its own so that nothing of this is timed

The book is that of `chalktalk bench book`: 8 chapters of 10 cells, each printing one value made from the cell
before, the last one dividing by the one constant of a library. Files whose text has not changed are not written.
"""
import pathlib, re, shlex, shutil, sys

ROOT = pathlib.Path(__file__).resolve().parent
CHAPTERS, TARGET = range(1, 9), 4
WORDS = (
    "Every step of a decoder reads all of the weights once, whatever the number of sequences, so the time of a step "
    "has a floor: the bytes that are read over the bandwidth of the memory. A prompt is read many tokens at a time "
    "and uses each weight as often, so there the arithmetic decides. This paragraph stands under each heading so "
    "that a page weighs what a page of a book weighs."
)
TABLE = "\n| what is counted | unit |\n|---|---|\n| bytes of a step | B |\n| bandwidth | B/s |\n"
FORMULA = "\n$$ t = \\frac{B}{W} $$\n"


def constant(edit, salt):
    """What the library says."""
    return 2e12 + salt * 1e10 if edit == "library" else 3.35e12


def steps(chapter, edit, salt):
    """(name, expression) of each cell; `W` stands for the library's constant."""
    hit = chapter == TARGET
    heads = 16 + salt if edit == "cell" and hit else 8
    chain = [("a", f"{16 + 4 * chapter}.0"), ("b", "a * 128.0"), ("c", f"b * {heads}.0")]
    if edit == "insert" and hit:
        chain.append(("c", f"c + {1 + salt}.0"))
    chain.append(("d", "c * 4.0"))
    for k, (before, name) in enumerate(zip("defgh", "efghi")):
        chain.append((name, f"{before} * {'1.5' if k % 2 else '0.5'} + {k}.0"))
    return chain + [("j", "i / W")]


def prose(chapter, number, edit, salt):
    word = f"plainly{salt} " if edit == "prose" and chapter == TARGET and number == 5 else ""
    return f"Step {number} of chapter {chapter}. {word}{WORDS}"


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def pages(chapter, edit, salt, fence, ending=TABLE + FORMULA, head="", setup=""):
    """A chapter in Markdown; `fence` makes the block of a cell from its name and expression."""
    text = f"{head}# Chapter {chapter}: a decode step\n\n{WORDS}\n\n{setup}"
    for number, (name, expression) in enumerate(steps(chapter, edit, salt), 1):
        text += f"\n## Step {number}: the value {name}\n\n{prose(chapter, number, edit, salt)}\n\n"
        text += fence(number, name, expression)
    return text + ending


def python(name, expression):
    return f"{name} = {expression.replace('W', 'bandwidth')}\nprint(f'{name} = {{{name}:.6g}}')\n"


IMPORT = "import sys\nsys.path.insert(0, '.')\nfrom peerlib import bandwidth\n"


def mkdocs(out, edit, salt):
    for chapter in CHAPTERS:
        start = f'```python exec="1" source="above" result="text" session="{chapter}"\n'
        fence = lambda number, name, expression: start + python(name, expression) + "```\n"
        put(out / f"docs/ch{chapter}.md", pages(chapter, edit, salt, fence, setup=start + IMPORT + "```\n"))
    put(out / "docs/index.md", "# Peer book\n")
    put(out / "peerlib.py", f"bandwidth = {constant(edit, salt)}\n")
    put(
        out / "mkdocs.yml",
        "site_name: Peer book\nuse_directory_urls: false\ntheme:\n  name: material\n  font: false\n"
        "plugins:\n- search\n- markdown-exec\nmarkdown_extensions:\n- pymdownx.superfences\n"
        "- pymdownx.highlight\n- tables\n- pymdownx.arithmatex:\n    generic: true\n",
    )


def myst_nb(out, edit, salt):
    head = (
        "---\njupytext:\n  text_representation:\n    format_name: myst\nkernelspec:\n"
        "  name: python3\n  display_name: Python 3\n---\n\n"
    )
    start = "```{code-cell} python3\n"
    fence = lambda number, name, expression: start + python(name, expression) + "```\n"
    for chapter in CHAPTERS:
        text = pages(chapter, edit, salt, fence, head=head, setup=start + IMPORT + "```\n")
        put(out / f"ch{chapter}.md", text)
    names = "\n".join(f"ch{chapter}" for chapter in CHAPTERS)
    put(out / "index.md", "# Peer book\n\n```{toctree}\n" + names + "\n```\n")
    put(out / "peerlib.py", f"bandwidth = {constant(edit, salt)}\n")
    put(
        out / "conf.py",
        "project = 'Peer book'\nextensions = ['myst_nb']\nhtml_theme = 'sphinx_book_theme'\n"
        "myst_enable_extensions = ['dollarmath']\nnb_execution_mode = 'cache'\n"
        "nb_execution_cache_path = '_cache'\nnb_merge_streams = True\n"
        "exclude_patterns = ['_build', '_cache']\n",
    )


def mdbook(out, edit, salt):
    for chapter in CHAPTERS:
        # rustdoc runs each block alone: what stands above is repeated in hidden lines.
        above = [f"fn bandwidth() -> f64 {{ {constant(edit, salt):e} }}"]

        def fence(number, name, expression):
            line = f"let {name}: f64 = {expression.replace('W', 'bandwidth()')};"
            text = "```rust\n" + "".join(f"# {hidden}\n" for hidden in above)
            above.append(line)
            return text + f'{line}\nprintln!("{name} = {{{name}}}");\n```\n'

        put(out / f"src/ch{chapter}.md", pages(chapter, edit, salt, fence))
    lines = "".join(f"- [Chapter {chapter}](ch{chapter}.md)\n" for chapter in CHAPTERS)
    put(out / "src/SUMMARY.md", "# Summary\n\n" + lines)
    put(out / "book.toml", '[book]\ntitle = "Peer book"\n[rust]\nedition = "2024"\n')


def docc(out, edit, salt):
    catalogue = out / "Sources/PeerLib/PeerLib.docc"
    for chapter in CHAPTERS:
        code, seen = "import PeerLib\n", {}

        def fence(number, name, expression):
            # A second `c` has a name of its own, and what follows uses that one.
            nonlocal code
            used = re.sub(r"\b[a-j]\b", lambda match: seen.get(match[0], match[0]), expression)
            seen[name] = name + "2" if name in seen else name
            code += f"\n// snippet.s{number}\nlet {seen[name]}: Double = {used.replace('W', 'bandwidth')}\n"
            code += f'print("{name} =", {seen[name]})\n// snippet.end\n'
            return f'@Snippet(path: "docc/Snippets/ch{chapter}", slice: "s{number}")\n'

        text = pages(chapter, edit, salt, fence, ending=TABLE).replace("\n## ", "\n## Overview\n\n### ", 1)
        put(catalogue / f"Chapter{chapter}.md", text)
        put(out / f"Snippets/ch{chapter}.swift", code)
    topics = "".join(f"- <doc:Chapter{chapter}>\n" for chapter in CHAPTERS)
    put(catalogue / "PeerLib.md", "# ``PeerLib``\n\nA book.\n\n## Topics\n\n### Chapters\n\n" + topics)
    put(
        out / "Sources/PeerLib/PeerLib.swift",
        f"/// The one constant.\npublic let bandwidth: Double = {constant(edit, salt)}\n",
    )
    put(
        out / "Package.swift",
        "// swift-tools-version:6.0\nimport PackageDescription\n\nlet package = Package(\n"
        '  name: "docc",\n  products: [.library(name: "PeerLib", targets: ["PeerLib"])],\n'
        '  dependencies: [.package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0")],\n'
        '  targets: [.target(name: "PeerLib")]\n)\n',
    )


# How each is written, built and cleaned; the page of chapter 4, and whether outputs are on it.
PEERS = {
    "mkdocs": (mkdocs, ["../mkdocs-venv/bin/mkdocs build -q"], ["site"], "site/ch4.html", True),
    "myst-nb": (
        myst_nb,
        ["../myst-nb-venv/bin/sphinx-build -q -b html . _build"],
        ["_build", "_cache"],
        "_build/ch4.html",
        True,
    ),
    "mdbook": (mdbook, ["../mdbook-venv/bin/mdbook build", "../mdbook-venv/bin/mdbook test"], ["book"], "book/ch4.html", False),
    "docc": (
        docc,
        ["swift build"]
        + [f".build/debug/ch{chapter}" for chapter in CHAPTERS]
        + [
            "swift package --allow-writing-to-directory ./site generate-documentation --target PeerLib "
            "--output-path ./site --transform-for-static-hosting"
        ],
        [".build", "site"],
        "site/data/documentation/peerlib/chapter4.json",
        False,
    ),
}


def main():
    if sys.argv[1:] == ["list"]:
        print("\n".join(PEERS))
        return
    name, action = sys.argv[1:3]
    write, commands, made, page, shows_outputs = PEERS[name]
    out = ROOT / name
    if action == "write":
        write(out, sys.argv[3], int(sys.argv[4]))
        script = f"#!/bin/sh\nset -e\ncd {shlex.quote(str(out))}\nexport PATH NO_MKDOCS_2_WARNING=1\n"
        script += f'PATH={shlex.quote(str(ROOT / "myst-nb-venv/bin"))}:"$PATH"\n' if name == "myst-nb" else ""
        put(out / "build", script + "\n".join(commands) + "\n")
        (out / "build").chmod(0o755)
    elif action == "clean":
        for folder in made:
            shutil.rmtree(out / folder, ignore_errors=True)
    elif action == "holds":
        print("yes" if sys.argv[3] in (out / page).read_text(errors="replace") else "no")
    elif action == "shown" and shows_outputs:
        text = re.sub(r"<[^>]*>", "", (out / page).read_text(errors="replace"))
        print("\n".join(sorted(set(re.findall(r"\bj = ([0-9][0-9.e+-]*)", text)))))


main()
