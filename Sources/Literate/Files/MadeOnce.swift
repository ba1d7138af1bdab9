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
