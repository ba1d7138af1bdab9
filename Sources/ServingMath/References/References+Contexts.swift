import Quantities

/// What the history of context lengths, the cache designs and the host memories cite.
extension SourceReference {
  // MARK: Context lengths

  static let gpt4Launch = SourceReference(
    key: "gpt-4-launch",
    title: "GPT-4, announcement with context lengths and prices",
    location: "https://openai.com/index/gpt-4-research/"
  )
  static let devDay2023 = SourceReference(
    key: "openai-devday-2023",
    title: "New models and developer products announced at DevDay (GPT-4 Turbo)",
    location: "https://openai.com/index/new-models-and-developer-products-announced-at-devday/"
  )
  static let claude100k = SourceReference(
    key: "claude-100k",
    title: "Introducing 100K context windows",
    location: "https://www.anthropic.com/news/100k-context-windows"
  )
  static let claude21 = SourceReference(
    key: "claude-2.1",
    title: "Introducing Claude 2.1",
    location: "https://www.anthropic.com/news/claude-2-1"
  )
  static let geminiLongContext = SourceReference(
    key: "gemini-long-context",
    title: "Gemini API documentation: long context",
    location: "https://ai.google.dev/gemini-api/docs/long-context"
  )
  static let gpt41Launch = SourceReference(
    key: "gpt-4.1-launch",
    title: "GPT-4.1: three new million token input models from OpenAI",
    location: "https://simonwillison.net/2025/Apr/14/gpt-4-1/"
  )
  static let llama4Launch = SourceReference(
    key: "llama-4-launch",
    title: "The Llama 4 herd, announcement",
    location: "https://ai.meta.com/blog/llama-4-multimodal-intelligence/"
  )
  static let claudeMillion = SourceReference(
    key: "claude-1m",
    title: "A million tokens of context for Claude at standard prices, as reported",
    location: "https://agentmastered.com/blog/1m-context-ga"
  )
  static let grokFast = SourceReference(
    key: "grok-4-fast",
    title: "Grok 4 Fast, model card as kept by a client of the API",
    location: "https://glama.ai/mcp/servers/@tetsuo-ai/grok-api-mcp"
  )
  static let gatewayModels = SourceReference(
    key: "vercel-gateway",
    title: "Vercel AI Gateway: model pages",
    location: "https://vercel.com/ai-gateway/models/gpt-5.4.md"
  )
  static let geminiTiers = SourceReference(
    key: "gemini-1.5-tiers",
    title: "Gemini API cost breakdown, with the tiers of Gemini 1.5 Pro",
    location:
      "https://rakaihub.com/2026/05/31/google-gemini-api-cost-breakdown-token-pricing-tiers-and-what-to-budget/"
  )
  static let contextRace = SourceReference(
    key: "context-race",
    title: "LLM context window race 2023 to 2026",
    location: "https://presenc.ai/research/llm-context-window-race-2023-2026"
  )

  // MARK: Caches and the memory beside the chips

  static let characterInference = SourceReference(
    key: "character-inference",
    title: "Optimizing AI inference at Character.AI",
    location: "https://research.character.ai/optimizing-inference/"
  )
  static let deepSeekFiles = SourceReference(
    key: "deepseek-3fs",
    title: "Fire-Flyer File System (3FS), read me",
    location: "https://github.com/deepseek-ai/3FS"
  )
  static let nvl72Components = SourceReference(
    key: "nvl72-components",
    title: "GB300 NVL72 reference architecture: system hardware and components",
    location:
      "https://docs.nvidia.com/enterprise-reference-architectures/nvl72-ai-factory/latest/components.html"
  )
}
