/// Why a layout cannot be, or cannot carry a model.
public enum LayoutError: Error, Hashable, Sendable {
  /// A part of the text that is not a name and a number.
  case noDegree(String)
  /// A degree that stands twice.
  case degreeTwice(name: String)
  /// A degree below one, or absurdly large.
  case degreeOutOfRange(name: String, degree: Int)
  /// Degrees that multiply to more than ten million devices.
  case tooManyDevices
  /// An expert degree that does not divide the devices of a stage.
  case expertsDoNotDivideStage(expert: Int, devices: Int, nearest: Int)
  /// Routed experts that cannot be dealt out evenly.
  case expertsDoNotDivide(experts: Int, degree: Int, nearest: Int)
  /// An expert degree for a model without experts.
  case noExperts(degree: Int)
  /// More stages than layers.
  case tooManyStages(stages: Int, layers: Int)
  /// A stage without layers, counted from 0.
  case emptyStage(Int)
  /// Layers of the stages that do not add up to the model's; the last stage could have so many.
  case layersDoNotAddUp(sum: Int, layers: Int, last: Int)
  /// Query heads, or key/value heads, that cannot be cut evenly.
  case headsDoNotDivide(heads: Int, kind: String, degree: Int, nearest: Int)
  /// A matrix that cannot be cut evenly.
  case widthDoesNotDivide(width: Int, degree: Int, nearest: Int)
}

extension LayoutError: CustomStringConvertible {
  /// What is wrong, and the nearest that would do.
  public var description: String {
    switch self {
    case .noDegree(let part):
      "'\(part)' is no degree; write names and numbers as in tp8,ep64,pp4 (pp, dp, tp, cp, ep), stages of unequal depth as in pp16/15/15"
    case .degreeTwice(let name): "'\(name)' stands twice"
    case .degreeOutOfRange(let name, let degree):
      "\(name)\(degree): a degree is a whole number from 1 to 100,000"
    case .tooManyDevices: "the degrees multiply to more than 10,000,000 devices"
    case .expertsDoNotDivideStage(let expert, let devices, let nearest):
      "ep\(expert) does not divide the \(devices) devices of a stage (dp · tp · cp); "
        + "ep\(nearest) would do"
    case .expertsDoNotDivide(let experts, let degree, let nearest):
      "\(experts) experts cannot be dealt evenly to \(degree) devices; ep\(nearest) would do"
    case .noExperts(let degree): "ep\(degree): the model has no experts; use dp or tp"
    case .tooManyStages(let stages, let layers):
      "\(stages) stages are more than the \(layers) layers; pp\(layers) is the most"
    case .emptyStage(let stage):
      "stage \(stage) has no layer; every stage needs at least one"
    case .layersDoNotAddUp(let sum, let layers, let last):
      last > 0
        ? "the stages have \(sum) layers and the model \(layers); \(last) in the last stage would do"
        : "the stages have \(sum) layers and the model \(layers); take some from the first stages"
    case .headsDoNotDivide(let heads, let kind, let degree, let nearest):
      "\(heads) \(kind) cannot be cut into \(degree) equal parts; tp\(nearest) would do"
    case .widthDoesNotDivide(let width, let degree, let nearest):
      "a matrix of \(width) columns cannot be cut into \(degree) equal parts; tp\(nearest) would do"
    }
  }
}
