/// The commands of the subset and what they stand for.
enum FormulaSymbols {
  /// Signs with the blank that belongs to them.
  static let operators: [String: (String, FormulaNode.OperatorKind)] = [
    "ge": ("≥", .relation), "geq": ("≥", .relation), "le": ("≤", .relation),
    "leq": ("≤", .relation), "lt": ("<", .relation), "gt": (">", .relation),
    "approx": ("≈", .relation), "gtrsim": ("≳", .relation), "lesssim": ("≲", .relation),
    "propto": ("∝", .relation), "equiv": ("≡", .relation), "ne": ("≠", .relation),
    "neq": ("≠", .relation), "ll": ("≪", .relation), "gg": ("≫", .relation),
    "sim": ("∼", .relation), "simeq": ("≃", .relation), "in": ("∈", .relation),
    "notin": ("∉", .relation), "subset": ("⊂", .relation), "to": ("→", .relation),
    "rightarrow": ("→", .relation), "leftarrow": ("←", .relation), "mapsto": ("↦", .relation),
    "Rightarrow": ("⇒", .relation), "implies": ("⟹", .relation),
    "Leftrightarrow": ("⇔", .relation), "Longleftrightarrow": ("⟺", .relation),
    "iff": ("⟺", .relation), "mid": ("∣", .relation), "colon": (":", .punctuation),
    "oplus": ("⊕", .binary), "otimes": ("⊗", .binary), "odot": ("⊙", .binary),
    "times": ("×", .binary), "cdot": ("⋅", .binary), "div": ("÷", .binary), "pm": ("±", .binary),
    "mp": ("∓", .binary), "ast": ("∗", .binary), "circ": ("∘", .binary), "cup": ("∪", .binary),
    "cap": ("∩", .binary),
    "ldots": ("…", .ordinary), "dots": ("…", .ordinary), "cdots": ("⋯", .ordinary),
    "vdots": ("⋮", .ordinary), "ddots": ("⋱", .ordinary),
    "sum": ("∑", .sum), "prod": ("∏", .sum), "int": ("∫", .integral),
    "langle": ("⟨", .opening), "rangle": ("⟩", .closing), "lfloor": ("⌊", .opening),
    "rfloor": ("⌋", .closing), "lceil": ("⌈", .opening), "rceil": ("⌉", .closing),
    "lbrace": ("{", .opening), "rbrace": ("}", .closing), "{": ("{", .opening),
    "}": ("}", .closing), "lvert": ("|", .opening), "rvert": ("|", .closing),
    "vert": ("|", .ordinary), "|": ("‖", .ordinary), "Vert": ("‖", .ordinary),
  ]

  /// Letters and signs that are set like letters; the upright ones are marked.
  static let letters: [String: (String, upright: Bool)] = {
    var letters: [String: (String, upright: Bool)] = [
      "infty": ("∞", true), "partial": ("∂", true), "nabla": ("∇", true), "emptyset": ("∅", true),
      "forall": ("∀", true), "exists": ("∃", true), "neg": ("¬", true), "ell": ("ℓ", true),
      "hbar": ("ℏ", true), "#": ("#", true), "%": ("%", true), "$": ("$", true), "&": ("&", true),
      "_": ("_", true),
    ]
    let small = [
      "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
      "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
      "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "varpi": "ϖ",
      "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ",
      "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    ]
    let capital = [
      "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
      "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    ]
    for (name, letter) in small { letters[name] = (letter, false) }
    for (name, letter) in capital { letters[name] = (letter, true) }
    return letters
  }()

  /// Functions written as words; `true` if a subscript goes below when displayed.
  static let functions: [String: Bool] = [
    "max": true, "min": true, "lim": true, "sup": true, "inf": true, "argmax": true, "argmin": true,
    "log": false, "ln": false, "lg": false, "exp": false, "sin": false, "cos": false, "tan": false,
    "sinh": false, "cosh": false, "tanh": false, "arcsin": false, "arccos": false, "arctan": false,
    "det": true, "Pr": true, "gcd": true, "deg": false, "dim": false,
  ]

  /// Blanks in ems.
  static let spaces: [String: Double] = [
    ",": 3.0 / 18, ":": 4.0 / 18, ">": 4.0 / 18, ";": 5.0 / 18, "!": -3.0 / 18, " ": 0.25,
    "quad": 1, "qquad": 2,
  ]

  /// Marks over a base; `true` if they grow with it.
  static let accents: [String: (String, stretches: Bool)] = [
    "hat": ("^", false), "widehat": ("^", true), "bar": ("‾", false), "overline": ("‾", true),
    "tilde": ("~", false), "vec": ("→", false), "dot": ("˙", false), "ddot": ("¨", false),
  ]

  /// Commands that take arguments or shape what follows.
  static let constructions = [
    "frac", "dfrac", "tfrac", "sqrt", "text", "mathrm", "operatorname", "left", "right",
    "underbrace", "overbrace", "begin", "end",
  ]

  /// Every command, sorted, for the nearest spelling of a wrong one.
  static var names: [String] {
    var names = constructions
    names += operators.keys
    names += letters.keys
    names += functions.keys
    names += spaces.keys
    names += accents.keys
    return names.sorted()
  }

  /// Signs that are typed as themselves.
  static let characters: [Character: (String, FormulaNode.OperatorKind)] = [
    "+": ("+", .binary), "-": ("−", .binary), "−": ("−", .binary), "*": ("∗", .binary),
    "/": ("/", .ordinary), "=": ("=", .relation), "<": ("<", .relation), ">": (">", .relation),
    ":": (":", .relation), ",": (",", .punctuation), ";": (";", .punctuation), "(": ("(", .opening),
    "[": ("[", .opening), ")": (")", .closing), "]": ("]", .closing), "|": ("|", .ordinary),
    "!": ("!", .closing), "?": ("?", .closing), ".": (".", .ordinary),
  ]
}
