import Quantities

/// What the figures about the build of racks, and about models said to fill them, are taken from.
extension SourceReference {
  static let rackPhotographs = SourceReference(
    key: "nvl72-tower",
    title: "DGX GB200 NVL72 as shown at GTC 2024, after ServeTheHome (TechRadar on Yahoo)",
    location: "https://sg.news.yahoo.com/nvidias-exaflop-supercomputer-rack-looks-142212690.html"
  )
  static let rackGuide = SourceReference(
    key: "nvl72-guide",
    title: "GB200 NVL72: Blackwell at rack scale, guide for operators (setloop.io)",
    location: "https://setloop.io/blog/gb200-nvl72-architecture"
  )
  static let rackCables = SourceReference(
    key: "nvl72-cables",
    title: "Nvidia's copper interconnect explained: cables and signalling rate (diskmfr.com)",
    location: "https://www.diskmfr.com/nvidia-gpu-copper-cable-interconnect-technology-explained"
  )
  static let tpuCube = SourceReference(
    key: "tpu-cube",
    title: "Notes on TPU v4: a cube of chips fills a rack (Glenn K. Lockwood)",
    location: "https://glennklockwood.com/garden/processors/TPUv4"
  )
  static let abilene = SourceReference(
    key: "abilene",
    title: "Oracle's data centre in Abilene, after the Financial Times (Eulerpool)",
    location: "https://eulerpool.com/en/news/technology/oracle-invests-40-billion-dollars-in-nvidia"
  )
  static let gpt4Report = SourceReference(
    key: "gpt-4",
    title: "GPT-4 Technical Report",
    location: "https://arxiv.org/abs/2303.08774"
  )
  static let gpt4Rumour = SourceReference(
    key: "gpt-4-rumour",
    title: "GPT-4 has more than a trillion parameters, a report of leaks (The Decoder)",
    location: "https://the-decoder.com/gpt-4-has-a-trillion-parameters/"
  )
}
