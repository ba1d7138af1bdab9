/// The tool's own modules that cells may call.
package enum CellModules {
  /// What every cell sees: it records what the others are asked.
  package static let runtime = "CellRuntime"
  /// All of them, in order; a book that does not say which takes these.
  package static let all = [
    runtime, "ClusterSimulator", "DecodeEngine", "Quantities", "ServingMath",
  ]

  /// Module names that no engine of a book can have: they would stand before the real ones.
  static let taken = Set(
    all + [
      "chapter", "Swift", "Foundation", "FoundationEssentials", "Glibc", "Dispatch",
      "Synchronization", "Observation", "Testing", "CKernels", "CCellSupport", "CMessagePassing",
    ]
  )
}
