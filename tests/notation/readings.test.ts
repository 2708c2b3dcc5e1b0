import { describe, expect, it } from "vitest";
import { termKey } from "../../src/terms/traverse.js";
import { parseEquation } from "../../src/notation/parse.js";
import { printTerm } from "../../src/notation/print.js";
import type { Term } from "../../src/terms/term.js";

const CONTEXT = {
  families: new Set(["p", "q", "\\tilde{p}", "P", "\\Pr"]),
  functions: new Set(["f", "g", "\\mu", "\\sigma", "F", "\\Sigma"]),
  macros: {},
};

/** The right side of an equation, or why it was not understood. */
function read(latex: string): Term | string {
  const parsed = parseEquation(`A = ${latex}`, null, CONTEXT);
  const [first, ...more] = parsed.statements;
  const side =
    first?.kind === "chain" && first.signs.length === 1 && more.length === 0 && parsed.unread.length === 0
      ? first.sides[1]
      : undefined;
  return side?.term ?? side?.problem?.reason ?? "no single side";
}

const key = (reading: Term | string): string => (typeof reading === "string" ? `not understood: ${reading}` : termKey(reading));

/** Two spellings of one term; the second leaves no room for doubt. */
const SAME: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  names: [
    ["\\mathbf{x}", "x"],
    ["\\boldsymbol\\mu_\\theta(\\bm x)", "\\mu_{\\theta}(x)"],
    ["\\mathrm{x} + \\vec{x}", "x + x"],
    ["{\\bf x}", "x"],
    ["\\widetilde{p}(x)", "\\tilde{p}(x)"],
    ["\\hat x_i", "\\hat{x_i}"],
    ["x_{new}", "x_{\\text{new}}"],
    ["\\theta_{ML}", "\\theta_{\\text{ML}}"],
    ["\\theta^\\star", "\\theta^{*}"],
    ["x''", "x^{\\prime\\prime}"],
    ["w_{ij}", "w_{i,j}"],
    ["\\sigma_{(k)}^2(x)", "(\\sigma_{k}(x))^{2}"],
    ["\\mu_{(k)}^{2}(x)", "(\\mu_{k}(x))^{2}"],
    ["\\sigma^2(x)", "(\\sigma(x))^{2}"],
    ["α + β", "\\alpha + \\beta"],
    ["x_{<i}", "x_{1:i-1}"],
    ["x_{\\le i}", "x_{1:i}"],
    ["ELBO", "\\text{ELBO}"],
    ["\\mathcal{L}_\\beta", "\\mathcal{L}_{\\beta}"],
  ],
  arithmetic: [
    ["a b c", "a \\cdot b \\cdot c"],
    ["a - b - c", "a + (-b) + (-c)"],
    ["-a b + c", "(-(a b)) + c"],
    ["a/b c", "\\frac{a}{b} c"],
    ["a b/c", "\\frac{a b}{c}"],
    ["\\frac12 x", "\\frac{1}{2} x"],
    ["{a \\over b}", "\\frac{a}{b}"],
    ["{a+b}c", "a + b c"],
    ["p(1-p)", "p \\cdot (1 - p)"],
    ["\\lambda(a-b)", "\\lambda \\cdot (a - b)"],
    ["(a)(b)", "a b"],
    ["2\\pi", "2 \\cdot \\pi"],
    ["e^{-x}", "\\exp(-x)"],
    ["(a+b)^2", "(a+b)^{2}"],
    ["\\sqrt[3]{x}", "x^{\\frac13}"],
    ["2 \\times 3^2", "2 \\cdot (3)^{2}"],
    ["−x · y", "-x \\cdot y"],
    ["1.5", "\\left(1.5\\right)"],
    ["x^T y", "x^{\\top} y"],
    ["\\Sigma_i^{-1}", "(\\Sigma_i)^{-1}"],
    ["\\Sigma^{-1}(x - \\mu)", "(\\Sigma^{-1}) \\cdot (x - \\mu)"],
  ],
  functions: [
    ["\\log p(x|z)", "\\log(p(x|z))"],
    ["\\log 2\\pi\\sigma^2", "\\log(2\\pi\\sigma^2)"],
    ["\\log 2\\pi + a", "\\log(2\\pi) + a"],
    [
      "\\frac D2 \\log 2\\pi + \\frac12 \\sum_k \\log \\sigma_k^2(z)",
      "(\\frac{D}{2} \\log(2\\pi)) + (\\frac{1}{2} \\cdot (\\sum_k \\log(\\sigma_k^2(z))))",
    ],
    ["\\log p(x) q(z)", "\\log(p(x) q(z))"],
    ["\\log \\tilde p(x) \\int p(z|x)\\,dz", "\\log(\\tilde p(x)) \\cdot \\left(\\int p(z|x)\\,dz\\right)"],
    ["\\log\\frac1k\\sum_i w_i", "\\log(\\frac{1}{k} \\sum_i w_i)"],
    ["\\log\\frac{1}{Z}\\exp(y)", "\\log(\\frac{1}{Z} \\exp(y))"],
    ["\\log a \\log b", "\\log(a) \\cdot \\log(b)"],
    ["\\log \\sigma_{(k)}^2(x)", "\\log((\\sigma_k(x))^2)"],
    ["\\log^2 x", "(\\log(x))^2"],
    ["\\log_2 x", "\\frac{\\log(x)}{\\log(2)}"],
    ["\\ln x", "\\log(x)"],
    ["log p(x)", "\\log(p(x))"],
    ["\\exp\\left\\{-x\\right\\}", "\\exp(-x)"],
    ["f(x+1)", "f\\left(x+1\\right)"],
    ["sin(x) + tanh(x)", "\\sin(x) + \\tanh(x)"],
    ["cost(x, y)", "\\operatorname{cost}(x, y)"],
    ["xyp(x,y)", "x \\cdot y \\cdot p(x,y)"],
    ["\\phi(a+b)", "\\phi\\left(a+b\\right)"],
  ],
  "big operators": [
    ["\\sum_{k=1}^d a_k + b", "(\\sum_{k=1}^d a_k) + b"],
    ["\\sum_k a_k b_k", "\\sum_k (a_k b_k)"],
    ["\\sum_k -a_k", "\\sum_k (-a_k)"],
    ["c \\sum_k a_k b", "c \\cdot (\\sum_k (a_k b))"],
    ["\\sum_{i,j} w_{ij}", "\\sum_i (\\sum_j w_{ij})"],
    ["\\sum\\limits_{i=1}^n x_i", "\\sum_{i=1}^n x_i"],
    ["\\sum_i^n x_i", "\\sum_{i=1}^n x_i"],
    ["\\sum_{1 \\le i \\le n} x_i", "\\sum_{i=1}^n x_i"],
    ["\\underset{i}{\\sum} x_i", "\\sum_i x_i"],
    ["∑_i x_i", "\\sum_{i} x_i"],
  ],
  integrals: [
    ["\\int p(z) dz", "\\int p(z) \\, d z"],
    ["\\int p(z) \\,\\mathrm{d}z", "\\int p(z) \\, d z"],
    ["\\int p(z) \\text{d}\\mathbf{z}", "\\int p(z) \\, d z"],
    ["\\int p(z) \\d z", "\\int p(z) \\, d z"],
    ["\\int dz\\, p(z) f(z)", "\\int p(z) f(z) \\, d z"],
    ["\\int \\frac{dz}{z}", "\\int \\frac{1}{z} \\, d z"],
    ["\\int p(x) \\int p(z|x) dz dx", "\\int p(x) \\left(\\int p(z|x) \\, d z\\right) d x"],
    ["\\int a + b \\, dz", "\\int (a + b) \\, d z"],
    ["-\\int a\\,dz + \\int b\\,dz", "(-(\\int a\\,dz)) + (\\int b\\,dz)"],
    ["\\int a \\, dz \\, b", "\\left(\\int a \\, dz\\right) b"],
    ["\\int x^{\\frac{d}{2}} dx", "\\int \\left(x^{\\frac{d}{2}}\\right) dx"],
    ["\\int p(x) dx_1 \\cdots dx_n", "\\int p(x) \\, d x_{1:n}"],
    ["\\int_0^{+\\infty} f(x) dx", "\\int_{0}^{\\infty} f(x) dx"],
    ["\\int_{\\mathbf z} p(z) d\\mathbf{z}", "\\int_z p(z) \\, d z"],
  ],
  expectations: [
    ["E_{x\\sim p(x)}[f(x)]", "\\mathbb{E}_{x \\sim p(x)}[f(x)]"],
    ["\\operatorname{E}_q \\left\\{ x \\right\\}", "\\mathbb{E}_{q}[x]"],
    ["\\underset{x\\sim p}{\\mathbb E}[x]", "\\mathbb{E}_{x \\sim p}[x]"],
    ["\\mathop{\\mathbb E}\\limits_{x\\sim p}(x)", "\\mathbb{E}_{x \\sim p}[x]"],
    ["\\mathbb E_q \\log p(x) + c", "\\left(\\mathbb{E}_{q}[\\log p(x)]\\right) + c"],
    ["\\mathbb E_{q} f(x) g(x)", "\\mathbb{E}_{q}[f(x) g(x)]"],
    ["\\mathbb E_x\\mathbb E_{z|x} f(z)", "\\mathbb{E}_{x}[\\mathbb{E}_{z|x}[f(z)]]"],
    ["\\mathbb{E}_{x, y \\sim p}[x]", "\\mathbb{E}_{x,y\\sim p}[x]"],
    ["\\mathbb E[x]^2", "(\\mathbb{E}[x])^2"],
    ["E(XY)", "\\mathbb{E}[X Y]"],
    ["\\mathrm{Var}(X)", "\\operatorname{Var}[X]"],
    ["𝔼_q[x]", "\\mathbb{E}_{q}[x]"],
  ],
  divergences: [
    ["KL(p||q)", "D_{KL}(p\\|q)"],
    ["KL(p(x,z)||q(x,z))", "D_\\text{KL}\\left(p(x,z)\\middle\\|q(x,z)\\right)"],
    ["\\mathrm{KL}[p\\,\\|\\,q]", "D_{KL}(p\\|q)"],
    ["\\mathbb{KL}\\{p||q\\}", "D_{KL}(p\\|q)"],
    ["d_{KL}(p,q)", "D_{KL}(p\\|q)"],
    ["D(p\\parallel q)", "D_{KL}(p\\|q)"],
    ["KL\\left(p\\,\\middle|\\middle|\\,q\\right)", "D_{KL}(p\\|q)"],
    ["\\mathbb H[p]", "H(p)"],
    ["\\mathbb{I}(X;Y|Z)", "I(X;Y|Z)"],
  ],
  norms: [
    ["||x-y||^2", "\\left\\|x-y\\right\\|^2"],
    ["\\lVert x\\rVert_2^2", "\\|x\\|^2"],
    ["|x|", "\\left|x\\right|"],
    ["\\left|\\left|x\\right|\\right|^2", "\\|x\\|^2"],
    ["|\\Sigma|", "\\det(\\Sigma)"],
    ["|\\mathbf A|", "\\det A"],
    ["\\mathbf 1_{x > 0}", "\\mathbb{1}[x > 0]"],
    ["1\\{x > 0\\}", "\\mathbb{1}[x > 0]"],
  ],
  densities: [
    ["p(x\\mid z)", "p(x|z)"],
    ["p(x\\vert z)", "p(x|z)"],
    ["p(x\\giv z)", "p(x|z)"],
    ["p_X(x)", "p_{X}(x)"],
    ["\\Pr[X=x]", "\\Pr(X=x)"],
    ["p_{data}(x)", "p_{\\text{data}}(x)"],
    ["p_\\mathbf{z}(\\mathbf z)", "p_{z}(z)"],
    ["p(x_i|x_1,...,x_{i-1})", "p(x_i|x_{1:i-1})"],
    ["p(x_1,x_2,\\ldots,x_n)", "p(x_{1:n})"],
    ["p(x_n|x_{n-1},\\dots,x_1)", "p(x_n|x_{1:n-1})"],
    ["\\mathcal N(x|\\mu,\\Sigma)", "\\mathcal{N}(x;\\mu,\\Sigma)"],
    ["N(x;0,I)", "\\mathcal{N}(x;0,\\mathbf{I})"],
  ],
  operators: [
    ["\\arg\\min_\\theta f(\\theta) + c", "\\operatorname*{arg\\,min}_{\\theta} [f(\\theta) + c]"],
    ["\\min_G \\max_D f(x) + g(x)", "\\min_{G} [\\max_{D} [f(x) + g(x)]]"],
    ["\\frac{\\partial f}{\\partial x}", "\\frac{\\partial}{\\partial x} f"],
    ["\\nabla_\\theta f(x) \\cdot g(x)", "(\\nabla_{\\theta} (f(x))) \\cdot g(x)"],
    ["\\boxed{a + b}", "a + b"],
    ["\\cancel{a} + b", "a + b"],
  ],
};

