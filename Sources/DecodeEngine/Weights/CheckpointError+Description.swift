import ServingMath

extension CheckpointError: CustomStringConvertible {
  /// The file, the place, what is wrong and what to do.
  public var description: String {
    switch place {
    case .file: "\(file): \(problem)"
    case .byte(let offset): "\(file): byte \(offset): \(problem)"
    case .position(let position): "\(file):\(position.line):\(position.column): \(problem)"
    }
  }
}

extension CheckpointError.Problem: CustomStringConvertible {
  /// What is wrong, and what would be right.
  public var description: String {
    switch self {
    case .cannotOpen, .notRegular, .shrunk, .noWeights: openingText
    case .truncated, .wrongMagic, .unknownVersion, .tooLarge, .notJSON, .missing, .wrongValue,
      .duplicate, .notUTF8:
      structureText
    case .shapeTooLarge, .wrongLength, .outside, .overlap, .hole: layoutText
    case .unknownTensor, .unreadableFormat, .outsideTensor, .notFinite: readingText
    case .missingShard, .escapingShard, .notInShard: shardText
    }
  }

  private var openingText: String {
    switch self {
    case .cannotOpen(let reason): return "cannot be opened: \(reason)"
    case .notRegular: return "is no regular file; give the path of a file of weights"
    case .shrunk(let from, let to):
      return "was cut from \(from) to \(to) bytes after it was opened; load the model again"
    case .noWeights(let lookedFor):
      return "holds none of \(lookedFor.joined(separator: ", ")); give a folder that holds a model"
    default: return ""
    }
  }

  private var structureText: String {
    switch self {
    case .truncated(let what, let needs, let has):
      return "\(what) needs \(needs) bytes and the file has \(has) left; it is probably cut short, "
        + "fetch it again"
    case .wrongMagic(let found, let format):
      let bytes = found.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
      }
      if found.isEmpty { return "is empty, so it is no \(format) file" }
      return "starts with the bytes \(bytes.joined(separator: " ")), so it is no \(format) file"
    case .unknownVersion(let version, let known):
      return "is of version \(version); versions that can be read: "
        + known.map(String.init).joined(separator: ", ")
    case .tooLarge(let what, let value, let limit):
      return "\(what) is \(value), at most \(limit) is possible here; the file is damaged"
    case .notJSON(let problem): return "not JSON: \(problem)"
    case .missing(let key): return "'\(shown(key))' is missing"
    case .wrongValue(let key, let found, let expected):
      return "'\(shown(key))' is \(found); it should be \(expected)"
    case .duplicate(let name): return "'\(shown(name))' stands there twice"
    case .notUTF8(let what): return "\(what) is not valid UTF-8"
    default: return ""
    }
  }

  private var layoutText: String {
    switch self {
    case .shapeTooLarge(let tensor, let shape):
      return "tensor '\(shown(tensor))' of shape \(shape) has more bytes than 64 bits can count"
    case .wrongLength(let tensor, let shape, let format, let needs, let has):
      return "tensor '\(shown(tensor))' of shape \(shape) in \(format) needs \(needs) bytes "
        + "and has \(has)"
    case .outside(let tensor, let from, let to, let dataBytes):
      return
        "tensor '\(shown(tensor))' lies from \(from) to \(to), the data has \(dataBytes) bytes; "
        + "if the file is cut short, fetch it again"
    case .overlap(let first, let second):
      return "tensors '\(shown(first))' and '\(shown(second))' share bytes"
    case .hole(let from, let to):
      return "bytes \(from) to \(to) of the data belong to no tensor"
    default: return ""
    }
  }

  private var readingText: String {
    switch self {
    case .unknownTensor(let name, let nearest):
      let help = nearest.map { "; did you mean '\(shown($0))'?" } ?? ""
      return "there is no tensor '\(shown(name))'\(help)"
    case .unreadableFormat(let tensor, let format, let readable):
      return "tensor '\(shown(tensor))' is stored as \(format), which has no reader; convert it to "
        + "one of \(readable.joined(separator: ", "))"
    case .outsideTensor(let tensor, let first, let count, let elements):
      return
        "elements \(first) and \(count) on were asked of '\(shown(tensor))', which has \(elements)"
    case .notFinite(let tensor, let index, let value):
      return "element \(index) of tensor '\(shown(tensor))' is \(value); the weights are damaged"
    default: return ""
    }
  }

  private var shardText: String {
    switch self {
    case .missingShard(let shard):
      return "the index names '\(shown(shard))', which is not in the folder; fetch it too"
    case .escapingShard(let shard):
      return
        "the index names '\(shown(shard))'; a shard must be a plain file name in the same folder"
    case .notInShard(let tensor, let shard):
      return "the index says that '\(shown(tensor))' is in '\(shown(shard))', and it is not; "
        + "index and files belong to different models"
    default: return ""
    }
  }

  /// A name from the file, short enough and without control characters for a message.
  private func shown(_ name: String) -> String {
    let scalars = name.unicodeScalars.prefix(80).map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : Character(scalar)
    }
    return String(scalars) + (name.unicodeScalars.count > 80 ? "…" : "")
  }
}
