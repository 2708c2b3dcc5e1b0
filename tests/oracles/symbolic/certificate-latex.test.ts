import fc from "fast-check";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { exp, log, node, number, plus, power, times } from "../../../src/kernel/structure.js";
import type { Term } from "../../../src/kernel/term.js";
import { parseEquation } from "../../../src/notation/parse.js";
import { termLatex } from "../../../src/oracles/symbolic/certificate/latex.js";
import { propositionLatex, propositionWords } from "../../../src/oracles/symbolic/certificate/proposition-latex.js";
import { parseProposition, parseTerm } from "../../../src/oracles/symbolic/certificate/read-text.js";
import { nameLatex } from "../../../src/terms/name.js";
import type { Term as Surface } from "../../../src/terms/term.js";

describe("the LaTeX of terms", () => {
  it.each([
    ["(int [z] (* p[z |x] (log p[x])))", "\\int p(z|x) \\log p(x) \\,dz"],
    ["(int [x:ℝ<d:ℤ>] f(x:ℝ<d:ℤ>))", "\\int_{\\mathbb{R}^{d}} f(x) \\,dx"],
    [
      "(@expectation [z] p[z |x] (log (* p[x z] (^ q[z |x] -1))))",
      "\\mathbb{E}_{z \\sim p(z|x)}\\left[\\log\\frac{p(x, z)}{q(z|x)}\\right]",
    ],
    [
      "(@expectation [z:ℝ] (@normal z:ℝ \\mu() (^ \\sigma() 2)) f(z:ℝ))",
      "\\mathbb{E}_{z \\sim \\mathcal{N}(\\mu, \\sigma^{2})}[f(z)]",
    ],
    ["(@divergence [x] p[x] q[x])", "D_{\\text{KL}}(p(x) \\| q(x))"],
    ["(@crossEntropy [x] p[x] q[x])", "\\mathbb{H}[p(x), q(x)]"],
    ["(@variance [x] p[x] x)", "\\operatorname{Var}_{x \\sim p(x)}[x]"],
    ["(@bernoulli x r(z))", "\\text{Bernoulli}(x; r(z))"],
    ["(sum [k:ℤ] 1 d:ℤ (+ 1 (* -1 (^ \\mu(k:ℤ x) 2))))", "\\sum_{k=1}^{d} (1 - \\mu_{k}(x)^{2})"],
    ["(* (sum [k:ℤ] 1 d:ℤ a(k:ℤ)) b())", "\\left(\\sum_{k=1}^{d} a_{k}\\right) b"],
    ["(prod [i:ℤ] 1 n:ℤ p[x<n:ℤ>@[i:ℤ] |x<n:ℤ>@[1 (+ i:ℤ -1)]])", "\\prod_{i=1}^{n} p(x_{i}|x_{1:i-1})"],
    ["p[z=1 |x=y z2=z2]", "p(z=1, z2|x=y)"],
    ["p[x=(at x<n:ℤ> i:ℤ)@[i:ℤ i:ℤ]]", "p(x_{i})"],
    ["p[z=z']", "p(z')"],
    ["(* -1/2 (^ \\sigma() -2) (^ (+ x:ℝ (* -1 \\mu())) 2))", "-\\frac{(x - \\mu)^{2}}{2 \\sigma^{2}}"],
    ["(^ (* 2 π()) (* 1 (^ 2 -1)))", "\\sqrt{2 \\pi}"],
    ["(+ a() (* -1 (+ b() c())))", "a - (b + c)"],
    ["(* (log a()) (log b()))", "\\log(a) \\log b"],
    ["(* a() (+ b() 1))", "a \\cdot (b + 1)"],
    ["(* 2 3 a() 4)", "2 \\cdot 3 a \\cdot 4"],
    ["(* (^ a() -1) (^ -2 -1))", "\\frac{1}{a \\cdot (-2)}"],
    ["(* (^ b() -1) (^ (* -1 a()) -1))", "\\frac{1}{b \\cdot (-a)}"],
    ["(^ z'() 2)", "{z'}^{2}"],
    ["(exp (* -1 x:ℝ))", "\\exp(-x)"],
    ["`\\mu(x)`(k:ℤ x)", "\\mu_{k}(x)"],
    ["`\\mu(x)`(k:ℤ z)", "\\mu(x)_{k}(z)"],
    ["\\sigma_{\\theta}^{*}(k:ℤ)", "\\sigma_{\\theta,k}^{*}"],
    ["`x^{\\prime}'`", "x^{\\prime\\prime}"],
    ["\\sigma(‹2›':ℤ)", "\\sigma_{v_{2}'}"],
    ["(log (+ (* a() (+ (^ b() -1)))))", "\\log\\frac{a}{b}"],
    ["(sum [k:ℤ] 1 2 (* (+ a() b())))", "\\sum_{k=1}^{2} (a + b)"],
    ["0", "0"],
    ["(+)", "0"],
    ["(*)", "1"],
  ])("%s", (text, latex) => {
    expect(termLatex(parseTerm(text))).toBe(latex);
  });

  it("means what the term means, to whoever reads it", () => {
    let compared = 0;
    fc.assert(
      fc.property(arithmetic, (term) => {
        const [value, read] = [valueOf(term), valueOfRead(readBack(termLatex(term)))];
        if (!Number.isFinite(value)) return;
        compared++;
        expect(Math.abs(read - value)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(value)));
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(150);
  });

  it("is LaTeX that KaTeX takes, whatever is in it", () => {
    fc.assert(
      fc.property(written, (term) => {
        expect(() => katex.renderToString(termLatex(term), { strict: "error", throwOnError: true })).not.toThrow();
      }),
      { numRuns: 80 },
    );
  });
});

describe("the LaTeX and the words of propositions", () => {
  it.each([
    ["(positiveFamily p)", "p > 0", "every density of $p$ is positive"],
    ["(positiveFunction \\sigma)", "\\sigma > 0", "every value of $\\sigma$ is positive"],
    [
      "(all [x k:ℤ@[1 d:ℤ]] (positive \\sigma(k:ℤ x)))",
      "\\sigma_{k}(x) > 0 \\text{ for all } x \\text{ and } 1 \\le k \\le d",
      "$\\sigma_{k}(x)$ is positive for all $x$ and $1 \\le k \\le d$",
    ],
    ["(all [x y] (nonnegative x))", "x \\ge 0 \\text{ for all } x", "$x$ is not negative for all $x$"],
    ["(nonzero a())", "a \\ne 0", "$a$ is not zero"],
    ["(all [z] (integrable [z] f(z)))", "\\int \\left|f(z)\\right| \\,dz < \\infty", "$f(z)$ is integrable over $z$"],
    ["(atMost 0 (+ n:ℤ (* -1 1)))", "1 \\le n", "$1$ is at most $n$"],
    ["(atMost a() b())", "a \\le b", "$a$ is at most $b$"],
    [
      "(all [z] (equal p[z] (@normal z 0 1)))",
      "p(z) = \\mathcal{N}(z; 0, 1) \\text{ for all } z",
      "$p(z)$ equals $\\mathcal{N}(z; 0, 1)$ for all $z$",
    ],
  ])("%s", (text, latex, words) => {
    const proposition = parseProposition(text);
    expect(propositionLatex(proposition)).toBe(latex);
    expect(propositionWords(proposition)).toBe(words);
  });
});

const LETTERS: Readonly<Record<string, number>> = { a: 1.5, b: 0.7, c: 2.3 };
const letters = fc.constantFrom(...Object.keys(LETTERS)).map((name) => node("apply", [], name));
const numbers = fc
  .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .map(([n, d]) => number({ numerator: BigInt(n), denominator: BigInt(d) }));
const K = node("variable", [], "k", "ℤ");

/** Terms of numbers that plain arithmetic gives a value. */
const arithmetic: fc.Arbitrary<Term> = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(letters, numbers),
    fc.array(tie("term"), { minLength: 1, maxLength: 3 }).map((parts) => plus(...parts)),
    fc.array(tie("term"), { minLength: 1, maxLength: 3 }).map((parts) => times(...parts)),
    fc.tuple(tie("term"), fc.constantFrom(-2, -1, 2, 3)).map(([base, exponent]) => power(base, number(exponent))),
    tie("term").map((base) => power(base, number({ numerator: 1n, denominator: 2n }))),
    tie("term").map(log),
    tie("term").map(exp),
    tie("term").map((body) => node("sum", [number(1), number(2), times(body, node("variable", [], "k", "ℤ"))], "", "", [K])),
    tie("term").map((body) => node("product", [number(1), number(2), plus(body, node("variable", [], "k", "ℤ"))], "", "", [K])),
  ),
})).term;

