import fc from "fast-check";

const pick = (...values: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...values);

/** Bytes and marks that mean something to somebody: Markdown, TeX, terminals, scripts of the reading direction. */
const NASTY = pick(
  ...Array.from("$`\\[](){}<>|-+=#*_&%~^:;!\"'/ab1 \t\n\r,."),
  ...["$$", "\\[", "\\]", "\\(", "\\)", "\n\n", "\r\n", "> ", "- ", "# ", "```math\n", "---\n", "<!--", "-->", "<div>", "&lt;"],
  ...["\u001b[31m", "\u001b]0;t\u0007", "\u009b", "\u0007", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\u00a0", "\u0301"],
  ...[
    "😀",
    "变量",
    "ｘ",
    "𝑥",
    "α",
    "\uffff",
    "__proto__",
    "constructor",
    "\\def\\a{",
    "\\newcommand{\\b}[1]{#1#1}",
    "\\a",
    "\\b",
  ],
);

const LATEX = pick(
  ...["x", "y", "z", "i", "n", "k", "\\theta", "\\mu", "\\sigma", "x_i", "x_{t-1}", "z_k", "\\mathcal{L}", "0", "1", "-1", "0.5"],
  ...["10^6", "10^{10^{10}}", "\\frac12", "p(x)", "q(z|x)", "p(x, z)", "p_\\theta(x|z)", "\\tilde p(x)", "p(x_t|x_{<t})", "p"],
  ...[
    "\\log ",
    "\\exp(",
    "\\sqrt{",
    "\\frac{",
    "\\left(",
    "\\right)",
    "\\left.",
    "\\|",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "^",
    "_",
    "'",
    "!",
  ],
  ...[
    "\\mathbb{E}",
    "\\mathbb{E}_{x \\sim p}",
    "_{q(z|x)}",
    "KL(q(z|x) \\| p(z))",
    "\\mathcal N(x; \\mu, \\sigma^2)",
    "\\sum_{i=1}^n",
  ],
  ...[
    "\\sum_{i=1}^{10^9}",
    "\\prod_i",
    "\\int",
    "\\int_0^1",
    "dx",
    "\\,dz",
    "\\min_x",
    "\\nabla_\\theta",
    "\\det",
    "x^T",
    "\\Sigma^{-1}",
  ],
  ...[
    "=",
    "\\le",
    "\\geq",
    "\\propto",
    "\\sim",
    ":=",
    "\\equiv",
    "\\neq",
    "\\to",
    "\\approx",
    "<",
    "\\stackrel{(a)}{=}",
    "=",
    "=",
  ],
  ...[
    "+",
    "-",
    "\\cdot",
    "/",
    ",",
    "&",
    "\\\\",
    "\\text{where }",
    "\\quad",
    "\\dots",
    "\\in",
    "\\mathbb R^d",
    "\\infty",
    "\\tag{1}",
    "|",
  ],
  ...[
    "\\begin{aligned}",
    "\\end{aligned}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\mathrm{",
    "\\operatorname{",
    "\\unknown",
    "%",
    "~",
    "\\",
  ],
);

const soup = (pieces: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(pieces, { maxLength }).map((parts) => parts.join(" "));

const LETTER = pick("x", "y", "z", "n", "k", "\\mu", "\\sigma", "x_i", "z_k", "\\theta", "x_1", "\\mathbf{x}");
const NUMBER = pick("0", "1", "2", "-1", "0.5", "\\frac12", "100", "10^6");
const ARGUMENTS = pick("x", "z", "x, z", "z|x", "x|z", "x_i", "x_t|x_{t-1}", "x_{1:T}", "x_i|x_{<i}", "x=1", "X", "x|x");
const FAMILY = pick("p", "q", "p_\\theta", "q_\\phi", "\\tilde p", "r");
const DENSITY = fc.tuple(FAMILY, ARGUMENTS).map(([name, of]) => `${name}(${of})`);

/** Expressions that can be read, whether or not they make sense. */
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie("expression");
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.oneof(LETTER, NUMBER, DENSITY),
      fc.tuple(inner, pick("+", "-", " ", "\\cdot", "/"), inner).map((parts) => parts.join(" ")),
      fc.tuple(inner, inner).map(([a, b]) => `\\frac{${a}}{${b}}`),
      fc.tuple(inner, pick("2", "-1", "n", "1/2", "100")).map(([a, b]) => `(${a})^{${b}}`),
      fc.tuple(pick("\\log", "\\exp", "\\sqrt", "-", "\\tanh"), inner).map(([f, a]) => `${f}{(${a})}`),
      fc.tuple(DENSITY, inner).map(([p, a]) => `\\mathbb{E}_{${p}}[${a}]`),
      fc.tuple(LETTER, NUMBER, NUMBER, inner).map(([x, m, v, a]) => `\\mathbb{E}_{${x} \\sim \\mathcal N(${m}, ${v})}[${a}]`),
      fc.tuple(DENSITY, DENSITY).map(([p, q]) => `KL(${p} \\| ${q})`),
      fc.tuple(LETTER, inner, NUMBER).map(([x, m, v]) => `\\mathcal N(${x}; ${m}, ${v})`),
      fc.tuple(pick("\\sum", "\\prod"), pick("n", "3", "k", "100", "10^9"), inner).map(([s, n, a]) => `${s}_{i=1}^{${n}} (${a})`),
      fc.tuple(inner, LETTER).map(([a, x]) => `\\int ${a} \\,d${x}`),
    ),
  };
});

const RELATION = pick("=", "=", "=", "\\le", "\\ge", "<", "\\propto", "\\sim", ":=", "\\neq");

const CHAIN = fc
  .tuple(expression, fc.array(fc.tuple(RELATION, expression), { minLength: 1, maxLength: 3 }))
  .map(([head, links]) => [head, ...links.flat()].join(" "));

/** A document of formulas that can be read. */
export const READABLE: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      CHAIN.map((chain) => `$$\n${chain}\n$$`),
      CHAIN.map((chain) => `Then $${chain}$ holds.`),
      fc.constant("# Next"),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((blocks) => `${blocks.join("\n\n")}\n`);

/** A document of pieces of LaTeX and of everything else, in any order. */
export const ASSEMBLED: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      soup(LATEX, 25).map((latex) => `\n\n$$${latex}$$\n\n`),
      soup(LATEX, 12).map((latex) => `$${latex}$`),
      soup(fc.oneof(LATEX, NASTY), 20).map((latex) => `$$\n${latex}\n$$\n`),
      soup(NASTY, 15),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

/** A readable document with something nasty put in at any place, or some of it cut out. */
export const DAMAGED: fc.Arbitrary<string> = fc
  .tuple(READABLE, fc.array(fc.tuple(fc.nat(), fc.nat(6), NASTY), { minLength: 1, maxLength: 4 }))
  .map(([text, damages]) =>
    damages.reduce((whole, [place, cut, nasty]) => {
      const at = place % (whole.length + 1);
      return `${whole.slice(0, at)}${nasty}${whole.slice(at + cut)}`;
    }, text),
  );
