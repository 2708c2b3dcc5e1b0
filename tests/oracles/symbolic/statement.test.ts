import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Setting } from "../../../src/claims/setting.js";
import type { Hypothesis } from "../../../src/claims/hypothesis.js";
import { checkTerm } from "../../../src/kernel/structure.js";
import { parseProposition } from "../../../src/oracles/symbolic/certificate/read-text.js";
import { propositionText, termText } from "../../../src/oracles/symbolic/certificate/text.js";
import { stateClaim } from "../../../src/oracles/symbolic/state.js";
import type { Term } from "../../../src/terms/term.js";
import { plainName } from "../../../src/terms/name.js";
import { inspectDocument } from "../../../src/verdicts/check.js";
import { domains, sides } from "../../claims/written.js";
import { arbitraryTerm } from "../../notation/arbitrary-term.js";
import { dimensions, read, type Written } from "./statements.js";

const FULL = process.env.QEDMARK_FULL === "1";

/** How many steps of each document make a claim: every one has a statement. */
const QUICK: Readonly<Record<string, number>> = {
  "derivations/chain-rule.md": 11,
  "derivations/gaussian-mixture.md": 11,
  "derivations/maximum-likelihood.md": 7,
  "derivations/reparameterization.md": 12,
};
const OTHERS: Readonly<Record<string, number>> = {
  "derivations/bernoulli-cross-entropy.md": 9,
  "derivations/elbo-evidence.md": 14,
  "derivations/elbo-joint.md": 8,
  "derivations/gaussian-kl-standard.md": 10,
  "derivations/gaussian-kl.md": 10,
  "derivations/gaussian-mse.md": 7,
  "derivations/gibbs-inequality.md": 12,
  "derivations/infinite-mixture.md": 12,
  "derivations/kl-joint.md": 8,
  "derivations/normal-density.md": 11,
  "tests/accepted/adversarial.md": 8,
  "tests/accepted/alternatives.md": 1,
  "tests/accepted/bayes-and-marginals.md": 33,
  "tests/accepted/bernoulli-and-logs.md": 18,
  "tests/accepted/bound-rewritten.md": 12,
  "tests/accepted/chain-rule-variants.md": 16,
  "tests/accepted/conditional-models.md": 11,
  "tests/accepted/diffusion.md": 9,
  "tests/accepted/divergence-spellings.md": 17,
  "tests/accepted/entropy-and-information.md": 20,
  "tests/accepted/evidence-lower-bound.md": 25,
  "tests/accepted/expectation-maximization.md": 8,
  "tests/accepted/expectations.md": 17,
  "tests/accepted/inequalities.md": 17,
  "tests/accepted/mixtures.md": 14,
  "tests/accepted/normal-divergence.md": 19,
  "tests/accepted/normal-log-density.md": 14,
  "tests/accepted/other-densities.md": 7,
  "tests/accepted/remarks.md": 11,
  "tests/accepted/softmax-and-sums.md": 14,
};

describe("steps of documents", () => {
  it.each(Object.entries(FULL ? { ...QUICK, ...OTHERS } : QUICK))("of %s are all stated", (path, count) => {
    const { steps } = inspectDocument(readFileSync(path, "utf8"), path, { seed: 0, budget: "quick" });
    const claims = steps.flatMap(({ resolution }) => (resolution?.kind === "decided" ? [resolution.decision.claim] : []));
    const reasons = claims.map(stateClaim).flatMap((statement) => (statement.kind === "unsupported" ? [statement.reason] : []));
    expect({ claims: claims.length, reasons }).toEqual({ claims: count, reasons: [] });
  });
});

/** The form of a density, as a document gives it. */
function form(latex: string, space: Hypothesis["space"] = "real"): Partial<Setting> {
  const [left, body] = sides(latex);
  if (left.kind !== "density") throw new Error(`no density: ${latex}`);
  return { hypotheses: [{ call: left.distribution, body, law: null, space }] };
}