/** Not a number where rounding could show. */
function valueOf(term: Term, k = NaN): number {
  const value = plainValueOf(term, k);
  const size = Math.abs(value);
  return size === 0 || (size > 1e-8 && size < 1e6) ? value : NaN;
}

function plainValueOf(term: Term, k: number): number {
  const [a = NaN, b = NaN, c = NaN] = term.bound.length > 0 ? [] : term.parts.map((part) => valueOf(part, k));
  const all = term.bound.length > 0 ? [] : term.parts.map((part) => valueOf(part, k));
  const body = term.parts.at(-1) ?? term;
  switch (term.kind) {
    case "number": {
      const [n = NaN, d = 1] = term.name.split("/").map(Number);
      return n / d;
    }
    case "apply":
      return LETTERS[term.name] ?? NaN;
    case "variable":
      return k;
    case "add":
      return all.reduce((sum, each) => sum + each, 0);
    case "multiply":
      return all.reduce((product, each) => product * each, 1);
    case "power":
      return a ** b;
    case "log":
      return Math.log(a);
    case "exp":
      return Math.exp(a);
    case "sum":
      return valueOf(body, 1) + valueOf(body, 2);
    case "product":
      return valueOf(body, 1) * valueOf(body, 2);
    default:
      return c;
  }
}

