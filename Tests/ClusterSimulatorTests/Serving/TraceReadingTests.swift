import ClusterSimulator
import Quantities
import Testing

@Suite struct TraceReadingTests {
  @Test func readsAzuresTable() throws {
    let trace = try RequestTrace(
      text: """
        TIMESTAMP,ContextTokens,GeneratedTokens\r
        2023-11-16 18:15:46.6805900,374,44\r
        2023-11-16 18:15:50.9951690,396,109\r
        2023-11-17 00:00:00.0000001,879,55
        """
    )
    #expect(trace.map(\.promptTokens) == [374, 396, 879])
    #expect(trace.map(\.outputTokens) == [44, 109, 55])
    #expect(trace.map(\.arrival) == [0, 4.314579, 20653.3194101].map { Quantity($0, .seconds) })
    #expect(trace.blockTokens == nil && trace.allSatisfy(\.blocks.isEmpty))
  }

  @Test func readsAzuresLaterDatesWithTheirOffset() throws {
    let trace = try RequestTrace(
      text: """
        TIMESTAMP,ContextTokens,GeneratedTokens
        2024-02-28 23:59:59.5+00:00,1,1
        2024-02-29T05:30:00.25+05:30,2,2
        2024-03-01 00:00:00Z,3,3
        2024-02-28 18:59:59-05:00,4,4
        """
    )
    // The last row is the earliest.
    #expect(trace.map(\.promptTokens) == [4, 1, 2, 3])
    #expect(
      trace.map(\.arrival) == [0, 0.5, 1.25, 86401].map { Quantity($0, .seconds) }
    )
  }

  @Test func readsMooncakesLines() throws {
    let trace = try RequestTrace(
      text: """

        {"timestamp": 3000, "input_length": 1025, "output_length": 7, "hash_ids": [40, 7, 9]}
        {"hash_ids":[40,11],"note":{"a":[1,"x\\"}",null]},"output_length":0,"input_length":1024,\
        "timestamp":0.5}
        """
    )
    #expect(trace.blockTokens == 512)
    #expect(trace.map(\.arrival) == [0.0005, 3].map { Quantity($0, .seconds) })
    #expect(trace.map(\.promptTokens) == [1024, 1025])
    #expect(trace.map(\.outputTokens) == [0, 7])
    // Names are numbered in the file's order of first mention: 40, 7, 9, 11.
    #expect(trace.map(\.blocks) == [[0, 3], [0, 1, 2]])
  }

  @Test func readsOurTableWithAndWithoutBlocks() throws {
    let bare = try RequestTrace(
      text: "arrival_ms,prompt_tokens,output_tokens\n10,5,6\n7.25,3,4\n"
    )
    #expect(bare.map(\.promptTokens) == [3, 5])
    #expect(bare.first?.arrival == Quantity(0.00725, .seconds))
    let named = try RequestTrace(
      text: "arrival_ms,prompt_tokens,output_tokens,blocks_of_4\n0,9,1,5-6 2\n1,8,1,5 6\n"
    )
    #expect(named.blockTokens == 4)
    #expect(named.map(\.blocks) == [[0, 1, 2], [0, 1]])
  }

  @Test func sameTimesKeepTheirOrder() throws {
    let rows = (0..<200).map { "\($0 % 3),\($0 + 1),1" }.joined(separator: "\n")
    let trace = try RequestTrace(text: "arrival_ms,prompt_tokens,output_tokens\n" + rows)
    let prompts = trace.map(\.promptTokens)
    #expect(
      prompts == (0..<3).flatMap { time in (0..<200).filter { $0 % 3 == time }.map { $0 + 1 } }
    )
  }

  @Test func headingAloneIsATraceWithoutRequests() throws {
    #expect(try RequestTrace(text: "TIMESTAMP,ContextTokens,GeneratedTokens\r\n").isEmpty)
    #expect(try RequestTrace(text: "arrival_ms,prompt_tokens,output_tokens").isEmpty)
  }

  @Test(arguments: [
    ("", "1:1: '' begins no trace"),
    ("time,tokens\n1,2", "1:1: 'time,tokens' begins no trace"),
    ("TIMESTAMP,ContextTokens,GeneratedTokens,Model\n", "1:40: found ',' where the end of"),
    ("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-13-16 18:15:46,3,4", "2:6: 'month' is 13;"),
    ("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-02-29 18:15:46,3,4", "2:9: 'day' is 29;"),
    (
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-02-28 18:15:46,3,x",
      "2:23: found 'x' where GeneratedTokens, a whole number should stand"
    ),
    (
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-02-28 18:15:46,0,4",
      "2:21: 'ContextTokens' is 0; it should be from 1 to 100000000"
    ),
    (
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-02-28 18:15:46,3",
      "2:22: found the end of the te"
    ),
    (
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-02-28 18:15:46.,3,4",
      "2:21: found ',' where dig"
    ),
    ("{\"timestamp\": 1", "1:16: found the end of the text where ',' or '}' should stand"),
    ("{\"timestamp\": -1}", "1:15: found '-' where timestamp, a whole number should stand"),
    ("{}", "1:1: 'timestamp' is missing"),
    ("{\"timestamp\": 1, \"timestamp\": 2}", "1:18: 'timestamp' stands twice"),
    ("{\"timestamp\": 1, \"input_length\": 5, \"output_length\": 1}", "1:1: 'hash_ids' is missing"),
    (
      "{\"timestamp\": 1, \"input_length\": 513, \"output_length\": 1, \"hash_ids\": [4]}",
      "1:1: 1 blocks for a prompt of 513 tokens; name 2,"
    ),
    (
      "\n{\"timestamp\": 1, \"input_length\": 513, \"output_length\": 1, \"hash_ids\": [4, 4]}",
      "2:75: block 4 stands twice in one prompt"
    ),
    (
      "{\"timestamp\": 1234567890123456789}",
      "1:15: 'timestamp' is 1234567890123456789; it should be a"
    ),
    ("{\"timestamp\": 1} {", "1:1: 'input_length' is missing"),
    ("{\"a\": \"b", "1:9: found the end of the text where '\"'"),
    ("{\"a\": \u{7}}", "1:7: found a byte that is no plain character where a value"),
    ("arrival_ms,prompt_tokens,output_tokens,blocks_of_0\n", "1:50: 'tokens of a block' is 0;"),
    (
      "arrival_ms,prompt_tokens,output_tokens,blocks_of_4\n0,8,1,0-999999999999\n",
      "2:7: 'blocks' is 0; it should be runs that ascend, with as many blocks as the prompt fills (2)"
    ),
    ("arrival_ms,prompt_tokens,output_tokens,blocks_of_4\n0,8,1,2-1\n", "2:7: 'blocks' is 2;"),
    (
      "arrival_ms,prompt_tokens,output_tokens,blocks_of_4\n0,8,1,2 2\n", "2:9: block 2 stands twice"
    ),
    (
      "arrival_ms,prompt_tokens,output_tokens\n0,8,1,2\n",
      "2:6: found ',' where the end of the line"
    ),
    (
      "arrival_ms,prompt_tokens,output_tokens\n0,8,1\n\n9999999999999,1,1",
      "4:1: 'arrival_ms' is 9999"
    ),
  ])
  func saysWhatIsWrongAndWhere(text: String, beginning: String) {
    let error = #expect(throws: TraceError.self) { try RequestTrace(text: text) }
    let message = error.map { "\($0)" } ?? ""
    #expect(message.hasPrefix(beginning), "\(message)")
  }

  @Test func deepNestingEndsInAnError() {
    let text = "{\"a\": " + String(repeating: "[", count: 100_000)
    let error = #expect(throws: TraceError.self) { try RequestTrace(text: text) }
    #expect(error.map { "\($0)".contains("less deep") } == true)
  }

  @Test func missingFileIsAnErrorThatNamesIt() {
    let error = #expect(throws: TraceError.self) { try RequestTrace(file: "/nowhere/trace.csv") }
    let message = error.map { "\($0)" } ?? ""
    #expect(message.hasPrefix("cannot read '/nowhere/trace.csv': No such file or directory;"))
    #expect(throws: TraceError.self) { try RequestTrace(file: "/") }
  }

  @Test func everyCutOfALineIsAnErrorOrATrace() throws {
    let line =
      "{\"timestamp\": 27482, \"input_length\": 600, \"output_length\": 52, \"hash_ids\": [46, 47]}"
    for count in 1..<line.count {
      #expect(throws: TraceError.self) { try RequestTrace(text: String(line.prefix(count))) }
    }
    #expect(try RequestTrace(text: line).count == 1)
  }
}

@Suite struct PublishedTraceTests {
  @Test func azureConversationHasItsCounts() throws {
    let trace = try TraceFiles.azureConversation()
    #expect(trace.count == 19_366)
    #expect(trace.promptTokens == 22_361_870 && trace.outputTokens == 4_088_665)
    #expect(abs(trace.span - Quantity(3501.721937, .seconds)) < Quantity(1, .microseconds))
    let rate = try #require(trace.meanRate)
    #expect(abs(rate.value(in: .one / .seconds) - 5.530) < 0.001)
  }

  @Test func mooncakeTracesHaveTheirCounts() throws {
    let conversation = try TraceFiles.mooncakeConversation()
    #expect(conversation.count == 12_031 && conversation.promptTokens == 144_793_823)
    #expect(conversation.span == Quantity(3536.999, .seconds))
    let synthetic = try TraceFiles.mooncakeSynthetic()
    #expect(synthetic.count == 3993 && synthetic.promptTokens == 61_194_628)
    #expect(synthetic.blockTokens == 512)
  }
}
