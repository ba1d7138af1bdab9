import ServingMath

/// Time that the operations of an action take on a device, in seconds.
struct ComputeTime: Hashable {
  /// Sum over operations of FLOP / peak.
  var arithmetic = 0.0
  /// Sum over operations of bytes / bandwidth.
  var memory = 0.0
  /// Sum over operations of the longer of the two: the roofline of each by itself.
  var roofline = 0.0

  init(_ operations: [PlannedOperation], _ rates: ClockRates, countsActivations: Bool) {
    for operation in operations {
      let amounts = operation.amounts
      var bytes = amounts.weights + amounts.cacheRead + amounts.cacheWritten
      if countsActivations { bytes += amounts.activationsRead + amounts.activationsWritten }
      let flopTime = amounts.flop / rates.peak(operation.kind)
      let byteTime = bytes / rates.memory
      arithmetic += flopTime
      memory += byteTime
      roofline += max(flopTime, byteTime)
    }
  }

  /// What takes longer.
  var bound: ClusterSpan.Bound { arithmetic >= memory ? .arithmetic : .memory }
}
