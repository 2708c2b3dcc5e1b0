/** Which commands and characters stand for a single sign, and what each is called here. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Letters of their own: they can name a symbol. */
const GREEK = words(`
  alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron pi varpi rho varrho
  sigma varsigma tau upsilon phi varphi chi psi omega
  Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
`);
const OTHER_LETTERS = words("ell hbar imath jmath emptyset varnothing Pr Re Im aleph");
const LETTER_COMMANDS: ReadonlySet<string> = new Set([...GREEK, ...OTHER_LETTERS].map((name) => `\\${name}`));

/** True for `x`, `\mu`, `\ell`: a sign that names something by itself. */
export function isLetter(text: string): boolean {
  return /^[A-Za-z]$/.test(text) || LETTER_COMMANDS.has(text);
}

/** Capital letters stand for matrices under `^{-1}` and between bars. */
export function isCapital(text: string): boolean {
  return /^(?:[A-Z]|\\[A-Z][a-z]+)$/.test(text);
}

/** Signs with a meaning somewhere in the grammar. */
const OPERATORS = words(`
  \\sum \\prod \\int \\iint \\iiint \\oint
  \\log \\ln \\lg \\exp \\sin \\cos \\tan \\tanh \\sinh \\cosh \\arcsin \\arccos \\arctan \\det \\dim \\gcd \\lim \\liminf \\limsup
  \\min \\max \\inf \\sup \\arg \\nabla \\partial
  \\vdots \\ddots \\cdot \\times \\odot \\circ \\otimes \\oplus \\pm \\mp \\div \\infty \\prime \\top \\intercal \\dagger \\ddagger \\star \\bullet
  \\dots \\forall \\exists \\neg \\setminus \\cup \\cap \\bigcup \\bigcap \\wedge \\vee \\land \\lor \\backslash \\bot \\perp
  \\square \\Box \\blacksquare \\triangle \\angle \\diamond \\bigcirc \\checkmark \\therefore \\because \\colon
  \\uparrow \\downarrow \\Uparrow \\Downarrow \\updownarrow \\nearrow \\searrow \\swarrow \\nwarrow
  \\rightleftharpoons \\leftrightarrow \\rightharpoonup \\rightharpoondown \\leftharpoonup \\leftharpoondown \\leadsto \\degree \\% \\# \\$ \\_
`);

/** Signs between sides: what each means is decided in relations.ts. */
const RELATIONS = words(`
  \\le \\ge \\ne \\ll \\gg \\propto \\sim \\simeq \\approx \\cong \\equiv \\doteq \\triangleq \\coloneqq \\eqqcolon \\asymp \\prec \\succ
  \\preceq \\succeq \\to \\mapsto \\leftarrow \\longrightarrow \\longleftarrow \\longmapsto \\hookrightarrow \\in \\ni \\notin \\subset \\subseteq
  \\supset \\supseteq \\models \\vdash \\implies \\iff
`);

const DELIMITERS = words("\\{ \\} \\| \\mid \\langle \\rangle \\lfloor \\rfloor \\lceil \\rceil");

const KNOWN: ReadonlySet<string> = new Set([...OPERATORS, ...RELATIONS, ...DELIMITERS, ...LETTER_COMMANDS]);