/** A statement as text: its sides, and what it presupposes. */
function stated(written: Written): readonly string[] {
  const statement = stateClaim(read(written));
  if (statement.kind === "unsupported") return [statement.reason];
  const { left, relation, right, constantIn, facts } = statement;
  const constant = constantIn.length > 0 ? ` in ${constantIn.map(termText).join(" ")}` : "";
  return [`${termText(left)} ${relation}${constant} ${termText(right)}`, ...facts.map(propositionText)];
}

const MARKOV = form("q(x_t|x_{t-1}) = \\mathcal{N}(x_t; a_t x_{t-1}, b)");
const NORMAL = "(@normal x_{t}:ℝ (* a(t:ℤ) `x_{t - 1}`:ℝ) b())";

describe("a statement", () => {
  it.each<readonly [string, Written, readonly string[]]>([
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
  ])("%s", (_, written, expected) => {
    expect(stated(written)).toEqual(expected);
  });

  it("presupposes nothing for the sake of a form that is left out", () => {
    const unknownForm = form("q(x_7|x_t) = |\\Sigma| \\mathcal{N}(x_7; m, 1)");
    expect(stated({ latex: "q(x) = \\prod_{t=1}^{T} q(x_t)", setting: unknownForm })).toEqual([
      "q[x:ℝ<T:ℤ>] equal (prod [t:ℤ] 1 T:ℤ q[x:ℝ<T:ℤ>@[t:ℤ t:ℤ]])",
      "(positiveFamily q)",
      "(atMost 1 T:ℤ)",
    ]);
  });
});

const A: Term = { kind: "symbol", name: plainName("a") };

function nested(depth: number): Term {
  let term = A;
  for (let i = 0; i < depth; i++) term = { kind: "negate", argument: term };
  return term;
}

describe("any claim", () => {
  const relations = fc.constantFrom("equal", "lessEqual", "similar", "proportional", "define");
  const settings = fc.record({
    domain: fc.constantFrom("real", "positive", "unit", "binary", "natural", "any"),
    isDescribed: fc.boolean(),
    weights: fc.constantFrom(new Set<string>(), new Set(["\\mu", "x"])),
    isVector: fc.boolean(),
  });

  it("has a statement of well-formed terms, or a reason why there is none", () => {
    let count = 0;
    fc.assert(
      fc.property(
        arbitraryTerm,
        relations,
        fc.option(arbitraryTerm, { freq: 1 }),
        settings,
        (left, relation, other, { domain, weights, isVector, isDescribed }) => {
          const right = other ?? left;
          const body: Term = { kind: "lawDensity", law: "normal", point: right, parameters: [left, right] };
          const density = [left, right].find((side) => side.kind === "density");
          const setting: Setting = {
            hypotheses:
              density === undefined || !isDescribed ? [] : [{ call: density.distribution, body, law: null, space: "real" }],
            domains: new Map([
              ["z", domain],
              ["\\mu", domain],
            ]),
            dimensions: isVector ? (dimensions({ x: "d", "\\mu": "n^2" }).dimensions ?? new Map()) : new Map(),
            weights,
            variables: new Set(["y"]),
          };
          const statement = stateClaim({ left, right, relation, targets: ["x"], setting });
          if (statement.kind === "unsupported") {
            expect(statement.reason).toMatch(/^[^\n]+$/);
            return;
          }
          count += 1;
          for (const side of [statement.left, statement.right]) checkTerm(side);
          for (const fact of statement.facts) expect(parseProposition(propositionText(fact))).toEqual(fact);
        },
      ),
      { numRuns: FULL ? 20_000 : 600 },
    );
    expect(count).toBeGreaterThan(FULL ? 1000 : 20);
  });

  it.each<readonly [string, Term, string | null]>([
    ["deep", nested(100_000), "the formula is too large"],
    ["broad", { kind: "add", terms: Array.from({ length: 100_000 }, () => A) }, "the formula is too large"],
    ["deep within limits", nested(150), null],
    ["broad within limits", { kind: "add", terms: Array.from({ length: 5000 }, () => A) }, null],
  ])("may be %s", (_, left, reason) => {
    const statement = stateClaim({ ...read({ latex: "a = 1" }), left });
    expect(statement.kind === "unsupported" ? statement.reason : null).toBe(reason);
  });
});
