dispatchEvent(new CustomEvent("previews", { detail: { digest: "5655757a67de042d", cards: {
"00-start.html#a-served-model-in-one-page": "<p><b>0.4 A served model in one page</b></p>\n<p>If you know how a transformer decodes, skip to the two conventions below.</p>\n<p class=\"way\"><a href=\"00-start.html#a-served-model-in-one-page\">To the section</a></p>"
} } }));
