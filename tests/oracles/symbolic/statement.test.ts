import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Setting } from "../../../src/claims/setting.js";
import { checkTerm } from "../../../src/kernel/structure.js";
import { parseProposition } from "../../../src/oracles/symbolic/certificate/read-text.js";
import { propositionText } from "../../../src/oracles/symbolic/certificate/text.js";
import { stateClaim } from "../../../src/oracles/symbolic/state.js";
import type { Term } from "../../../src/terms/term.js";
import { plainName } from "../../../src/terms/name.js";
import { inspectDocument } from "../../../src/verdicts/check.js";
import { arbitraryTerm } from "../../notation/arbitrary-term.js";
import { dimensions, read, STATED, statedText } from "./statements.js";

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

describe("a statement", () => {
  it.each(STATED)("%s", (_, written, expected) => {
    expect(statedText(stateClaim, written)).toEqual(expected);
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
