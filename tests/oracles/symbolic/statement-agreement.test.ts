import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Claim, NOTHING_FIXED } from "../../../src/claims/setting.js";
import { printTerm } from "../../../src/notation/print.js";
import { stateClaim } from "../../../src/oracles/symbolic/state.js";
import type { Term } from "../../../src/terms/term.js";
import { someNode } from "../../../src/terms/traverse.js";
import { arbitraryTerm } from "../../notation/arbitrary-term.js";
import { agreement, type Case, casesOf } from "./agreement.js";
import { withMistake } from "./load-statement.js";
import { MISTAKES } from "./mistranslations.js";
import { CLAIMS, read, STATED, statedText, UNSUPPORTED } from "./statements.js";

const FULL = process.env.QEDMARK_FULL === "1";

const examples = CLAIMS.map((written) => {
  const claim = read(written);
  const cases = casesOf(claim, written.latex, 2);
  return { ...written, claim, cases, known: countOf(claim, cases) };
});
const unsupported = UNSUPPORTED.map((written) => ({ ...written, claim: read(written) }));

/** How many values of a claim's sides are the same in both languages. */
function countOf(claim: Claim, cases: readonly Case[]): number {
  const statement = stateClaim(claim);
  return statement.kind === "unsupported" ? 0 : agreement(cases, statement).same;
}

/** What shows that a translation is none: a statement where there should be none, or another one, or a value that is not the oracle's. */
function* faults(state: typeof stateClaim): Generator<string> {
  for (const { latex, claim, reason } of unsupported) {
    const statement = state(claim);
    const found = statement.kind === "unsupported" ? statement.reason : "stated";
    if (found !== reason) yield `${latex}: ${found}`;
  }
  for (const [name, written, expected] of STATED) if (statedText(state, written).join("\n") !== expected.join("\n")) yield name;
  for (const { latex, claim, cases, known } of examples) {
    const statement = state(claim);
    if (statement.kind === "unsupported") yield `${latex}: ${statement.reason}`;
    else {
      const { same, different } = agreement(cases, statement);
      if (same < known || known === 0) yield `${latex}: ${different[0] ?? "no value"}`;
    }
  }
}

describe("statements of claims", () => {
  it("have the values that the oracles give their sides, and are none where nothing is certain", () => {
    expect([...faults(stateClaim)]).toEqual([]);
  });

  it.each(Object.keys(MISTAKES))("would not have them with %s", (name) => {
    const mistake = MISTAKES[name];
    expect(mistake && firstFault(withMistake(mistake))).toEqual(expect.any(String));
  });

  it("have them for terms of all kinds", () => {
    let compared = 0;
    fc.assert(
      fc.property(arbitraryTerm, arbitraryTerm, fc.string(), (left, right, key) => {
        const claim = { left, right, relation: "equal" as const, targets: [], setting: NOTHING_FIXED };
        for (const each of [claim, { ...claim, right: left }]) {
          const statement = stateClaim(each);
          if (statement.kind === "unsupported" || isRounded(each)) continue;
          const { same, different } = agreement(casesOf(each, key, 1), statement);
          expect(different, `${printTerm(each.left)} = ${printTerm(each.right)}`).toEqual([]);
          compared += same;
        }
      }),
      { numRuns: FULL ? 10_000 : 300 },
    );
    expect(compared).toBeGreaterThan(FULL ? 2000 : 50);
  });
});

/** A function of what is 0 but for rounding has any value. */
function isRounded({ left, right }: Claim): boolean {
  const ofVariance = (node: Term): boolean =>
    node.kind === "apply" && node.arguments.some((argument) => someNode(argument, ({ kind }) => kind === "variance"));
  return [left, right].some((side) => someNode(side, ofVariance));
}

/** A mistake may also make terms that nobody can evaluate. */
function firstFault(state: typeof stateClaim): string | null {
  try {
    for (const fault of faults(state)) return fault;
    return null;
  } catch (error) {
    return String(error);
  }
}
