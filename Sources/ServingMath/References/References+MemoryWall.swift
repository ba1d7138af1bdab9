import Quantities

/// What the figures about the market for memory and about networks between racks are taken from.
extension SourceReference {
  static let patelInterview = SourceReference(
    key: "patel-interview",
    title: "Dylan Patel on the bottlenecks to scaling AI compute (Dwarkesh Podcast, 13 March 2026)",
    location: "https://www.dwarkesh.com/p/dylan-patel"
  )
  static let phonesForecast = SourceReference(
    key: "idc-phones",
    title: "IDC's forecast of phone shipments in 2026, as reported by IT-Online",
    location: "https://it-online.co.za/2026/03/02/memory-shortage-to-ravage-smartphone-sales/"
  )
  static let phonesRevised = SourceReference(
    key: "idc-phones-may",
    title: "IDC's forecast of May 2026, as reported by TechSpot",
    location: "https://www.techspot.com/news/112550"
  )
  static let capexFebruary = SourceReference(
    key: "capex-february",
    title: "Guidance of four hyperscalers for 2026, as added up in February (Particle News)",
    location: "https://particlenews.pages.dev"
  )
  static let capexApril = SourceReference(
    key: "capex-april",
    title: "Big Tech earnings tested by capital expenditure, April 2026 (Tech Reader Daily)",
    location: "https://www.techreaderdaily.com"
  )
  static let networkLatency = SourceReference(
    key: "latency-dissection",
    title: "Latency dissection: where every microsecond goes in an AI cluster network (Kentino)",
    location: "https://kentino.com"
  )
  static let collectiveCosts = SourceReference(
    key: "nccl-tuning",
    title: "NCCL's model of collectives: latencies of a step by link and protocol (NVIDIA)",
    location: "https://github.com/NVIDIA/nccl/blob/master/src/graph/tuning.cc"
  )
}