/** Formulas that look alike and are not. */
const DIFFERENT: readonly (readonly [string, string])[] = [
  ["\\mathcal{L}", "L"],
  ["p_\\theta(x)", "p(x)"],
  ["\\tilde{p}(x)", "p(x)"],
  ["x_i", "x^{(i)}"],
  ["x^2", "x_2"],
  ["p(x,z)", "p(x|z)"],
  ["p(x|z)", "p(z|x)"],
  ["p(x;\\theta)", "p(x|\\theta)"],
  ["\\sum_k a_k + b", "\\sum_k (a_k + b)"],
  ["\\log a + b", "\\log(a + b)"],
  ["KL(p\\|q)", "KL(q\\|p)"],
  ["KL(p\\|q)", "D_{JS}(p\\|q)"],
  ["\\|x\\|^2", "\\|x\\|"],
  ["\\|x\\|_1", "\\|x\\|"],
  ["\\int f\\,dx\\,dz", "\\int f\\,dz\\,dx"],
  ["H(X)", "H(X|Y)"],
  ["\\mathcal{N}(x;0,1)", "\\mathcal{N}(x;1,0)"],
  ["f_1(x)", "f_2(x)"],
  ["p^{(1)}(x)", "p(x)"],
  ["f^\\pi(x)", "f(x)"],
  ["\\theta^*", "\\theta"],
  ["a/bc", "a/(bc)"],
];

