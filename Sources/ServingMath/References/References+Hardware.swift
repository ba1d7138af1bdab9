import Quantities

/// What the hardware catalogue cites beside the sources that it shares with the rest of the library.
extension SourceReference {
  static let rackTable = SourceReference(
    key: "tomshardware-racks",
    title: "Rack-scale systems compared, table of June 2025 (Tom's Hardware)",
    location: "https://www.tomshardware.com/pc-components/gpus/"
      + "amd-says-instinct-mi400x-gpu-is-10x-faster-than-mi300x-"
      + "will-power-helios-rack-scale-system-with-epyc-venice-cpus"
  )
  static let nvl72Ultra = SourceReference(
    key: "gb300-nvl72",
    title: "GB300 NVL72 data sheet",
    location: "https://www.nvidia.com/en-us/data-center/gb300-nvl72/"
  )
  static let rubinSparsity = SourceReference(
    key: "rubin-sparsity",
    title: "Report that Rubin's 50 PFLOP/s count sparsity (mirrorfrog.com)",
    location: "https://mirrorfrog.com"
  )
  static let helios = SourceReference(
    key: "helios-announced",
    title: "AMD Helios and MI455X as announced (awesomeagents.ai)",
    location: "https://awesomeagents.ai/hardware/amd-helios/"
  )
  static let neuron = SourceReference(
    key: "aws-neuron",
    title: "AWS Neuron documentation: Trainium2, Trainium3, Trn2 and Trn3 architecture",
    location: "https://awsdocs-neuron.readthedocs-hosted.com"
  )
  static let trainiumAnalysis = SourceReference(
    key: "trainium2-analysis",
    title: "Amazon's AI Self Sufficiency: Trainium2 Architecture & Networking (SemiAnalysis)",
    location: "https://newsletter.semianalysis.com/p/"
      + "amazons-ai-self-sufficiency-trainium2-architecture-networking"
  )
  static let groq = SourceReference(
    key: "groq-lpu",
    title: "Groq LPU: figures of the vendor as reported (TechPowerUp)",
    location: "https://www.techpowerup.com"
  )
  static let cerebras = SourceReference(
    key: "cerebras-wse3",
    title: "Cerebras WSE-3: figures of the vendor",
    location: "https://www.cerebras.ai/chip"
  )
  static let launches = SourceReference(
    key: "accelerator-launches",
    title: "Accelerator catalogue with launch dates (rooflinenotes.dev)",
    location: "https://rooflinenotes.dev/accelerators/"
  )
  static let epochHardware = SourceReference(
    key: "epoch-hardware",
    title: "Data on Machine Learning Hardware (Epoch AI)",
    location: "https://epoch.ai/data/machine-learning-hardware"
  )
}

// MARK: - Prices

extension SourceReference {
  static let rentSurvey = SourceReference(
    key: "aimultiple-rent",
    title: "Survey of cloud GPU prices, May 2026 (AIMultiple)",
    location: "https://research.aimultiple.com"
  )
  static let rentListing = SourceReference(
    key: "deploybase-rent",
    title: "RunPod's prices as listed by DeployBase",
    location: "https://deploybase.ai"
  )
  static let rentComparison = SourceReference(
    key: "lyceum-rent",
    title: "B200 prices compared, March 2026 (Lyceum Technology)",
    location: "https://lyceum.technology"
  )
  static let capacityBlocks = SourceReference(
    key: "aws-capacity-blocks",
    title: "Amazon EC2 Capacity Blocks for ML: pricing, 2024",
    location: "https://aws.amazon.com/ec2/capacityblocks/pricing/"
  )
  static let awsPrices = SourceReference(
    key: "aws-on-demand",
    title:
      "Amazon EC2 on-demand prices of p5.48xlarge and trn2.48xlarge, as copied by third parties",
    location: "https://aws.amazon.com/ec2/pricing/on-demand/"
  )
  static let cloudTPUPrices = SourceReference(
    key: "cloud-tpu-pricing",
    title: "Cloud TPU pricing",
    location: "https://cloud.google.com/tpu/pricing"
  )
}
