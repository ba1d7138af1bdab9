import Quantities

/// What the catalogue cites. Every key stands in the book's `references.yml` under the same name.
extension SourceReference {
  static let lecture = SourceReference(
    key: "lecture",
    title: "The math behind how LLMs are trained and served (Dwarkesh Podcast, 29 April 2026)",
    location: "https://www.youtube.com/watch?v=xmkSf5IS-zw"
  )
  static let inferenceX = SourceReference(
    key: "inferencex",
    title: "InferenceX: GPU specifications and cost constants",
    location: "https://github.com/SemiAnalysisAI/InferenceX-app"
  )
  static let aiConfigurator = SourceReference(
    key: "aiconfigurator",
    title: "AIConfigurator: system description files and model configurations",
    location: "https://github.com/ai-dynamo/aiconfigurator"
  )
  static let scalingBook = SourceReference(
    key: "scaling-book",
    title: "How to Scale Your Model: chapters on TPUs and on GPUs",
    location: "https://jax-ml.github.io/scaling-book/"
  )
  static let cloudTPU = SourceReference(
    key: "cloud-tpu",
    title: "Cloud TPU documentation: system architecture of each version",
    location: "https://cloud.google.com/tpu/docs/system-architecture-tpu-vm"
  )
  static let nvl72 = SourceReference(
    key: "gb200-nvl72",
    title: "GB200 NVL72 data sheet",
    location: "https://www.nvidia.com/en-us/data-center/gb200-nvl72/"
  )
  static let rubinAnnounced = SourceReference(
    key: "rubin-announced",
    title: "Vera Rubin NVL72 as announced at CES 2026, as reported by Tom's Hardware",
    location: "https://www.tomshardware.com"
  )
  static let rubinEarly = SourceReference(
    key: "rubin-early",
    title: "Early Rubin shipments at about 20 TB/s, report of 3 March 2026 (TechPowerUp)",
    location: "https://www.techpowerup.com"
  )
  static let deepSeekV3 = SourceReference(
    key: "deepseek-v3",
    title: "DeepSeek-V3 Technical Report",
    location: "https://arxiv.org/abs/2412.19437"
  )
  static let deepSeekConfig = SourceReference(
    key: "deepseek-v3-config",
    title: "DeepSeek-V3 config.json",
    location: "https://huggingface.co/deepseek-ai/DeepSeek-V3"
  )
  static let deepSeekServing = SourceReference(
    key: "deepseek-day6",
    title: "DeepSeek-V3/R1 inference system overview (open-infra-index, day 6)",
    location: "https://github.com/deepseek-ai/open-infra-index"
  )
  static let deepSeekSparse = SourceReference(
    key: "deepseek-v32",
    title: "DeepSeek-V3.2: sparse attention with a lightning indexer",
    location: "https://arxiv.org/abs/2512.02556"
  )
  static let llama3 = SourceReference(
    key: "llama-3",
    title: "The Llama 3 Herd of Models",
    location: "https://arxiv.org/abs/2407.21783"
  )
  static let rentIndex = SourceReference(
    key: "gpu-rent",
    title: "GPU rental indices and price lists, October 2025 to March 2026",
    location: "https://www.spheron.network"
  )
  static let claudePricing = SourceReference(
    key: "claude-pricing",
    title: "Claude API documentation: pricing and fast mode",
    location: "https://platform.claude.com/docs/en/about-claude/pricing"
  )
  static let codexSpeed = SourceReference(
    key: "codex-speed",
    title: "Codex documentation: speed",
    location: "https://developers.openai.com/codex/speed"
  )
  static let googleTokens = SourceReference(
    key: "google-tokens",
    title: "Google's announcements of tokens processed per month, as reported",
    location: "https://the-decoder.com"
  )
  static let sparselyGated = SourceReference(
    key: "sparsely-gated",
    title: "Outrageously Large Neural Networks: The Sparsely-Gated Mixture-of-Experts Layer",
    location: "https://arxiv.org/abs/1701.06538"
  )
  static let routedScaling = SourceReference(
    key: "routed-scaling",
    title: "Unified Scaling Laws for Routed Language Models, table 3",
    location: "https://arxiv.org/abs/2202.01169"
  )
  static let routedScalingData = SourceReference(
    key: "routed-scaling-data",
    title: "Losses of the models in Unified Scaling Laws for Routed Language Models (CC-BY 4.0)",
    location: "https://github.com/google-deepmind/scaling_laws_for_routing"
  )
}