/** Formulas of which readers would disagree, or that have no meaning here: refused, and the reason says why. */
const REFUSED: readonly (readonly [string, string])[] = [
  ["\\int p(x)", "without its differential"],
  ["p(x) dx", "without an integral"],
  ["\\iint f(x) dx", "2 integral signs and 1 differential"],
  ["\\int f(x) \\, dP(x)", "against a measure"],
  ["\\log p(x) f(x)", "where the argument of the function ends"],
  ["\\log p(x) / q(x)", "where the argument of the function ends"],
  ["\\log a \\cdot b", "where the argument of the function ends"],
  ["\\log(x)^2", "exponent may belong"],
  ["\\sin^{-1} x", "inverse or its reciprocal"],
  ["\\nabla_\\theta f(x) g(x)", "operand of the derivative"],
  ["f^n(x)", "an index or an exponent"],
  ["p^\\alpha(x)", "an index or an exponent"],
  ["f^{\\pi_i}(x)", "an index or an exponent"],
  ["f(x)^\\pi", "no number"],
  ["F[q]", "square brackets after a letter"],
  ["AB(x)", "a name or a product"],
  ["abc(x)", "a name or a product"],
  ["|D|", "size, a determinant or an absolute value"],
  ["\\sum_{i<j} a_i", '"<"'],
  ["\\sum a", "without its index"],
  ["\\sum_{i=1} a_i", "upper bound is missing"],
  ["n!", "factorials"],
  ["\\binom{n}{k}", "binomial"],
  ["a \\pm b", "\\pm"],
  ["x_{-i}", "leaves out"],
  ["a_1 + \\dots + a_n", "ellipsis"],
  ["\\begin{cases} 1 & x \\end{cases}", "environment cases"],
  ["\\left[\\begin{array}{cc} a & b \\\\ c & d \\end{array}\\right]", "line or column ends between two factors"],
  ["\\foo + 1", "unknown command \\foo"],
  ["概率", "has no meaning in a formula"],
  ["(a + b", "bracket has no partner"],
  ["a + b)", "bracket has no partner"],
  ["{a + b", "brace is not closed"],
  ["x^a^b", "two superscripts"],
  ["[0, 1]", "interval or a vector"],
  ["[0, 1)", "brackets have no meaning"],
  ["{a+b}^2", "braces are invisible"],
  ["\\mathcal{N}(0, 1)", "a law without its point"],
  ["\\mathcal{N}(x; 0)", "takes 2 parameters"],
  ["D_{\\alpha}(p\\|q)", "divergence is not known"],
  ["KL(p)", "between two distributions"],
  ["2\\,3", "two numbers"],
  ["p(x|y|z)", "two bars"],
  ["p()", "without variables"],
  ["\\frac{a}", "lacks an argument"],
  ["a +", "missing"],
  ["\\Gamma(n)", "meaning of its own"],
  ["\\bar{x y}", "accent over an expression"],
  ["f * g(x)", "convolution"],
  ["\\lim_{n \\to \\infty} a_n", "\\lim"],
];

