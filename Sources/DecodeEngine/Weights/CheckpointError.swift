import Quantities
public import ServingMath

/// Why a file of weights cannot be used, and where in it.
public struct CheckpointError: Error, Hashable, Sendable {
  /// A place in the file.
  public enum Place: Hashable, Sendable {
    /// The file as a whole.
    case file
    /// A byte, counted from 0.
    case byte(Int)
    /// A line and column of a JSON text.
    case position(TextPosition)
  }

  /// What is wrong.
  public let problem: Problem
  /// The file or folder.
  public let file: String
  /// Where in the file.
  public let place: Place

  package init(_ problem: Problem, file: String, at place: Place = .file) {
    self.problem = problem
    self.file = file
    self.place = place
  }
}

extension CheckpointError {
  /// What is wrong with a file of weights.
  public enum Problem: Hashable, Sendable {
    // Opening.

    /// The system refuses to open or map it, for the reason given.
    case cannotOpen(String)
    /// It is a folder, a pipe or a device.
    case notRegular
    /// It has become shorter since it was opened.
    case shrunk(from: Int, to: Int)
    /// The folder holds no weights under any name looked for.
    case noWeights(lookedFor: [String])

    // Structure.

    /// The file ends before something that it announces.
    case truncated(what: String, needs: Int, has: Int)
    /// The first bytes are not those of the format.
    case wrongMagic(found: [UInt8], format: String)
    /// A version of the format without a reader.
    case unknownVersion(Int, known: [Int])
    /// A count or length beyond what the file or this reader allows.
    case tooLarge(what: String, value: UInt64, limit: UInt64)
    /// A header that is not JSON.
    case notJSON(String)
    /// A required key is absent.
    case missing(key: String)
    /// A key holds something else than it should.
    case wrongValue(key: String, found: String, expected: String)
    /// The same name stands twice.
    case duplicate(String)
    /// A text is not UTF-8.
    case notUTF8(what: String)

    // Tensors.

    /// A tensor's number of elements or bytes does not fit into 64 bits.
    case shapeTooLarge(tensor: String, shape: [Int])
    /// A tensor occupies another number of bytes than its shape needs.
    case wrongLength(tensor: String, shape: [Int], format: String, needs: Int, has: Int)
    /// A tensor lies, wholly or in part, outside the data of the file.
    case outside(tensor: String, from: UInt64, to: UInt64, dataBytes: Int)
    /// Two tensors share bytes.
    case overlap(String, String)
    /// Bytes that belong to no tensor.
    case hole(from: Int, to: Int)
    /// There is no tensor of that name.
    case unknownTensor(String, nearest: String?)
    /// There is no reader for a tensor's format.
    case unreadableFormat(tensor: String, format: String, readable: [String])
    /// Elements outside a tensor were asked for.
    case outsideTensor(String, first: Int, count: Int, elements: Int)
    /// An element is NaN or infinite.
    case notFinite(tensor: String, index: Int, value: String)

    // Shards.

    /// The index names a file that is not there.
    case missingShard(String)
    /// The index names a file outside the folder.
    case escapingShard(String)
    /// A file lacks a tensor that the index says is in it.
    case notInShard(tensor: String, shard: String)
  }
}

extension CheckpointError.Problem {
  /// There is no tensor of that name; the message offers the nearest of those that there are.
  static func unknownTensor(_ name: String, near names: [String]) -> Self {
    // Comparing two names takes the product of their lengths, so only names of usual length are compared.
    let candidates = names.lazy.filter { $0.utf8.count < 120 }.prefix(1_000)
    let nearest = name.utf8.count < 120 ? nearestSpelling(of: name, among: Array(candidates)) : nil
    return .unknownTensor(name, nearest: nearest)
  }
}
