/// The lecture's equations as the dossier of the talk writes them: number and LaTeX.
///
/// The twenty-fifth is a table of costs and has no formula of its own.
let lectureEquations: [(number: String, latex: String)] = [
  ("E1", #"t \;\ge\; \max\!\left(t_{\text{compute}},\, t_{\text{mem}}\right)"#),
  ("E2", #"t_{\text{compute}} = \frac{B\, N_{\text{active}}}{\text{FLOPs}}"#),
  (
    "E3",
    #"""
    t_{\text{mem}} = \frac{N_{\text{total}} +
    B\,\text{len}_{\text{ctx}}\,\text{bytes}_{\text{tok}}}{\text{mem}_{\text{bw}}}
    """#
  ),
  ("E4", #"t_{\min} = \frac{N_{\text{total}}}{\text{mem}_{\text{bw}}}"#),
  (
    "E5",
    #"""
    \frac{\text{cost}}{\text{token}} \propto \frac{t}{B} =
    \max\!\left(\frac{N_{\text{active}}}{\text{FLOPs}},\;
    \frac{N_{\text{total}}}{B\,\text{mem}_{\text{bw}}} +
    \frac{\text{len}_{\text{ctx}}\,\text{bytes}_{\text{tok}}}{\text{mem}_{\text{bw}}}\right)
    """#
  ),
  (
    "E6",
    #"""
    \frac{N_{\text{total}}}{\text{mem}_{\text{bw}}} =
    \frac{B\,N_{\text{active}}}{\text{FLOPs}}
    """#
  ),
  (
    "E7",
    #"""
    \underbrace{\frac{\text{FLOPs}}{\text{mem}_{\text{bw}}}}_{\approx 300} =
    B\,\frac{N_{\text{active}}}{N_{\text{total}}}
    """#
  ),
  (
    "E8",
    #"""
    B \;\gtrsim\; 300 \times \text{sparsity}, \qquad \text{sparsity} =
    \frac{N_{\text{total}}}{N_{\text{active}}} \;\;(=256/32 = 8)
    """#
  ),
  (
    "E9",
    #"""
    T = \frac{\text{capacity}}{\text{bandwidth}}, \qquad \frac{288\ \text{GB}}{20\
    \text{TB/s}} \approx 15\ \text{ms}
    """#
  ),
  ("E10", #"\text{tokens/s} = \frac{B}{T} \approx 64\,B \approx 2000\times 64 = 128{,}000"#),
  (
    "E11",
    #"""
    \frac{t_{\text{scale-up}}}{t_{\text{scale-out}}} = \frac18 \times n_{\text{act}}
    \times \frac{\text{layers}}{\text{stage}} \times 2 \;\ge\; 1
    """#
  ),
  (
    "E12",
    #"""
    C_{\text{mem}} = N_{\text{total}} +
    B\,\text{len}_{\text{ctx}}\,\text{bytes}_{\text{tok}}
    """#
  ),
  (
    "E13",
    #"""
    c_{\text{mem}} = \frac{N_{\text{total}} +
    B\,\text{len}_{\text{ctx}}\,\text{bytes}_{\text{tok}}}{E\,P}
    """#
  ),
  (
    "E14",
    #"""
    B = (\#\text{micro-batches})\cdot b = P\,b, \qquad b \approx 300\times\text{sparsity}
    """#
  ),
  (
    "E15",
    #"""
    c_{\text{mem}} = \frac{N_{\text{total}}}{E\,P} +
    \frac{b\,\text{len}_{\text{ctx}}\,\text{bytes}_{\text{tok}}}{E}
    """#
  ),
  (
    "E16",
    #"""
    t_{\text{mem,weights}} = \frac{N_{\text{total}}}{(\text{scale-up
    size})\times(\text{bandwidth per GPU})}
    """#
  ),
  ("E17", #"\min_x \,[A(x)+B(x)] \;\text{ near }\; A(x)=B(x) \qquad (x + 1/x,\; e^{x}+e^{-x})"#),
  (
    "E18",
    #"""
    C = 6\,N_{\text{act}} D_{PT} \;+\; \frac{(2\ldots 6)\,N_{\text{act}}
    D_{RL}}{\text{eff}} \;+\; \frac{2\,N_{\text{act}} D_{\text{inf}}}{\text{eff}}
    """#
  ),
  ("E19", #"D_{PT} + \alpha D_{RL} = \beta D_{\text{inf}}"#),
  (
    "E19",
    #"""
    D_{PT} = \frac{k_{RL}}{6\,m} D_{RL} = \frac{2}{6\,m} D_{\text{inf}}, \qquad
    k_{RL}=3,\; m=\tfrac13 \;\Rightarrow\; D_{PT} = 1.5\,D_{RL} = 1\cdot D_{\text{inf}}
    """#
  ),
  (
    "E20",
    #"""
    D_{\text{inf}} = (\text{tokens/s})\times(\text{deployment time}) =
    5\times10^{7}\times 2\ \text{months} \approx 2\times10^{14}
    """#
  ),
  (
    "E21",
    #"""
    D_{\text{Chin}} = 20\,N_{\text{act}} = 20\times10^{11} = 2\times10^{12}, \qquad
    D_{PT}/D_{\text{Chin}} \approx 100
    """#
  ),
  (
    "E22",
    #"""
    \frac{B\,\text{len}_{\text{ctx}}\,\text{bytes}_{\text{tok}}}{\text{mem}_{\text{bw}}}
    = \frac{B\,N_{\text{act}}}{\text{FLOPs}} \;\Rightarrow\; \text{bytes}_{\text{tok}} =
    \frac{1}{300}\cdot\frac{N_{\text{act}}}{\text{len}_{\text{ctx}}} =
    \frac{10^{11}}{300\cdot 2\times10^{5}} \approx 1667
    """#
  ),
  (
    "E23",
    #"""
    \text{bytes}_{\text{tok}} = \#\text{layers (unique KV)}\times 2\times
    d_{\text{head}}\times \#\text{KV heads} \;\;[\times\, 1/\text{sparsity}]
    """#
  ),
  (
    "E24",
    #"""
    t_{\text{compute}} =
    \frac{B\,\text{len}_{\text{pass}}\,N_{\text{act}}}{\text{FLOPs}},\quad
    t_{\text{mem}}\ \text{unchanged},\quad \frac{\text{cost}}{\text{token}} \propto
    \frac{t}{B\,\text{len}_{\text{pass}}}
    """#
  ),
  (
    "E26",
    #"""
    t_{\text{retrieve}} = t_{\text{hold}}\times(\text{fraction of capacity used})
    \;\Rightarrow\; \frac{s}{\text{bw}} = t_{\text{hold}}\,\frac{s}{\text{cap}}
    \;\Rightarrow\; t_{\text{hold}} = \frac{\text{cap}}{\text{bw}}
    """#
  ),
  ("E27", #"(x,y)\mapsto(x,\;z=y+f(x)),\qquad y = z - f(x)"#),
  (
    "E28",
    #"""
    x' = y + f(x),\quad y' = x \qquad\Longleftrightarrow\qquad x = y',\quad y = x' -
    f(y')
    """#
  ),
]