/** Other ways to write a sign. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "\\leq": "\\le",
    "\\leqslant": "\\le",
    "\\leqq": "\\le",
    "≤": "\\le",
    "⩽": "\\le",
    "\\geq": "\\ge",
    "\\geqslant": "\\ge",
    "\\geqq": "\\ge",
    "≥": "\\ge",
    "⩾": "\\ge",
    "\\neq": "\\ne",
    "≠": "\\ne",
    "\\lt": "<",
    "\\gt": ">",
    "≈": "\\approx",
    "\\thickapprox": "\\approx",
    "≃": "\\simeq",
    "≅": "\\cong",
    "≡": "\\equiv",
    "∝": "\\propto",
    "\\varpropto": "\\propto",
    "∼": "\\sim",
    "\\thicksim": "\\sim",
    "≜": "\\triangleq",
    "≔": ":=",
    "\\coloneq": ":=",
    "\\coloneqq": ":=",
    "\\defeq": ":=",
    "\\eqdef": ":=",
    "\\colonequals": ":=",
    "\\vcentcolon": ":",
    "\\rightarrow": "\\to",
    "→": "\\to",
    "\\gets": "\\leftarrow",
    "←": "\\leftarrow",
    "↦": "\\mapsto",
    "\\Rightarrow": "\\implies",
    "\\Longrightarrow": "\\implies",
    "⇒": "\\implies",
    "\\Leftrightarrow": "\\iff",
    "\\Longleftrightarrow": "\\iff",
    "⇔": "\\iff",
    "\\isin": "\\in",
    "∈": "\\in",
    "\\owns": "\\ni",
    "∉": "\\notin",
    "−": "-",
    "–": "-",
    "＋": "+",
    "－": "-",
    "＝": "=",
    "·": "\\cdot",
    "⋅": "\\cdot",
    "\\cdotp": "\\cdot",
    "×": "\\times",
    "⊙": "\\odot",
    "∘": "\\circ",
    "±": "\\pm",
    "÷": "\\div",
    "∞": "\\infty",
    "\\slash": "/",
    "∗": "*",
    "\\ast": "*",
    "\\lnot": "\\neg",
    "∑": "\\sum",
    "∏": "\\prod",
    "∫": "\\int",
    "∬": "\\iint",
    "∭": "\\iiint",
    "∂": "\\partial",
    "∇": "\\nabla",
    "′": "\\prime",
    "⊤": "\\top",
    "∀": "\\forall",
    "∃": "\\exists",
    "∪": "\\cup",
    "∩": "\\cap",
    "∧": "\\wedge",
    "∨": "\\vee",
    "\\ldots": "\\dots",
    "\\cdots": "\\dots",
    "\\dotsc": "\\dots",
    "\\dotsb": "\\dots",
    "\\dotsm": "\\dots",
    "\\dotso": "\\dots",
    "…": "\\dots",
    "⋯": "\\dots",
    "\\hdots": "\\dots",
    "\\vert": "|",
    "\\Vert": "\\|",
    "\\parallel": "\\|",
    "‖": "\\|",
    "∣": "\\mid",
    "∥": "\\|",
    "｜": "|",
    "\\lbrace": "\\{",
    "\\rbrace": "\\}",
    "\\lbrack": "[",
    "\\rbrack": "]",
    "\\lparen": "(",
    "\\rparen": ")",
    "⟨": "\\langle",
    "⟩": "\\rangle",
    "\\lt\\gt": "\\ne",
    "（": "(",
    "）": ")",
    "，": ",",
    "；": ";",
    "：": ":",
    "。": ".",
    "、": ",",
    ℓ: "\\ell",
    "∅": "\\emptyset",
    "\\Omicron": "O",
    α: "\\alpha",
    β: "\\beta",
    γ: "\\gamma",
    δ: "\\delta",
    ε: "\\varepsilon",
    ϵ: "\\epsilon",
    ζ: "\\zeta",
    η: "\\eta",
    θ: "\\theta",
    ϑ: "\\vartheta",
    ι: "\\iota",
    κ: "\\kappa",
    λ: "\\lambda",
    μ: "\\mu",
    µ: "\\mu",
    ν: "\\nu",
    ξ: "\\xi",
    π: "\\pi",
    ρ: "\\rho",
    σ: "\\sigma",
    τ: "\\tau",
    υ: "\\upsilon",
    φ: "\\varphi",
    ϕ: "\\phi",
    χ: "\\chi",
    ψ: "\\psi",
    ω: "\\omega",
    Γ: "\\Gamma",
    Δ: "\\Delta",
    Θ: "\\Theta",
    Λ: "\\Lambda",
    Ξ: "\\Xi",
    Π: "\\Pi",
    Σ: "\\Sigma",
    Φ: "\\Phi",
    Ψ: "\\Psi",
    Ω: "\\Omega",
  }),
);

/** Delimiters whose command says which side they stand on. */
const SIDED: ReadonlyMap<string, { readonly text: string; readonly side: "open" | "close" }> = new Map([
  ["\\lvert", { text: "|", side: "open" }],
  ["\\rvert", { text: "|", side: "close" }],
  ["\\lVert", { text: "\\|", side: "open" }],
  ["\\rVert", { text: "\\|", side: "close" }],
]);

/** The canonical sign of a token; null for what is no single sign (`\frac`, an unknown command, a foreign character). */
export function signOf(token: string): { readonly text: string; readonly side: "open" | "close" | null } | null {
  const sided = SIDED.get(token);
  if (sided !== undefined) return sided;
  const text = ALIASES.get(token) ?? token;
  const known = KNOWN.has(text) || text === ":=" || /^[A-Za-z0-9+\-=<>()[\]|,.;:!/*"?]$/.test(text);
  return known ? { text, side: null } : null;
}

/** Blackboard letters typed as characters. */
export const BLACKBOARD: ReadonlyMap<string, string> = new Map([
  ["𝔼", "E"],
  ["ℝ", "R"],
  ["ℕ", "N"],
  ["ℤ", "Z"],
  ["ℙ", "P"],
  ["𝟙", "1"],
  ["𝕀", "I"],
  ["𝕍", "V"],
]);
