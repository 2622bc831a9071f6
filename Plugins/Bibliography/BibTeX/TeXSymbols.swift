/// What TeX commands print, as far as bibliographies use them.
enum TeXSymbols {
    /// Commands that print a text of their own.
    static let text: [String: String] = [
        "i": "ı", "j": "ȷ", "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ",
        "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
        "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ", "textschwa": "ə", "imath": "ı", "jmath": "ȷ",
        "textendash": "–", "textemdash": "—", "endash": "–", "emdash": "—", "textquoteleft": "‘",
        "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'",
        "textquotedbl": "\"", "lq": "‘", "rq": "’", "quotedblbase": "„", "quotesinglbase": "‚", "guillemotleft": "«",
        "guillemotright": "»", "flqq": "«", "frqq": "»", "guilsinglleft": "‹", "guilsinglright": "›", "glqq": "„",
        "grqq": "“", "dots": "…", "ldots": "…", "textellipsis": "…", "cdots": "⋯", "copyright": "©",
        "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£", "textsterling": "£",
        "euro": "€", "texteuro": "€", "EUR": "€", "textdollar": "$", "textcent": "¢", "textyen": "¥", "S": "§",
        "textsection": "§", "P": "¶", "dag": "†", "ddag": "‡", "textdagger": "†", "textdegree": "°", "degree": "°",
        "textbullet": "•", "textperiodcentered": "·", "textasciitilde": "~", "textasciicircum": "^",
        "textbackslash": "\\", "textunderscore": "_", "textless": "<", "textgreater": ">", "textbar": "|",
        "textbraceleft": "{", "textbraceright": "}", "textasteriskcentered": "*", "textquestiondown": "¿",
        "textexclamdown": "¡", "textordfeminine": "ª", "textordmasculine": "º", "textmu": "µ", "textonehalf": "½",
        "textonequarter": "¼", "textthreequarters": "¾", "textpm": "±", "texttimes": "×", "textdiv": "÷",
        "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "BibLaTeX": "BibLaTeX",
        "XeTeX": "XeTeX",
        "slash": "/", "quad": " ", "qquad": " ", "space": " ", "newline": " ", "par": " ", "linebreak": " ",
        "thinspace": " ", "nobreakspace": " ", "enspace": " ", "emspace": " ",
        // Mathematics that titles and abstracts contain.
        "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
        "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
        "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
        "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
        "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "pm": "±", "times": "×",
        "cdot": "·", "div": "÷", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈",
        "sim": "∼", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√",
        "in": "∈", "subset": "⊂", "cup": "∪", "cap": "∩", "rightarrow": "→", "to": "→", "leftarrow": "←",
        "Rightarrow": "⇒", "leftrightarrow": "↔", "forall": "∀", "exists": "∃", "ell": "ℓ", "hbar": "ℏ", "circ": "°",
        "prime": "′", "ast": "*", "star": "⋆", "bullet": "•", "oplus": "⊕", "otimes": "⊗", "equiv": "≡",
        "propto": "∝", "langle": "⟨", "rangle": "⟩", "textalpha": "α", "textbeta": "β", "textgamma": "γ",
    ]

    /// Commands that only change the look of what follows: they vanish and their argument stays.
    static let styles: Set<String> = [
        "textbf", "textit", "textsl", "textsc", "texttt", "textrm", "textsf", "textup", "textmd", "textnormal", "emph",
        "em", "it", "bf", "sl", "sc", "tt", "rm", "sf", "bfseries", "itshape", "scshape", "upshape", "slshape",
        "ttfamily", "rmfamily", "sffamily", "mbox", "hbox", "text", "mathrm", "mathit", "mathbf", "mathcal", "mathbb",
        "mathsf", "mathtt", "mathfrak", "boldsymbol", "bm", "ensuremath", "underline", "uline", "enquote", "mkbibquote",
        "mkbibemph", "mkbibbold", "mkbibparens", "textquote", "MakeUppercase", "MakeLowercase", "uppercase",
        "lowercase",
        "ocirc", "noopsort", "operatorname", "relax", "protect", "left", "right", "displaystyle", "small", "large",
        "footnotesize", "normalsize", "selectlanguage", "url", "path", "nolinkurl", "hspace", "vspace",
        "textquotestraight",
        "bibinfo", "bibnamedelima", "lowercaseadd", "ignorespaces", "unskip", "allowbreak", "nobreak",
    ]

    /// Commands whose first argument is not text: it is left out.
    static let skippingFirst: Set<String> = [
        "href", "textcolor", "color", "foreignlanguage", "selectlanguage", "hspace",
        "vspace", "bibinfo", "noopsort", "phantom", "hphantom", "vphantom",
    ]

    static let raised: [Unicode.Scalar: Unicode.Scalar] = pairs(
        "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻=⁼(⁽)⁾nⁿiⁱ")
    static let lowered: [Unicode.Scalar: Unicode.Scalar] = pairs("0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋=₌(₍)₎")

    private static func pairs(_ text: String) -> [Unicode.Scalar: Unicode.Scalar] {
        let scalars = Array(text.unicodeScalars)
        var result: [Unicode.Scalar: Unicode.Scalar] = [:]
        for index in stride(from: 0, to: scalars.count - 1, by: 2) { result[scalars[index]] = scalars[index + 1] }
        return result
    }
}
