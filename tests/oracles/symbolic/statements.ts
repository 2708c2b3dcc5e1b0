import type { Dimension } from "../../../src/claims/dimensions.js";
import { type Claim, type Setting } from "../../../src/claims/setting.js";
import type { Hypothesis } from "../../../src/claims/hypothesis.js";
import { propositionText, termText } from "../../../src/oracles/symbolic/certificate/text.js";
import type { stateClaim } from "../../../src/oracles/symbolic/state.js";
import { claim, domains, sides, term } from "../../claims/written.js";

/** A claim in LaTeX, and what the document says of its letters. */
export interface Written {
  readonly latex: string;
  readonly setting?: Partial<Setting>;
  /** The roots in which a proportionality must be constant. */
  readonly targets?: readonly string[];
}

export function read({ latex, setting = {}, targets = [] }: Written): Claim {
  return { ...claim(latex, setting), targets };
}

/** A setting in which letters are vectors of these dimensions. */
export function dimensions(of: Readonly<Record<string, string>>): Partial<Setting> {
  const entries = Object.entries(of).map(([letter, size]): [string, Dimension] => [letter, { kind: "named", size: term(size) }]);
  return { dimensions: new Map(entries) };
}

/** Claims in which every notion occurs, true and false ones. */
export const CLAIMS: readonly Written[] = [
  { latex: "p(x, z) = p(x|z) p(z)" },
  { latex: "p(z'|z) = \\frac{p(z|z') p(z')}{p(z)}" },
  { latex: "\\int p(z'|z) p(z) dz = p(z')" },
  { latex: "\\int p(x|z') p(z') dz' = p(x)" },
  { latex: "KL(p(z|x) \\| q(z)) = \\mathbb{E}_{z \\sim p(z|x)}[\\log p(z|x)] - \\int p(z|x) \\log q(z) dz" },
  { latex: "H(p(x), q(x)) = H(p(x)) + KL(p(x) \\| q(x))" },
  { latex: "\\operatorname{Var}_{x \\sim p(x)}[f(x)] = \\mathbb{E}_{x \\sim p(x)}[(f(x) - c)^2]" },
  { latex: "\\operatorname{Var}_{x \\sim p(x), z \\sim q(z|x)}[f(x, z)] \\ge \\mathbb{E}_{x \\sim p(x)}[g(x)]" },
  { latex: "\\sum_z p(z) f(z) = \\sum_{z \\in \\mathcal{Z}} f(z) p(z)" },
  { latex: "\\sum_{z=1}^{K} p(z) f(z) = 2" },
  { latex: "p(x) = \\prod_{i=1}^{n} p(x_i|x_1, \\dots, x_{i-1})" },
  { latex: "\\log p(x) = \\sum_{i=1}^{n} \\log p(x_i|x_{<i})" },
  { latex: "p(x_1, x_2) = \\int p(x_1, x_2, x_3) dx_3" },
  { latex: "p(x_t|x_{t-1}) = p(x_t)" },
  { latex: "p(x_i, x_j) = p(x_i) p(x_j)", setting: dimensions({ x: "n" }) },
  { latex: "\\mathbb{E}_{x \\sim p(x)}[x_k^2] = \\sum_{k=1}^{d} a_k", setting: dimensions({ x: "d" }) },
  { latex: "\\mathbb{E}_{x \\sim p(x)}[\\|x - \\mu\\|^2] = \\sum_{k=1}^{d} \\mu_k x_k", setting: dimensions({ x: "d" }) },
  { latex: "\\|u - v\\|^2 = \\sum_{k=1}^{n} (u_k - v_k)^2" },
  { latex: "\\|u\\| + \\|u\\|_1 = \\sum_{k=1}^{n} |u_k|" },
  { latex: "u^\\top v = \\sum_{k=1}^{n} u_k v_k" },
  { latex: "\\left\\|\\frac{u}{v}\\right\\|^2 = \\sum_{k=1}^{n} \\frac{u_k^2}{v_k^2}" },
  { latex: "\\left\\|\\frac{z - \\mu(x)}{\\sigma(x)}\\right\\|^2 = \\sum_{k=1}^{d} \\frac{(z_k - \\mu_k(x))^2}{\\sigma_k(x)}" },
  { latex: "\\sum_{i=1}^{n} \\sum_{j=i}^{n} a_{i,j} = \\prod_{k=2}^{n} b_k" },
  { latex: "\\sum_{k=1}^{K} w_k a_k = a_1", setting: { weights: new Set(["w"]) } },
  { latex: "\\mu(x) + \\mu(z) = p(x) p(z)" },
  { latex: "f(x) + f(y + 1) = p(x, y)" },
  { latex: "f_i(x, y) = p(x, y) + a_{i+1}" },
  { latex: "g_i(x + 1) = g(i, x + 1) + p(x)" },
  { latex: "\\frac{1}{1 + e^{-a}} = \\operatorname{sigmoid}(b)" },
  { latex: "\\sqrt{a^2} + \\log(1 + \\exp(b)) = \\operatorname{softplus}(b) - c" },
  { latex: "2 \\pi e - \\frac{a}{3} = (a - b)^{-2}" },
  { latex: "p(y = 1|x) = 1 - p(y = 0|x)" },
  { latex: "\\sum_{k=1}^{2} p(y = k|x) = 1", setting: domains({ y: "natural" }) },
  { latex: "\\mathbb{E}_{x \\sim \\mathrm{Bernoulli}(\\rho)}[x^2] = \\rho", setting: domains({ x: "binary", "\\rho": "unit" }) },
  {
    latex: "\\mathrm{Bernoulli}(x; \\rho(z)) = p(x|z)",
    setting: domains({ x: "binary", "\\rho": "unit" }),
  },
  { latex: "\\mathbb{E}_{z \\sim \\mathcal{N}(m, s^2)}[z^2] = m + s" },
  { latex: "\\int_{-\\infty}^{\\infty} t \\exp\\left(-\\frac{(t - m)^2}{2}\\right) dt = m" },
  { latex: "KL(\\mathcal{N}(m, s^2) \\| \\mathcal{N}(a, b^2)) = H(\\mathcal{N}(a, b^2), \\mathcal{N}(m, s^2))" },
  { latex: "\\mathcal{N}(u; m, v I) = \\prod_{k=1}^{d} \\mathcal{N}(u_k; m_k, v)" },
  { latex: "\\mathcal{N}(u; m, \\operatorname{diag}(v^2)) = \\prod_{k=1}^{d} \\mathcal{N}(u_k; m_k, v_k^2)" },
  { latex: "\\mathbb{E}_{z_i \\sim \\mathcal{N}(m_i, s_i^2)}[z_i^2] = m_i" },
];

