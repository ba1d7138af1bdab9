import Literate
import Testing

@Suite struct FirmWordsTests {
  @Test(arguments: [
    "<p>Of GPT-4.</p>": "<p>Of <span class=\"firm\">GPT-4</span>.</p>",
    "(Qwen3-235B-A22B)": "(<span class=\"firm\">Qwen3-235B-A22B</span>)",
    "with <math><mi>C</mi></math>, then":
      "with <span class=\"firm\"><math><mi>C</mi></math>,</span> then",
  ])
  func holdsTogether(html: String, expected: String) {
    #expect(FirmWords.set(html) == expected)
  }

  @Test(arguments: [
    "an all-to-all of 2025-08", "<code>GPT-4</code> <a href=\"GPT-4.html\">one</a>",
    "<svg><text>GPT-4</text></svg>", "<select><option>GPT-4</option></select>",
    "<math><mi>C</mi></math> alone", "example.com/GPT-4",
    "<span class=\"card\" id=\"c-1\"><span>GPT-4</span></span>",
  ])
  func leavesAlone(html: String) {
    #expect(FirmWords.set(html) == html)
  }

  @Test(arguments: [
    "378 million tokens/s": "378\u{A0}million\u{A0}tokens/s", "32 of 256": "32\u{A0}of\u{A0}256",
    "5 to 10 months": "5\u{A0}to\u{A0}10\u{A0}months", "2 of them": "2\u{A0}of them",
    "a million tokens": "a million tokens",
  ])
  func numbersHoldOnToWhatTheyCount(text: String, expected: String) {
    #expect(text.withFirmSpaces == expected)
  }
}
