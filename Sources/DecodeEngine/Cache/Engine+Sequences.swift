extension Engine {
  /// A sequence without tokens yet.
  ///
  /// A contiguous cache reserves what the sequence may become: `capacity`, by default as much as any can.
  public func sequence(capacity: Int? = nil) -> Sequence {
    let most = longestSequence
    return Sequence(SequenceCache(caches, capacity: min(max(capacity ?? most, 0), most)))
  }

  /// A sequence that begins with what is cached of a text already: its longest prefix in whole blocks.
  ///
  /// The rest of the text, from `length` on, is to be fed; at least its last token.
  public func sequence(startingWith text: [Int32], capacity: Int? = nil) -> Sequence {
    let sequence = sequence(capacity: capacity)
    _ = sequence.cache.adopt(text)
    return sequence
  }

  /// Forgets all prefixes that no sequence holds.
  public func forgetPrefixes() { caches.forgetIdle() }
}

extension Engine.Sequence {
  /// The tokens that are cached.
  public var tokens: [Int32] { cache.tokens }

  /// Another sequence with the same tokens; blocks are shared until one of the two writes into them.
  ///
  /// - Returns: Nothing where the cache is contiguous and has no room for a copy.
  public func fork() -> Engine.Sequence? { cache.fork().map(Engine.Sequence.init) }

  /// Takes back all tokens from a position on.
  ///
  /// - Throws: `EngineError.goneFromWindow` if a window has let go of what the next token would see. That
  ///   never happens for tokens that were fed as provisional.
  public func truncate(to length: Int) throws(EngineError) {
    guard (0...cache.length).contains(length) else {
      throw .notYetReached(position: length, length: cache.length)
    }
    guard cache.truncate(to: length) else { throw .goneFromWindow(position: length) }
  }

  /// Gives the whole cache back; the sequence is empty then.
  public func release() { cache.release() }
}
