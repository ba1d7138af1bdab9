import Synchronization

/// A value that is made when it is first asked for, and once for all who ask.
final class MadeOnce<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  /// The value; whoever asks while it is being made waits for it.
  func get(_ make: () -> Value) -> Value {
    value.withLock { value in
      if let value { return value }
      let made = make()
      value = made
      return made
    }
  }
}

/// Values that are made when they are first asked for, each once for its name.
final class KnownByName<Value: Sendable>: Sendable {
  private let values = Mutex<[String: Value]>([:])

  /// The value of a name; whoever asks for the same one meanwhile may make it too.
  ///
  /// - Parameters:
  ///   - name: Whose.
  ///   - make: Makes it.
  /// - Returns: What was made first.
  /// - Throws: What `make` throws; nothing is kept then.
  func value(of name: String, _ make: () throws -> Value) rethrows -> Value {
    if let value = values.withLock({ $0[name] }) { return value }
    let made = try make()
    return values.withLock { values in
      let first = values[name] ?? made
      values[name] = first
      return first
    }
  }
}