/** Claims without a statement, each with the reason. */
export const UNSUPPORTED: readonly (Written & { readonly reason: string })[] = [
  { latex: "p(x) < 1", reason: "a relation that no theorem has" },
  { latex: "p(x) \\ne 1", reason: "a relation that no theorem has" },
  { latex: "p(x) \\approx 1", reason: "a relation that no theorem has" },
  { latex: "a \\sim b", reason: "nothing varies in which it would have to be constant" },
  {
    latex: "\\sum_{k=1}^{K} w_k p_k(x) = p_k(x)",
    reason: "what p_{k} is may depend on k, which is bound around it",
  },
  {
    latex: "\\mathbb{E}_{x \\sim p(x)}[q_x(z)] = q_x(z)",
    reason: "what q_{x} is may depend on x, which is bound around it",
  },
  { latex: "-\\log q_x(z) \\sim p(x)", reason: "what q_{x} is may depend on x, which is bound around it" },
  {
    latex: "\\sum_{\\theta} f_\\theta(x) = 0",
    reason: "what f_{\\theta} is may depend on \\theta, which is bound around it",
  },
  { latex: "\\int p(x; z) q(z) dz = p(x; z)", reason: "the parameter z of p varies" },
  { latex: "\\sum_{k=1}^{n} p(x; \\theta_k) = n p(x; \\theta_k)", reason: "the parameter \\theta_{k} of p varies" },
  { latex: "\\int_A p(x) dx = 1", reason: "an integral over a part of a space" },
  { latex: "\\int_{\\mathbb{R}^d} p(x) dx = 1", reason: "an integral over a part of a space" },
  { latex: "\\int_0^1 p(x) dx = 1", reason: "an integral between bounds" },
  { latex: "\\int_0^{\\infty} p(x) dx = 1", reason: "an integral between bounds" },
  { latex: "\\sum_{z=2}^{K} p(z) = 1", reason: "a sum over some of a variable's values" },
  { latex: "\\sum_{z=1}^{K} p(z) = \\sum_{z=1}^{K-1} p(z)", reason: "sums over different values of a variable" },
  { latex: "\\sum_{x \\in A} p(x) = 1", reason: "a sum over a set that is not the variable's own" },
  { latex: "\\sum_{k \\in A} a_k = 1", reason: "a sum over a set that is not the index's own" },
  { latex: "\\sum_x p(x) = 1", setting: domains({ x: "real" }), reason: "a sum over the real numbers" },
  { latex: "\\prod_x p(x) = 1", reason: "a product over all values of a variable" },
  { latex: "\\sum_{k=1}^{\\infty} a_k = 1", reason: "a constant as an index or bound" },
  { latex: "\\sum_{k=1}^{n/2} a_k = 1", reason: "a quotient as an index or bound" },
  { latex: "\\sum_{k=1}^{n} \\sum_{k=1}^{m} a_k = 1", reason: "the index k is bound twice" },
  { latex: "p(x, x) = p(x)", reason: "p has one of its variables twice, or is conditioned on its own target" },
  { latex: "p(x|x) = 1", reason: "p has one of its variables twice, or is conditioned on its own target" },
  {
    latex: "p(x^{(1)}, x^{(2)}) = p(x^{(1)})",
    reason: "p has one of its variables twice, or is conditioned on its own target",
  },
  { latex: "\\sum_{i=1}^{n} \\log p(x^{(i)}) = 0", reason: "a list of copies of x" },
  { latex: "p(x) = \\prod_{t=1}^{T} p(x_t|x_{t-1})", reason: "x has no component before the first" },
  {
    latex: "\\sum_{k=1}^{n} x_{k+1} = p(x)",
    setting: dimensions({ x: "n" }),
    reason: "x has no component beyond the last",
  },
  {
    latex: "p(x) = \\prod_{i=1}^{n-1} p(x_i|x_{<i})",
    reason: "the number of components of x is not known",
  },
  { latex: "p(x) = \\prod_{i=1}^{n} p(x_{i,j})", reason: "a component with several indices" },
  { latex: "\\int p(x) dx_2 = p(x_1)", reason: "one component of x alone is bound" },
  { latex: "\\mathbb{E}_{p(x_{1:k})}[x_1] = p(x)", reason: "some components of x alone are bound" },
  { latex: "p(y_k = 1, y) = 1", reason: "a value of a vector" },
  { latex: "p(f(x)) = p(x)", reason: "an argument of a density that is no variable" },
  { latex: "\\mathbb{E}_{z \\sim \\mathcal{N}(z, 1)}[z] = 0", reason: "the parameters of a law of z depend on it" },
  {
    latex: "\\mathbb{E}_{z \\sim \\mathcal{N}(0, 1)}[z] = 0",
    setting: domains({ z: "positive" }),
    reason: "z takes only some of the real numbers",
  },
  { latex: "KL(\\mathcal{N}(\\mu, \\sigma^2 I) \\| \\mathcal{N}(0, I)) = 0", reason: "an identity matrix of unknown size" },
  {
    latex: "KL(\\mathcal{N}(\\mu(x), \\operatorname{diag}(\\sigma^2(x))) \\| \\mathcal{N}(0, I)) = 0",
    reason: "a normal law over vectors whose mean is not known to be a vector",
  },
  {
    latex: "\\mathbb{E}_{z \\sim \\mathcal{N}(0, s)}[\\|z\\|^2] = 0",
    reason: "a normal law over vectors whose variance is not known to be a vector",
  },
  { latex: "KL(\\mathcal{N}(\\mu, \\Sigma) \\| \\mathcal{N}(0, 1)) = 0", reason: "a matrix" },
  { latex: "\\mathbb{E}_{z \\sim \\mathcal{N}(\\mu, \\Sigma)}[z^\\top z] = 0", reason: "a matrix" },
  { latex: "\\mathbb{E}_{x \\sim \\mathrm{Poisson}(a)}[x] = a", reason: "the poisson law" },
  { latex: "JS(p(x) \\| q(x)) = 0", reason: "the Jensen–Shannon divergence" },
  { latex: "KL(\\mathcal{N}(0, 1) \\| \\mathrm{Bernoulli}(a)) = 0", reason: "a divergence between laws of different kinds" },
  { latex: "u v^\\top = \\sum_{k=1}^{n} u_k v_k", reason: "a column times a row is a matrix" },
  { latex: "\\mathbb{E}_{z \\sim p(z)}[z] = \\sum_{k=1}^{n} z_k", reason: "a vector stands where a number is needed" },
  {
    latex: "\\|u + v\\| = \\|v\\| + \\|u\\|",
    setting: dimensions({ u: "n", v: "m" }),
    reason: "v is compared with vectors of other dimensions",
  },
  { latex: "\\min_x p(x) = 0", reason: "a minimum or maximum" },
  { latex: "\\nabla_\\theta p_\\theta(x) = 0", reason: "a derivative" },
  { latex: "\\sum_{d=1}^{d} x_d^2 = \\|x\\|^2", reason: "a dimension that depends on d" },
];

