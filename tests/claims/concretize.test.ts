import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EvaluationError } from "../../src/claims/algebra.js";
import { CLOSED, closedNumber } from "../../src/claims/closed-algebra.js";
import type { ClosedTerm } from "../../src/claims/closed.js";
import { Concretizer } from "../../src/claims/concretize.js";
import type { ConcreteStyle } from "../../src/claims/concrete-values.js";
import type { Claim } from "../../src/claims/setting.js";
import { nameLatex } from "../../src/terms/name.js";
import { rational, ZERO } from "../../src/numbers/rational.js";
import { children } from "../../src/terms/traverse.js";
import { checkDocument, newMemory } from "../../src/verdicts/check.js";
import { concreteSubject } from "../../src/verdicts/concrete-subject.js";
import { claim } from "./written.js";

const STYLE: ConcreteStyle = { magnitude: 3, denominators: 2, positive: false, dimension: 2, varying: true, plain: false };

function concretizer(of: Claim, seed: string, sample = 0, held: ReadonlySet<string> = new Set()): Concretizer {
  return new Concretizer(concreteSubject(of), seed, sample, STYLE, held);
}

/** What stands in a term that the contract of closed terms does not allow. */
function trespasses(term: ClosedTerm, bound: ReadonlySet<string> = new Set()): string[] {
  const inside = (names: readonly string[]): string[] =>
    children(term).flatMap((child) => trespasses(child, new Set([...bound, ...names])));
  const letters = (terms: readonly ClosedTerm[]): string[] =>
    terms.map((letter) => (letter.kind === "symbol" ? nameLatex(letter.name) : "no letter"));
  switch (term.kind) {
    case "number":
    case "add":
    case "negate":
    case "multiply":
    case "divide":
    case "power":
    case "elementary":
      return inside([]);
    case "constant":
      return term.constant === "pi" || term.constant === "e" ? [] : [term.constant];
    case "symbol":
      return bound.has(nameLatex(term.name)) ? [] : [`free ${nameLatex(term.name)}`];
    case "lawDensity":
      return term.law === "normal" && term.parameters.length === 2 ? inside([]) : [`law ${term.law}`];
    case "integral": {
      const domain =
        term.domain === null && (term.variables.length === 1 || (term.lower === null && term.upper === null)) ? [] : ["domain"];
      return [...domain, ...inside(letters(term.variables))];
    }
    case "expectation": {
      const laws = term.binders.map(({ variables, distribution }) =>
        variables.length === 1 &&
        distribution?.kind === "law" &&
        distribution.law === "normal" &&
        distribution.parameters.length === 2
          ? []
          : ["binder"],
      );
      return [
        ...laws.flat(),
        ...(term.given.length > 0 ? ["given"] : []),
        ...inside(letters(term.binders.flatMap(({ variables }) => variables))),
      ];
    }
    default:
      return [term.kind];
  }
}

/** Every claim that the checker puts to an oracle in the course of the derivations. */
function claimsOf(folder: string): Claim[] {
  const memory = newMemory();
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".md"))) {
    checkDocument(readFileSync(`${folder}/${name}`, "utf8"), name, { seed: 0, budget: "quick" }, memory);
  }
  return [...memory.decisions.values()].map(({ claim: decided }) => decided);
}

describe("a concrete model", () => {
  const claims = claimsOf("derivations");

  it("writes every claim of the derivations as closed terms, or says why it cannot", () => {
    let closed = 0;
    for (const [i, each] of claims.entries()) {
      for (const finite of [true, false]) {
        const subject = concreteSubject(each);
        const one = new Concretizer(
          finite ? subject : { ...subject, finiteRoots: new Set() },
          `closed ${i}`,
          0,
          STYLE,
          new Set(),
        );
        try {
          for (const side of [each.left, each.right]) expect(trespasses(one.number(side))).toEqual([]);
          closed += 1;
        } catch (error) {
          if (!(error instanceof EvaluationError)) throw error;
        }
      }
    }
    expect(claims.length).toBeGreaterThan(50);
    expect(closed).toBeGreaterThan(50);
  });

  it("is the same for the same seed, another for another", () => {
    for (const each of claims.slice(0, 30)) {
      const shown = (seed: string): string => {
        try {
          return JSON.stringify(concretizer(each, seed).number(each.left), (_, value: unknown) =>
            typeof value === "bigint" ? `${value}` : value,
          );
        } catch (error) {
          if (error instanceof EvaluationError) return error.message;
          throw error;
        }
      };
      expect(shown("a")).toBe(shown("a"));
    }
    const { left, ...rest } = claim("\\mathcal N(x; a, b^2) = c");
    expect(concretizer({ left, ...rest }, "a").number(left)).not.toEqual(concretizer({ left, ...rest }, "b").number(left));
  });

  it("moves variables from sample to sample, unless they are held, and unknown numbers never", () => {
    const moving = claim("p(x) + x + z = a", { variables: new Set(["x", "z"]) });
    const at = (latex: string, sample: number, held: readonly string[] = []): ClosedTerm =>
      concretizer(moving, "samples", sample, new Set(held)).number(claim(`${latex} = 0`).left);
    expect(at("a", 0)).toEqual(at("a", 1));
    const draws = (held: readonly string[]): number =>
      new Set(
        [0, 1, 2, 3, 4].map((sample) =>
          JSON.stringify(at("x", sample, held), (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value)),
        ),
      ).size;
    expect(draws([])).toBeGreaterThan(1);
    expect(draws(["x"])).toBe(1);
  });
});

describe("closed numbers", () => {
  const n = (value: number): ClosedTerm => closedNumber(rational(value));

  it("fold where the result is a fraction", () => {
    expect(CLOSED.add(n(1), n(2))).toEqual(n(3));
    expect(CLOSED.multiply(n(3), n(2))).toEqual(n(6));
    expect(CLOSED.divide(n(6), n(2))).toEqual(n(3));
    expect(CLOSED.power(n(3), n(2))).toEqual(n(9));
    expect(CLOSED.negate(CLOSED.negate(CLOSED.constant("pi")))).toEqual(CLOSED.constant("pi"));
    expect(CLOSED.elementary("log", n(1))).toEqual(n(0));
    expect(CLOSED.elementary("exp", n(0))).toEqual(n(1));
  });

  it("leave out what does nothing", () => {
    const pi = CLOSED.constant("pi");
    expect([CLOSED.add(pi, n(0)), CLOSED.multiply(pi, n(1)), CLOSED.divide(pi, n(1)), CLOSED.power(pi, n(1))]).toEqual([
      pi,
      pi,
      pi,
      pi,
    ]);
    expect(CLOSED.multiply(pi, n(0))).toEqual(closedNumber(ZERO));
    expect(CLOSED.compare(pi, n(3))).toBeNull();
  });

  it("have no value outside the real domain", () => {
    expect(() => CLOSED.divide(n(1), n(0))).toThrow(EvaluationError);
    expect(() => CLOSED.elementary("log", n(0))).toThrow(EvaluationError);
    expect(() => CLOSED.elementary("log", n(-1))).toThrow(EvaluationError);
  });
});
