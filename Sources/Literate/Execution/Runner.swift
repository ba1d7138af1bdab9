import CellRuntime
import Foundation

/// Runs a compiled program in a process of its own and collects what it says.
struct Runner {
  let toolchain: Toolchain
  /// The book's own, which the chapter's library loads.
  var engine: EngineProduct?
  /// Where the program runs: the book's folder, so that `reads=` files are found.
  let directory: String

  /// What runs.
  let program: Program
  /// What is called in its library, one after the other.
  let entries: [String]

  /// Seconds that a cell may take.
  static let timeLimit = 10
  /// Seconds that a `slow` cell may take.
  static let slowTimeLimit = 120
  /// Bytes of events, figures above all, that a program may send.
  private static let eventLimit = 64 << 20

  struct Outcome {
    var transcript: Transcript
    var stop: ProgramStop?
  }

  /// What came out of the child before anything was made of it.
  private struct Raw {
    var events: [Event] = []
    var partial = Data()
    var isOverTime = false
    /// Seconds that the cell which runs may take.
    var limit = Runner.timeLimit
    var isOverEvents = false
  }

  /// Runs `library` and waits for its end, or ends it.
  ///
  /// - Parameters:
  ///   - library: The compiled program.
  ///   - folder: Where its output is kept while it runs.
  ///   - began: Told of each cell that begins.
  /// - Returns: What it said, and how it stopped if it did not reach its end.
  /// - Throws: `Failure` when the runner itself cannot work.
  func run(
    _ library: String,
    in folder: String,
    began: (String) -> Void = { _ in }
  ) throws -> Outcome {
    let (outputPath, errorPath) = (folder + "/stdout", folder + "/stderr")
    let output = try Self.emptyFile(outputPath)
    let errors = try Self.emptyFile(errorPath)
    let pipe = Pipe()
    let child = try ChildProcess(
      [toolchain.runner, toolchain.library, library] + entries,
      environment: [
        "SWIFT_DETERMINISTIC_HASHING": "1", "TZ": "UTC", "LC_ALL": "C",
        "SWIFT_BACKTRACE": "enable=no",
      ],
      directory: directory,
      ChildProcess.Descriptors(output: output, errors: errors, events: pipe.fileHandleForWriting)
    )
    try pipe.fileHandleForWriting.close()
    let raw = listen(to: child, on: pipe.fileHandleForReading.fileDescriptor, began)
    let status = child.wait()
    let printed = try Data(contentsOf: URL(fileURLWithPath: outputPath))
    let said = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: errorPath)).prefix(64 << 10),
      as: UTF8.self
    )
    // A cell may leave with 70 too: the runner itself fails before any cell begins.
    if status == 70, raw.events.isEmpty { throw Failure.runner(said) }
    var outcome = Self.assemble(raw.events, printed: printed)
    outcome.stop = stop(
      raw,
      status: status,
      standardError: Self.withoutStack(said),
      library: library
    )
    // What a cell prints goes to a file, and where there is no room, nowhere: no one has noticed.
    try WorkFolder.expectRoom(in: folder)
    return outcome
  }

  enum Failure: Error {
    case runner(String)
  }

  // MARK: - While it runs

  private func listen(
    to child: ChildProcess,
    on descriptor: Int32,
    _ began: (String) -> Void
  ) -> Raw {
    var raw = Raw()
    let clock = ContinuousClock()
    var deadline = clock.now + .seconds(raw.limit)
    var received = 0
    while true {
      let left = deadline - clock.now
      let milliseconds = max(
        0,
        left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      )
      var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&poller, 1, Int32(milliseconds) + 1)
      if ready == 0 {
        if raw.isOverTime { break }  // asked where it is, it did not answer
        raw.isOverTime = true
        child.signal(SIGUSR2)
        deadline = clock.now + .seconds(2)
        continue
      }
      guard let bytes = ChildProcess.readAvailable(descriptor) else { break }
      received += bytes.count
      if received > Self.eventLimit {
        raw.isOverEvents = true
        break
      }
      if let id = Self.take(bytes, into: &raw), !raw.isOverTime {
        raw.limit = timeLimit(of: id)
        deadline = clock.now + .seconds(raw.limit)
        began(id)
      }
    }
    child.end()
    return raw
  }

  private func timeLimit(of id: String) -> Int {
    program.cells.contains { $0.id == id && $0.options.isSlow }
      ? Self.slowTimeLimit : Self.timeLimit
  }

  /// Adds the whole lines of what came; names the last cell that began.
  private static func take(_ bytes: Data, into raw: inout Raw) -> String? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    var began: String?
    raw.partial += bytes
    while let end = raw.partial.firstIndex(of: UInt8(ascii: "\n")) {
      let line = raw.partial[..<end]
      raw.partial = Data(raw.partial[(end + 1)...])
      guard let event = try? decoder.decode(Event.self, from: line) else { continue }
      raw.events.append(event)
      if case .begin(let id, _) = event { began = id }
    }
    return began
  }

  // MARK: - Afterwards

  /// After the handler and the system's way into it comes the instruction that trapped.
  private static let trappedFrame = 2

  /// Puts text and figures together in the order in which they came.
  private static func assemble(_ events: [Event], printed: Data) -> Outcome {
    var transcript = Transcript()
    var cell: String?
    var position = 0
    func takeText(upTo end: Int) {
      let end = min(max(end, position), printed.count)
      if let cell, end > position {
        transcript.output[cell, default: []].append(
          .text(String(decoding: printed[position..<end], as: UTF8.self))
        )
      }
      position = end
    }
    for event in events {
      switch event {
      case .begin(let id, let output):
        takeText(upTo: output)
        cell = id
      case .end(_, let output):
        takeText(upTo: output)
        cell = nil
      case .figure(let figure, let output):
        takeText(upTo: output)
        if let cell { transcript.output[cell, default: []].append(.figure(RecordedFigure(figure))) }
      case .value(let slot, let value): transcript.values[slot] = value
      case .readings(let reader, let figures): transcript.readings.add(figures, by: reader)
      case .members(let slot, let figures): transcript.add(figures, inside: slot)
      case .kept(let name, let type, let json):
        transcript.kept.append(KeptConstant(name: name, type: type, json: json))
      case .trace(let trace): if let cell { transcript.traces[cell, default: []].append(trace) }
      case .stop: break
      }
    }
    return Outcome(transcript: transcript, stop: nil)
  }

  private func stop(
    _ raw: Raw,
    status: Int32,
    standardError: String,
    library: String
  ) -> ProgramStop? {
    var cell: String?
    var isInCell = false
    var report: (signal: Int32, frames: [Event.Frame], thrown: [Event.Frame])?
    for event in raw.events {
      switch event {
      case .begin(let id, _): (cell, isInCell) = (id, true)
      case .end: isInCell = false
      case .stop(let signal, let frames, let thrown): report = (signal, frames, thrown)
      default: break
      }
    }
    guard status != 0 || isInCell || raw.isOverTime || raw.isOverEvents else { return nil }
    let symbolizer = Symbolizer(toolchain: toolchain, library: library, engine: engine)
    var frames = symbolizer.frames(report?.frames ?? [], trapsAt: Self.trappedFrame)
    let isUncaught = standardError.contains("Error raised at top level")
    if isUncaught { frames = symbolizer.frames(report?.thrown ?? [], trapsAt: nil) + frames }
    let reason: ProgramStop.Reason
    switch report?.signal {
    case _ where raw.isOverTime: reason = .timeLimit(seconds: raw.limit)
    case SIGXFSZ: reason = .outputLimit
    case _ where raw.isOverEvents: reason = .outputLimit
    case SIGSYS: reason = .startedProcess
    case _ where Self.isOutOfMemory(standardError): reason = .memoryLimit
    case .some(let signal): reason = .trap(Self.words(signal, frames, standardError))
    case nil where status > 128: reason = .killed(signal: status - 128)
    case nil: reason = .exited(status: status)
    }
    return ProgramStop(
      reason: reason,
      cell: cell,
      places: frames.map(\.place),
      standardError: standardError
    )
  }

  /// Leaves out what the runtime says of the stack of a fatal error.
  private static func withoutStack(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      line != "Current stack trace:" && line.wholeMatch(of: /\d+ +\S+ +0x[0-9a-f]+ .*/) == nil
    }.joined(separator: "\n")
  }

  private static func isOutOfMemory(_ text: String) -> Bool {
    ["failed to allocate", "Out of memory", "bad_alloc", "Could not allocate memory"]
      .contains { text.contains($0) }
  }

  /// The runtime's own words for a trap, from standard error or from the name of the failing frame.
  private static func words(_ signal: Int32, _ frames: [Symbolizer.Frame], _ text: String) -> String
  {
    let lines = text.split(separator: "\n").map(String.init)
    if let line = lines.last(where: { $0.contains("Fatal error:") }),
      let range = line.firstRange(of: "Fatal error: ")
    {
      // The chapter's program is a module of that name; its author has never heard of it.
      return String(line[range.upperBound...]).replacing("chapter.", with: "")
    }
    let mark = "Swift runtime failure: "
    if let frame = frames.first(where: { $0.function.hasPrefix(mark) }) {
      return String(frame.function.dropFirst(mark.count))
    }
    if let last = lines.last { return last }
    switch signal {
    case SIGSEGV, SIGBUS: return "bad memory access or stack overflow"
    default: return "trap (signal \(signal))"
    }
  }

  private static func emptyFile(_ path: String) throws -> FileHandle {
    guard FileManager.default.createFile(atPath: path, contents: nil) else {
      throw Failure.runner("cannot create \(path)")
    }
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }
}