/** The form of a density, as a document gives it. */
function form(latex: string, space: Hypothesis["space"] = "real"): Partial<Setting> {
  const [left, body] = sides(latex);
  if (left.kind !== "density") throw new Error(`no density: ${latex}`);
  return { hypotheses: [{ call: left.distribution, body, law: null, space }] };
}

/** A statement as text: its sides, and what it presupposes. */
export function statedText(state: typeof stateClaim, written: Written): readonly string[] {
  const statement = state(read(written));
  if (statement.kind === "unsupported") return [statement.reason];
  const { left, relation, right, constantIn, facts } = statement;
  const constant = constantIn.length > 0 ? ` in ${constantIn.map(termText).join(" ")}` : "";
  return [`${termText(left)} ${relation}${constant} ${termText(right)}`, ...facts.map(propositionText)];
}

const MARKOV = form("q(x_t|x_{t-1}) = \\mathcal{N}(x_t; a_t x_{t-1}, b)");
const NORMAL = "(@normal x_{t}:ℝ (* a(t:ℤ) `x_{t - 1}`:ℝ) b())";

/** Claims with what their statements say and presuppose, as text. */
export const STATED: readonly (readonly [string, Written, readonly string[]])[] = [
  [
    "names coordinates after letters, and copies of a variable after themselves",
    { latex: "KL(p(z|x) \\| q(z)) \\ge \\int p(z'|x) \\log p(z') dz'" },
    [
      "(@divergence [z] p[z |x] q[z]) atLeast (int [z^{\\prime}:z] (* p[z=z^{\\prime}:z |x] (log p[z=z^{\\prime}:z])))",
      "(positiveFamily p)",
      "(positiveFamily q)",
    ],
  ],
  [
    "keeps copies apart that stand in one density",
    { latex: "\\int p(z'|z) p(z) dz = p(z')" },
    ["(int [z] (* p[z^{\\prime}:z |z] p[z])) equal p[z^{\\prime}:z]", "(positiveFamily p)"],
  ],
  [
    "keeps functions of one letter apart",
    { latex: "\\mu(x) = \\mu(z) + \\mu_1(x) + \\mu" },
    ["`\\mu(x)`(x()) equal (+ `\\mu(z)`(z()) `\\mu_{\\cdot}(x)`(1 x()) \\mu())"],
  ],
  [
    "keeps families apart that have other parameters",
    { latex: "p(x; \\theta) \\le p(x; \\phi)" },
    [
      "`p(\\cdot; \\theta)`[x] atMost `p(\\cdot; \\phi)`[x]",
      "(positiveFamily `p(\\cdot; \\theta)`)",
      "(positiveFamily `p(\\cdot; \\phi)`)",
    ],
  ],
  [
    "presupposes of sizes and indices what is not seen",
    { latex: "p(x_1, \\dots, x_i) = p(x_{i+1})", setting: dimensions({ x: "n" }) },
    [
      "p[x<n:ℤ>@[1 i:ℤ]] equal p[x<n:ℤ>@[(+ i:ℤ 1) (+ i:ℤ 1)]]",
      "(positiveFamily p)",
      "(atMost 1 (+ 1 i:ℤ))",
      "(atMost (+ 1 i:ℤ) n:ℤ)",
      "(atMost 1 n:ℤ)",
    ],
  ],
  [
    "presupposes that what is counted is there, all through a sum",
    { latex: "\\sum_{i=1}^{m} x_i = p(x)", setting: dimensions({ x: "n" }) },
    [
      "(sum [i:ℤ] 1 m:ℤ (at x<n:ℤ> i:ℤ)) equal p[x<n:ℤ>]",
      "(atMost 0 (+ n:ℤ (* -1 m:ℤ)))",
      "(positiveFamily p)",
      "(atMost 1 m:ℤ)",
      "(atMost 1 n:ℤ)",
    ],
  ],
  [
    "presupposes what domains say, and that weights sum to one",
    { latex: "\\sum_{k=1}^{K} w_k \\rho_k(z) = p(z)", setting: { ...domains({ "\\rho": "unit" }), weights: new Set(["w"]) } },
    [
      "(sum [k:ℤ] 1 K:ℤ (* w(k:ℤ) \\rho(k:ℤ z))) equal p[z]",
      "(positiveFunction w)",
      "(positiveFunction \\rho)",
      "(all [k:ℤ@[1 K:ℤ] z] (positive (+ 1 (* -1 \\rho(k:ℤ z)))))",
      "(positiveFamily p)",
      "(equal (sum [j:ℤ] 1 K:ℤ w(j:ℤ)) 1)",
      "(atMost 1 K:ℤ)",
    ],
  ],
  [
    "presupposes the form of a density for all values of its arguments",
    { latex: "\\log p(z|x) = 1", setting: form("p(z|x) = \\mathcal{N}(z; \\mu(x), v^2 I)") },
    [
      "(log p[z:ℝ<`\\dim z`:ℤ> |x]) equal 1",
      "(positiveFamily p)",
      "(all [z:ℝ<`\\dim z`:ℤ> x] (equal p[z:ℝ<`\\dim z`:ℤ> |x] " +
        "(prod [k:ℤ] 1 `\\dim z`:ℤ (@normal (at z:ℝ<`\\dim z`:ℤ> k:ℤ) \\mu(k:ℤ x) (^ v() 2)))))",
      "(atMost 1 `\\dim z`:ℤ)",
    ],
  ],
  [
    "presupposes it for all components that there are",
    { latex: "q(x) = \\prod_{t=2}^{T} q(x_t|x_{t-1})", setting: MARKOV },
    [
      "q[x:ℝ<T:ℤ>] equal (prod [t:ℤ] 2 T:ℤ q[x:ℝ<T:ℤ>@[t:ℤ t:ℤ] |x:ℝ<T:ℤ>@[(+ t:ℤ -1) (+ t:ℤ -1)]])",
      "(positiveFamily q)",
      "(all [t:ℤ@[2 T:ℤ] x:ℝ<T:ℤ>] (equal q[x:ℝ<T:ℤ>@[t:ℤ t:ℤ] |x:ℝ<T:ℤ>@[(+ t:ℤ -1) (+ t:ℤ -1)]] " +
        "(@normal (at x:ℝ<T:ℤ> t:ℤ) (* a(t:ℤ) (at x:ℝ<T:ℤ> (+ t:ℤ -1))) b())))",
      "(atMost 1 T:ℤ)",
    ],
  ],
  [
    "presupposes it for single components as for variables",
    { latex: "q(x_t|x_{t-1}) = q(x_t)", setting: MARKOV },
    [
      "q[x_{t}:ℝ |`x_{t - 1}`:ℝ] equal q[x_{t}:ℝ]",
      "(positiveFamily q)",
      `(all [x_{t}:ℝ \`x_{t - 1}\`:ℝ] (equal q[x_{t}:ℝ |\`x_{t - 1}\`:ℝ] ${NORMAL}))`,
    ],
  ],
  [
    "leaves out a form that depends on what is bound elsewhere",
    { latex: "q(x) = \\sum_{k=1}^{K} w_k q(x)", setting: form("q(x) = \\mathcal{N}(x; m_k, 1)") },
    ["q[x:ℝ] equal (sum [k:ℤ] 1 K:ℤ (* w(k:ℤ) q[x:ℝ]))", "(positiveFamily q)", "(atMost 1 K:ℤ)"],
  ],
  [
    "leaves out a form that depends on a variable which is none of its arguments",
    { latex: "q(x|z) = r(y)", setting: form("q(x|z) = \\mathcal{N}(x; y, 1)") },
    ["q[x:ℝ |z] equal r[y]", "(positiveFamily q)", "(positiveFamily r)"],
  ],
  [
    "leaves out a form that it has no words for",
    { latex: "q(x|z) = 1", setting: form("q(x|z) = \\mathcal{N}(x; m, \\Sigma(z))") },
    ["q[x:ℝ<`\\dim x`:ℤ> |z] equal 1", "(positiveFamily q)", "(atMost 1 `\\dim x`:ℤ)"],
  ],
  [
    "says on which variables a difference must not depend",
    { latex: "-\\log p(x|z) \\sim x^2" },
    ["(* -1 (log p[x |z])) similar in x z (^ x 2)", "(positiveFamily p)"],
  ],
  [
    "says on which variables a ratio must not depend: on targets alone, where there are some",
    { latex: "p(z|x) \\propto p(x, z)", targets: ["z"] },
    ["p[z |x] proportional in z p[x z]", "(positiveFamily p)"],
  ],
  [
    "presupposes nothing for the sake of a form that is left out",
    { latex: "q(x) = \\prod_{t=1}^{T} q(x_t)", setting: form("q(x_7|x_t) = |\\Sigma| \\mathcal{N}(x_7; m, 1)") },
    ["q[x:ℝ<T:ℤ>] equal (prod [t:ℤ] 1 T:ℤ q[x:ℝ<T:ℤ>@[t:ℤ t:ℤ]])", "(positiveFamily q)", "(atMost 1 T:ℤ)"],
  ],
];
