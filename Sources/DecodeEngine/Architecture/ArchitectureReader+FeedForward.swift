import ServingMath

extension ArchitectureReader {
  /// What a gate does.
  func activation(_ family: Family) throws(ConfigError) -> Activation {
    if family.naming.experts == .fusedInTurn {
      return .clampedSwiGLU(
        alpha: Float(try object.number("swiglu_alpha", default: 1.702)),
        limit: Float(try object.number("swiglu_limit", default: 7))
      )
    }
    let (key, usual) = family.activation
    switch try object.text(key) ?? usual {
    case "silu", "swish": return .silu
    case "gelu_pytorch_tanh", "gelu_new": return .geluTanh
    default: throw wrong(key, "silu or gelu_pytorch_tanh")
    }
  }

  /// How a router scores and chooses.
  func routing(_ experts: Experts, _ family: Family) throws(ConfigError) -> Routing {
    guard family.routesBySigmoid else {
      let renormalises = try object.flag("norm_topk_prob", default: family.renormalises)
      return .softmax(chosen: experts.chosen, amongChosen: renormalises)
    }
    let groups = try object.count("n_group", default: 8)
    let groupsChosen = try object.count("topk_group", default: 4)
    guard experts.count.isMultiple(of: groups), groupsChosen <= groups,
      experts.chosen <= experts.count / groups * groupsChosen
    else {
      throw wrong("n_group", "groups that divide the experts and hold those chosen")
    }
    return .sigmoid(
      chosen: experts.chosen,
      groups: groups,
      groupsChosen: groupsChosen,
      normalises: try object.flag("norm_topk_prob", default: true),
      scale: Float(try object.number("routed_scaling_factor", default: 2.5))
    )
  }
}
