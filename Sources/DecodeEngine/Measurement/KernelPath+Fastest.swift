extension KernelPath {
  /// The fastest code that there is.
  package static var fastest: KernelPath { .reference }
}
