import ServingMath

/// Finds blocks by what was said: 16 tokens and everything before them.
///
/// Keys and values of a position depend on all tokens up to it, so a block may serve another sequence only
/// if the whole text before it is the same. Each full block is a node that knows its own tokens and the node
/// before it; a chain of hashes leads to candidates, and tokens and predecessor are then compared, so that
/// equal hashes of different texts do no harm.
package final class PrefixIndex {
  /// The hash of 16 tokens behind a prefix with a hash.
  package typealias Hash = @Sendable (_ prefix: UInt64, _ tokens: ArraySlice<Int32>) -> UInt64

  private var nodes: [UInt64: [PrefixNode]] = [:]
  private let hash: Hash
  private let groups: Int

  package init(groups: Int, hash: @escaping Hash = PrefixIndex.mixed) {
    self.groups = groups
    self.hash = hash
  }

  /// Nodes that are indexed.
  package var count: Int { nodes.values.reduce(0) { $0 + $1.count } }

  /// The node of 16 tokens behind another, if there is one.
  func find(_ tokens: ArraySlice<Int32>, after parent: PrefixNode?) -> PrefixNode? {
    nodes[hash(parent?.hash ?? 0, tokens)]?.first {
      $0.parent === parent && $0.tokens[...] == tokens
    }
  }

  /// The node of 16 tokens behind another, a new one if need be, with the caller as a user.
  func node(_ tokens: ArraySlice<Int32>, after parent: PrefixNode?) -> PrefixNode {
    if let node = find(tokens, after: parent) {
      use(node)
      return node
    }
    let hash = hash(parent?.hash ?? 0, tokens)
    let node = PrefixNode(tokens, after: parent, hash: hash, groups: groups)
    nodes[hash, default: []].append(node)
    if let parent { use(parent) }
    use(node)
    return node
  }

  /// Adds a user: a sequence, a block or a node behind this one.
  func use(_ node: PrefixNode) { node.users += 1 }

  /// Takes a user away; a node without any is forgotten.
  func leave(_ node: PrefixNode) {
    var last: PrefixNode? = node
    while let node = last {
      node.users -= 1
      guard node.users == 0 else { return }
      nodes[node.hash]?.removeAll { $0 === node }
      if nodes[node.hash]?.isEmpty == true { nodes[node.hash] = nil }
      last = node.parent
      node.parent = nil
    }
  }

  // A long chain that frees itself link by link would go as deep as it is long.
  deinit {
    for node in nodes.values.joined() { node.parent = nil }
  }

  /// SplitMix64's finaliser over each token in turn.
  package static let mixed: Hash = { prefix, tokens in
    tokens.reduce(prefix) { sum, token in
      var generator = SplitMix64(seed: sum ^ UInt64(UInt32(bitPattern: token)))
      return generator.next()
    }
  }
}

/// A prefix that fills its blocks: its last 16 tokens, what stands before them, and where they are cached.
final class PrefixNode {
  let tokens: [Int32]
  fileprivate(set) var parent: PrefixNode?
  let hash: UInt64
  /// For each group the block of the last 16 positions; −1 where none is cached.
  var blocks: [Int32]
  fileprivate var users = 0

  init(_ tokens: ArraySlice<Int32>, after parent: PrefixNode?, hash: UInt64, groups: Int) {
    self.tokens = Array(tokens)
    self.parent = parent
    self.hash = hash
    blocks = [Int32](repeating: -1, count: groups)
  }
}
