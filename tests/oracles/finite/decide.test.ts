import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameLatex } from "../../../src/terms/name.js";
import { compareRational, equalRational, ONE, type Rational, rational, ZERO } from "../../../src/numbers/rational.js";
import type { Term } from "../../../src/terms/term.js";
import { walk } from "../../../src/terms/traverse.js";
import { type Claim, NOTHING_FIXED } from "../../../src/claims/setting.js";
import * as exact from "../../../src/numbers/exact.js";
import { decideFinite } from "../../../src/oracles/finite/decide.js";
import { FINITE_BUDGETS } from "../../../src/oracles/finite/phase.js";
import { describeModel } from "../../../src/oracles/finite/describe.js";
import { bestIn, type Points, type Tables, totalMass, valueIn } from "./brute-force.js";
import { type Identity, NAMES, rewrittenIdentity, slippedIdentity } from "./identities.js";
import { isNothing, minus } from "./log-linear.js";
import { readModel } from "./reported-model.js";

const asClaim = ({ left, right }: Identity): Claim => ({ left, right, relation: "equal", targets: [], setting: NOTHING_FIXED });

const decide = (claim: Claim, key: string): ReturnType<typeof decideFinite> => decideFinite(claim, key, FINITE_BUDGETS.quick);

describe("identities that hold in every model", () => {
  it("are decided exactly, however they are written", () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(rewrittenIdentity, fc.string(), (identity, key) => {
        met.set(identity.name, (met.get(identity.name) ?? 0) + 1);
        const answer = decide(asClaim(identity), key);
        expect(answer.result, answer.result === "unknown" ? answer.reason : "").toBe("equal");
        expect(answer.result === "equal" && answer.exactly).toBe(true);
      }),
      { numRuns: 120, seed: 1 },
    );
    expect([...met.keys()].sort()).toEqual([...NAMES].sort());
  });
});

/** Random tables of the test's own: three variables, two families, supports of two and three points, base weights that count. */
const tables: fc.Arbitrary<Tables> = fc
  .record({
    sizes: fc.tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 })),
    weights: fc.array(fc.constantFrom(rational(1, 2), rational(2), rational(3)), { minLength: 9, maxLength: 9 }),
    values: fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: 9, maxLength: 9 }),
    p: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 27, maxLength: 27 }),
    q: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 27, maxLength: 27 }),
  })
  .map(({ sizes, weights, values, p, q }) => {
    const axes = ["x", "y", "z"];
    const supports = new Map(
      axes.map((axis, i) => {
        const size = sizes[i] ?? 2;
        return [
          axis,
          {
            values: values.slice(3 * i, 3 * i + size).map((value) => rational(value)),
            weights: weights.slice(3 * i, 3 * i + size),
          },
        ] as const;
      }),
    );
    const families = new Map(
      Object.keys({ p, q }).map((name) => [name, { axes, entries: new Map<string, Rational>() }] as const),
    );
    for (const [name, entries] of Object.entries({ p, q })) {
      for (let i = 0; i < 27; i += 1) {
        const cell = [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3];
        if (cell.every((point, axis) => point < (sizes[axis] ?? 2)))
          families.get(name)?.entries.set(cell.join(","), rational(entries[i] ?? 1));
      }
    }
    const numbers = new Map<string, Rational>();
    return normalized({ supports, families, numbers });
  });

function normalized(raw: Tables): Tables {
  const families = new Map(
    [...raw.families].map(([name, { axes, entries }]) => {
      const total = totalMass(raw, name);
      const scale = (entry: Rational): Rational =>
        rational(entry.numerator * total.denominator, entry.denominator * total.numerator);
      return [name, { axes, entries: new Map([...entries].map(([cell, entry]) => [cell, scale(entry)])) }] as const;
    }),
  );
  return { ...raw, families };
}

const everywhere = (at: number): Points => new Map(["x", "y", "z"].map((name, i) => [name, (at >> i) % 2]));

describe("identities, sound or with a slip", () => {
  it("are refuted exactly when brute force finds a model in which they fail", () => {
    const found = { equal: 0, different: 0, unknown: 0 };
    fc.assert(
      fc.property(
        fc.oneof(slippedIdentity, slippedIdentity, rewrittenIdentity),
        fc.array(tables, { minLength: 3, maxLength: 3 }),
        fc.string(),
        (identity, worlds, key) => {
          const differs = worlds.some((world) =>
            [0, 3, 5, 6].some((at) => {
              const left = valueIn(world, identity.left, everywhere(at));
              const right = valueIn(world, identity.right, everywhere(at));
              return Number.isNaN(left) || Number.isNaN(right) || Math.abs(left - right) > 1e-9 * (1 + Math.abs(left));
            }),
          );
          const answer = decide(asClaim(identity), key);
          found[answer.result] += 1;
          // A slip may leave a side without a value, as the logarithm of a negative number.
          if (answer.result === "unknown") return;
          expect(answer.result).toBe(differs ? "different" : "equal");
        },
      ),
      { numRuns: 120, seed: 2 },
    );
    expect(found.equal).toBeGreaterThan(20);
    expect(found.different).toBeGreaterThan(50);
    expect(found.unknown).toBeLessThan(15);
  });

  it("come with a counterexample that brute force confirms from its words alone", () => {
    let confirmed = 0;
    fc.assert(
      fc.property(slippedIdentity, fc.string(), (identity, key) => {
        const answer = decide(asClaim(identity), key);
        if (answer.result !== "different" || answer.instance === null) return;
        const { instance } = answer;
        const { tables: model, points } = readModel(describeModel(instance));
        for (const family of familiesIn(identity)) expect(equalRational(totalMass(model, family), ONE)).toBe(true);
        const left = bestIn(model, identity.left, points);
        const right = bestIn(model, identity.right, points);
        expect(left.double).toBeCloseTo(exact.toNumber(instance.left), 9);
        expect(right.double).toBeCloseTo(exact.toNumber(instance.right), 9);
        if (left.exact !== null && right.exact !== null) expect(isNothing(minus(left.exact, right.exact))).toBe(false);
        else expect(Math.abs(left.double - right.double)).toBeGreaterThan(1e-9);
        confirmed += 1;
      }),
      { numRuns: 80, seed: 3 },
    );
    expect(confirmed).toBeGreaterThan(40);
  });
});

function familiesIn({ left, right }: Identity): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: Term): void => {
    if (node.kind === "density") found.add(nameLatex(node.distribution.family));
  };
  walk(left, visit);
  walk(right, visit);
  return found;
}

describe("reported models", () => {
  it("have positive base weights and densities", () => {
    fc.assert(
      fc.property(slippedIdentity, fc.string(), (identity, key) => {
        const answer = decide(asClaim(identity), key);
        if (answer.result !== "different") return;
        const { tables: model } = readModel(describeModel(answer.instance ?? answer.doubles));
        for (const { weights } of model.supports.values())
          for (const weight of weights) expect(compareRational(weight, ZERO)).toBeGreaterThan(0);
        for (const { entries } of model.families.values())
          for (const entry of entries.values()) expect(compareRational(entry, ZERO)).toBeGreaterThan(0);
      }),
      { numRuns: 20, seed: 4 },
    );
  });
});
