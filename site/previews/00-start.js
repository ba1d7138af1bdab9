dispatchEvent(new CustomEvent("previews", { detail: { digest: "fac8f6255ec65f50", cards: {
"glossary.html#term-batch": "<p><b>batch</b> The sequences that go through the model in one pass; each gets one new token.</p>\n<p class=\"way\"><a href=\"glossary.html#term-batch\">In the glossary</a></p>",
"glossary.html#term-decode": "<p><b>decode</b> Making tokens one after another, each pass reading what earlier tokens left in the cache.</p>\n<p class=\"way\"><a href=\"glossary.html#term-decode\">In the glossary</a></p>",
"glossary.html#term-expert": "<p><b>expert</b> One of many feed-forward blocks in a layer, of which each token visits a few.</p>\n<p class=\"way\"><a href=\"glossary.html#term-expert\">In the glossary</a></p>",
"glossary.html#term-hbm": "<p><b>HBM</b> High-bandwidth memory, stacked beside the arithmetic in the package of a chip.</p>\n<p class=\"way\"><a href=\"glossary.html#term-hbm\">In the glossary</a></p>",
"glossary.html#term-head": "<p><b>head</b> One of several attentions that look back side by side in a layer, each with its own query.</p>\n<p class=\"way\"><a href=\"glossary.html#term-head\">In the glossary</a></p>",
"glossary.html#term-kv-cache": "<p><b>KV cache</b> The key and value vectors that earlier tokens of a sequence left behind in every layer.</p>\n<p class=\"way\"><a href=\"glossary.html#term-kv-cache\">In the glossary</a></p>",
"glossary.html#term-pass": "<p><b>pass</b> One run through all layers, which gives each sequence of the batch one new token.</p>\n<p class=\"way\"><a href=\"glossary.html#term-pass\">In the glossary</a></p>",
"glossary.html#term-prefill": "<p><b>prefill</b> Reading a prompt, with many tokens of a sequence in a single pass.</p>\n<p class=\"way\"><a href=\"glossary.html#term-prefill\">In the glossary</a></p>",
"ledger.html#C003": "<p><b>C003</b> <span class=\"what\">1:40, Reiner Pope</span></p>\n<p>Batch size is the main lever behind fast and slow tiers</p>\n<p><span class=\"verdict opinion\">Opinion</span></p>\n<p class=\"way\"><a href=\"ledger.html#C003\">In the ledger</a></p>",
"ledger.html#C027": "<p><b>C027</b> <span class=\"what\">19:05, Reiner Pope</span></p>\n<p>The batch should exceed about 300 times the sparsity</p>\n<p><span class=\"verdict holds\">Holds</span></p>\n<p class=\"way\"><a href=\"ledger.html#C027\">In the ledger</a></p>"
} } }));