function readBack(latex: string): Surface {
  const context = { families: new Set<string>(), functions: new Set<string>(), macros: {} };
  const [chain] = parseEquation(`A = ${latex}`, null, context).statements;
  const side = chain?.kind === "chain" ? chain.sides[1] : undefined;
  if (side?.term === null || side === undefined) throw new Error(`not read: ${latex} (${side?.problem?.reason ?? "no chain"})`);
  return side.term;
}

const FUNCTIONS = new Map<string, (argument: number) => number>([
  ["log", Math.log],
  ["exp", Math.exp],
  ["sqrt", Math.sqrt],
]);

function valueOfRead(term: Surface, k = NaN): number {
  const of = (part: Surface): number => valueOfRead(part, k);
  switch (term.kind) {
    case "number":
      return Number(term.value.numerator) / Number(term.value.denominator);
    case "symbol":
      return nameLatex(term.name) === "k" ? k : (LETTERS[nameLatex(term.name)] ?? NaN);
    case "add":
      return term.terms.map(of).reduce((sum, each) => sum + each, 0);
    case "multiply":
      return term.factors.map(of).reduce((product, each) => product * each, 1);
    case "negate":
      return -of(term.argument);
    case "divide":
      return of(term.numerator) / of(term.denominator);
    case "power":
      return of(term.base) ** of(term.exponent);
    case "elementary":
      return FUNCTIONS.get(term.name)?.(of(term.argument)) ?? NaN;
    case "sum":
      return valueOfRead(term.body, 1) + valueOfRead(term.body, 2);
    case "product":
      return valueOfRead(term.body, 1) * valueOfRead(term.body, 2);
    default:
      throw new Error(`read as ${term.kind}`);
  }
}

const names = fc.constantFrom(
  "x",
  "z'",
  "\\mu",
  "\\sigma_{\\theta}",
  "x^{\\prime}",
  "x^{\\prime}'",
  "\\tilde{p}",
  "\\mu_{\\theta}^{*}",
  "`\\mathcal{L}`",
);
const variables = fc.tuple(names, fc.constantFrom("ℝ", "ℤ", "x")).map(([name, space]) => node("variable", [], name, space));

/** Terms of every kind. */
const written: fc.Arbitrary<Term> = fc.letrec<{ term: Term; slot: Term }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(variables, numbers, arithmetic),
    fc.tuple(names, fc.array(tie("term"), { maxLength: 3 })).map(([name, parts]) => node("apply", parts, name)),
    fc.tuple(tie("term"), tie("term")).map(([base, exponent]) => power(base, exponent)),
    fc.tuple(variables, tie("term")).map(([vector, index]) => node("component", [vector, index])),
    fc.tuple(names, fc.array(tie("slot"), { minLength: 1, maxLength: 3 })).map(([name, slots]) => node("density", slots, name)),
    fc.tuple(variables, tie("term")).map(([variable, body]) => node("integral", [body], "", "", [variable])),
    fc
      .tuple(
        fc.constantFrom("expectation", "divergence", "entropy", "variance", "normal", "bernoulli"),
        variables,
        tie("term"),
        tie("term"),
      )
      .map(([name, variable, a, b]) => node("defined", [a, b], name, "", [variable])),
  ),
  slot: fc
    .tuple(fc.constantFrom("target" as const, "given" as const), names, fc.array(tie("term"), { minLength: 1, maxLength: 3 }))
    .map(([kind, name, parts]) => node(kind, parts, name, name)),
})).term;
