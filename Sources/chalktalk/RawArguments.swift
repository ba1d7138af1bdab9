/// The arguments as the system hands them over, before Swift repairs what is no text.
enum RawArguments {
  /// Whether all arguments are UTF-8.
  ///
  /// Swift reads an argument with other bytes as a text with U+FFFD in their place, so that a prompt would
  /// silently be another one.
  static var areText: Bool {
    unsafe UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
      .allSatisfy { argument in
        guard let argument = unsafe argument else { return true }
        return unsafe String(validatingCString: argument) != nil
      }
  }
}
