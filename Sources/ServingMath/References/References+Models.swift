import Quantities

/// The papers, cards and configurations of the models.
extension SourceReference {
  static let gpt3 = SourceReference(
    key: "gpt-3",
    title: "Language Models are Few-Shot Learners",
    location: "https://arxiv.org/abs/2005.14165"
  )
  static let paLM = SourceReference(
    key: "palm",
    title: "PaLM: Scaling Language Modeling with Pathways",
    location: "https://arxiv.org/abs/2204.02311"
  )
  static let popeInference = SourceReference(
    key: "pope-inference",
    title: "Efficiently Scaling Transformer Inference",
    location: "https://arxiv.org/abs/2211.05102"
  )
  static let llama4 = SourceReference(
    key: "llama-4",
    title: "Llama 4 model card",
    location: "https://github.com/meta-llama/llama-models"
  )
  static let gemma = SourceReference(
    key: "gemma-3",
    title: "Gemma 3: reference implementation and model card",
    location: "https://github.com/google-deepmind/gemma"
  )
  static let mixtral = SourceReference(
    key: "mixtral",
    title: "Mixtral of Experts",
    location: "https://arxiv.org/abs/2401.04088"
  )
  static let qwen3 = SourceReference(
    key: "qwen3",
    title: "Qwen3 Technical Report",
    location: "https://arxiv.org/abs/2505.09388"
  )
  static let gptOSS = SourceReference(
    key: "gpt-oss",
    title: "gpt-oss-120b and gpt-oss-20b Model Card",
    location: "https://arxiv.org/abs/2508.10925"
  )
  static let kimiK2 = SourceReference(
    key: "kimi-k2",
    title: "Kimi K2: Open Agentic Intelligence",
    location: "https://arxiv.org/abs/2507.20534"
  )
  static let miniMaxM1 = SourceReference(
    key: "minimax-m1",
    title: "MiniMax-M1: Scaling Test-Time Compute Efficiently with Lightning Attention",
    location: "https://arxiv.org/abs/2506.13585"
  )
  static let miniMaxM2 = SourceReference(
    key: "minimax-m2",
    title: "MiniMax-M2 model card",
    location: "https://huggingface.co/MiniMaxAI/MiniMax-M2"
  )
  static let glm45 = SourceReference(
    key: "glm-4.5",
    title: "GLM-4.5: Agentic, Reasoning, and Coding Foundation Models",
    location: "https://arxiv.org/abs/2508.06471"
  )
  static let glm5 = SourceReference(
    key: "glm-5",
    title: "GLM-5 model card",
    location: "https://huggingface.co/zai-org/GLM-5"
  )
}
