import ArgumentParser
import DecodeEngine

/// Which model, kept how, on how many threads: what `decode`, `measure` and `bench decode` share.
struct EngineRequest: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A folder with config.json and safetensors, a .gguf file, a llama2.c .bin file, or synthetic:NAME \
      (110M, 1B, a model of the catalogue, a config.json).
      """,
      valueName: "model"
    ),
    completion: .file()
  )
  var model: String
  @Option(help: "How weights are kept in memory (default: without loss).")
  var dtype: Named<WeightFormat>?
  @Option(help: "How keys and values are kept.")
  var cache = Named(CacheFormat.fp32)
  @Option(help: "The code of the kernels (default: the fastest; with --logits reference).")
  var kernels: Named<KernelPath>?
  @Option(help: "Threads (default: all cores; with --logits 1).")
  var threads: WholeNumber?

  func validate() throws {
    if let threads, !(1...256).contains(threads.value) {
      throw ValidationError("--threads is a number from 1 to 256")
    }
  }
}
