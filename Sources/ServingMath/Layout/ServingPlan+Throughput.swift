public import Quantities

extension ServingPlan {
  /// The most output tokens a second that requests of one shape can be served at, prompts included.
  ///
  ///     B · output / (output · max(memory, arithmetic of decoding + of the prompts that keep the batch full))
  ///
  /// The batch is the plan's, at the mean context of its requests; each pass carries its share of prefill,
  /// memory and arithmetic overlap perfectly, the network is free. An upper bound: queues, attention among
  /// the tokens of a prompt and everything but data-sheet rates are left out.
  ///
  /// - Parameters:
  ///   - prompt: Tokens that a request brings.
  ///   - output: Tokens that it is given.
  /// - Returns: In tokens per second, over all devices.
  public func throughputBound(prompt: Int, output: Int) -> Quantity {
    let step = estimate
    let prefill = Double(prompt) / Double(max(1, output)) * step.time(.weightArithmetic)
    let pass = max(step.memoryTime, step.computeTime + prefill)
    return Quantity(Double(batch), .tokens) / (Double(layout.pipeline) * pass)
  }
}
