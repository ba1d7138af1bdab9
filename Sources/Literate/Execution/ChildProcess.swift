import CCellSupport
package import Foundation

/// A child process whose output is read while it runs, with a limit on the time it may be silent about.
package struct ChildProcess {
  package struct Result: Sendable {
    /// The exit status; 128 + N for a process that signal N ended.
    package var status: Int32
    package var standardOutput: Data
    package var standardError: Data
  }

  package enum Failure: Error, Sendable {
    case cannotStart(program: String, reason: String)
  }

  let processID: Int32

  /// Where a child writes: descriptors of ours.
  struct Descriptors {
    var output: FileHandle
    var errors: FileHandle
    var events: FileHandle?
  }

  /// Starts a program in a session of its own, so that it and all it starts can be ended together.
  ///
  /// It dies with the thread that starts it: wait for it there.
  ///
  /// - Parameters:
  ///   - arguments: The path of the program first.
  ///   - environment: All of its environment.
  ///   - directory: Where it runs; here if nil.
  ///   - descriptors: Where it writes.
  /// - Throws: `cannotStart` with the system's reason.
  init(
    _ arguments: [String],
    environment: [String: String],
    directory: String? = nil,
    _ descriptors: Descriptors
  ) throws(Failure) {
    let argv = unsafe Self.cStrings(arguments)
    let envp = unsafe Self.cStrings(environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })
    defer { _ = unsafe (argv + envp).map { unsafe free($0) } }
    let (id, error) = Interruption.start {
      var id: Int32 = 0
      let error = unsafe ccs_spawn(
        &id,
        argv,
        envp,
        directory,
        descriptors.output.fileDescriptor,
        descriptors.errors.fileDescriptor,
        descriptors.events?.fileDescriptor ?? -1
      )
      return (id, error)
    }
    guard error == 0 else {
      throw .cannotStart(program: arguments[0], reason: unsafe String(cString: strerror(error)))
    }
    processID = id
    ChildGroup.current?.add(id)
  }

  private static func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
    unsafe strings.map { unsafe strdup($0) } + [nil]
  }

  /// Sends a signal to this process alone.
  func signal(_ number: Int32) { kill(processID, number) }

  /// Ends the process and everything in its session's group.
  func end() { kill(-processID, SIGKILL) }

  /// Waits until it has ended, and leaves nothing of its group behind.
  func wait() -> Int32 {
    var status: Int32 = 0
    // Whoever ends the group must not hit a stranger: the id is free for others once it has been waited for.
    var information = unsafe siginfo_t()
    while unsafe waitid(P_PID, id_t(processID), &information, WEXITED | WNOWAIT) < 0,
      errno == EINTR
    {}
    ChildGroup.current?.remove(processID)
    while unsafe waitpid(processID, &status, 0) < 0, errno == EINTR {}
    kill(-processID, SIGKILL)
    Interruption.hasEnded(processID)
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  /// Runs a program to its end and returns what it wrote; both pipes are read while it runs.
  ///
  /// - Parameters:
  ///   - arguments: The path of the program first.
  ///   - environment: All of its environment; ours if nil.
  ///   - directory: Where it runs; here if nil.
  /// - Returns: Its status and all that it wrote.
  /// - Throws: `cannotStart` with the system's reason.
  package static func run(
    _ arguments: [String],
    environment: [String: String]? = nil,
    directory: String? = nil
  ) throws(Failure) -> Result {
    let output = Pipe()
    let errors = Pipe()
    let child = try ChildProcess(
      arguments,
      environment: environment ?? ProcessInfo.processInfo.environment,
      directory: directory,
      Descriptors(output: output.fileHandleForWriting, errors: errors.fileHandleForWriting)
    )
    try? output.fileHandleForWriting.close()
    try? errors.fileHandleForWriting.close()
    var texts = [Data(), Data()]
    var readers = [output, errors].map {
      pollfd(fd: $0.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    }
    while readers.contains(where: { $0.fd >= 0 }) {
      guard unsafe poll(&readers, nfds_t(readers.count), -1) >= 0 || errno == EINTR else { break }
      for index in readers.indices where readers[index].fd >= 0 && readers[index].revents != 0 {
        guard let bytes = readAvailable(readers[index].fd) else {
          readers[index].fd = -1
          continue
        }
        texts[index] += bytes
      }
    }
    return Result(status: child.wait(), standardOutput: texts[0], standardError: texts[1])
  }

  /// What can be read now; nil at the end.
  static func readAvailable(_ descriptor: Int32) -> Data? {
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    let count = unsafe read(descriptor, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return Data() }
    return count > 0 ? Data(buffer[..<count]) : nil
  }
}