describe.each(Object.entries(SAME))("%s", (_, pairs) => {
  it.each(pairs)("%s is %s", (written, meant) => {
    const reading = read(written);
    expect(reading).toBeTypeOf("object");
    expect(key(reading)).toBe(key(read(meant)));
  });
});

it.each(DIFFERENT)("%s is not %s", (a, b) => {
  expect(read(a)).toBeTypeOf("object");
  expect(read(b)).toBeTypeOf("object");
  expect(key(read(a))).not.toBe(key(read(b)));
});

it.each(REFUSED)("%s is not understood: %s", (latex, reason) => {
  expect(read(latex)).toContain(reason);
});

describe("canonical form", () => {
  it.each([
    ["p(\\mathbf{x}) = \\prod_{i=1}^{n^2} p(x_i|x_1,...,x_{i-1})", "\\prod_{i=1}^{n^{2}} p(x_{i} | x_{1:i - 1})"],
    [
      "L = \\mathbb E_{x\\sim\\tilde p(x)}[\\mathbb E_{z\\sim p(z|x)}[-\\log q(x|z)] + KL(p(z|x)||q(z))]",
      "\\mathbb{E}_{x \\sim \\tilde{p}(x)}[\\mathbb{E}_{z \\sim p(z | x)}[-\\log(q(x | z))] + D_{\\text{KL}}(p(z | x) \\| q(z))]",
    ],
    [
      "p = \\int_z p_z(z) \\mathcal{N}(x; g_\\theta^\\mu(z), g_\\theta^\\Sigma(z)) dz",
      "\\int_{z} p_{z}(z) \\mathcal{N}(x; g_{\\theta}^{\\mu}(z), g_{\\theta}^{\\Sigma}(z)) \\, d z",
    ],
    [
      "a = \\frac{1}{2}\\sum_{k=1}^d(\\mu_{(k)}^2(x) - \\log\\sigma_{(k)}^2(x) - 1)",
      "\\frac{1}{2} \\sum_{k=1}^{d} (\\mu_{k}(x)^{2} - \\log(\\sigma_{k}(x)^{2}) - 1)",
    ],
    ["H(Z|X) = I(X;Z)", "I(X; Z)"],
  ])("of %s", (latex, printed) => {
    const [chain] = parseEquation(latex, null, CONTEXT).statements;
    const term = chain?.kind === "chain" ? (chain.sides[1]?.term ?? null) : null;
    expect(term === null ? null : printTerm(term)).toBe(printed);
  });
});
