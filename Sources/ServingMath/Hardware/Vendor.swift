/// Who designs a chip; in the order in which the catalogue lists them.
public enum Vendor: String, CaseIterable, Hashable, Sendable {
  case nvidia = "NVIDIA"
  case amd = "AMD"
  case google = "Google"
  case amazon = "Amazon"
  case groq = "Groq"
  case cerebras = "Cerebras"
}
