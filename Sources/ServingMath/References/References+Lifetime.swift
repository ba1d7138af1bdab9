import Quantities

/// What the accounts of training cite beyond the models' own papers.
extension SourceReference {
  static let llama31Card = SourceReference(
    key: "llama-3.1-card",
    title: "Llama 3.1 model card: training time in GPU hours",
    location: "https://github.com/meta-llama/llama-models"
  )
  static let deepSeekR1 = SourceReference(
    key: "deepseek-r1-cost",
    title: "DeepSeek-R1 in Nature, supplementary table of training costs, as reported by HyperAI",
    location: "https://hyper.ai/en/news/44332"
  )
}
