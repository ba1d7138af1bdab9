import Quantities

/// What the memory tiers and the price lists cite.
extension SourceReference {
  // MARK: Memory tiers

  static let graceMemory = SourceReference(
    key: "grace-memory",
    title: "GB200 NVL72 data sheet, memory of the Grace processor",
    location: "https://www.nvidia.com/en-us/data-center/gb200-nvl72/"
  )
  static let veraMemory = SourceReference(
    key: "vera-memory",
    title: "NVIDIA Vera, memory of the processor",
    location: "https://www.nvidia.com/en-us/data-center/vera-cpu/"
  )
  static let micron9650 = SourceReference(
    key: "micron-9650",
    title: "Micron 9650, a data-centre drive on PCIe 6, as reported at its launch",
    location: "https://www.eteknix.com"
  )
  static let micron9550 = SourceReference(
    key: "micron-9550",
    title: "Micron 9550, a data-centre drive on PCIe 5, as reviewed",
    location: "https://www.storagereview.com"
  )
  static let pcie4 = SourceReference(
    key: "pcie-4",
    title: "PCI Express 4.0: 16 GT/s a lane, about 7 GB/s over the four lanes of a drive",
    location: "https://pcisig.com"
  )
  static let seagateMozaic = SourceReference(
    key: "seagate-mozaic",
    title: "Seagate Exos Mozaic 3+, 30 TB",
    location: "https://www.seagate.com/products/enterprise-drives/exos/"
  )
  static let seagateDualActuator = SourceReference(
    key: "seagate-dual-actuator",
    title: "Seagate Exos 2X14, 14 TB with two actuators",
    location: "https://www.seagate.com/products/enterprise-drives/exos/"
  )
  static let counterpointMemory = SourceReference(
    key: "counterpoint-memory",
    title: "Counterpoint Research on server memory prices, as reported",
    location: "https://www.esim.report/news/memory-price-surge-tipped-to-continue"
  )
  static let vduraFlash = SourceReference(
    key: "vdura-flash",
    title: "VDURA's comparison of flash and disk prices, as reported by Tom's Hardware",
    location: "https://www.tomshardware.com"
  )

  // MARK: Price lists

  static let llmPrices = SourceReference(
    key: "llm-prices",
    title: "llm-prices: a dated collection of API list prices",
    location: "https://github.com/simonw/llm-prices"
  )
  static let modelsDev = SourceReference(
    key: "models-dev",
    title: "models.dev: a database of models and their API prices",
    location: "https://github.com/anomalyco/models.dev"
  )
  static let geminiPricing = SourceReference(
    key: "gemini-pricing",
    title: "Gemini API documentation: pricing",
    location: "https://ai.google.dev/gemini-api/docs/pricing"
  )
  static let openAICaching = SourceReference(
    key: "openai-caching",
    title: "OpenAI API documentation: prompt caching",
    location: "https://developers.openai.com/api/docs/guides/prompt-caching"
  )
  static let deepSeekDiskCache = SourceReference(
    key: "deepseek-disk-cache",
    title: "DeepSeek API news: context caching on disk",
    location: "https://api-docs.deepseek.com/news/news0802"
  )

  // MARK: Passes of several tokens

  static let deepSeekV3Prediction = SourceReference(
    key: "deepseek-v3-mtp",
    title: "DeepSeek-V3 Technical Report, section 5.4.3, on multi-token prediction",
    location: "https://arxiv.org/abs/2412.19437"
  )
}
