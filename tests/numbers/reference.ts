import { all, create } from "mathjs";
import type { BigNumber, MathJsInstance } from "mathjs";
import { fc } from "@fast-check/vitest";
import { rational } from "../../src/numbers/rational.js";
import type { Rational } from "../../src/numbers/rational.js";
import * as exact from "../../src/numbers/exact.js";
import type { Exact } from "../../src/numbers/exact.js";

/** Decimal arithmetic with 64 digits: an implementation that shares nothing with the one under test. */
export const decimal: MathJsInstance = create(all ?? {}, { number: "BigNumber", precision: 64 });

/** An expression that both arithmetics can evaluate. */
export type Expression =
  | { readonly kind: "fraction"; readonly value: Rational }
  | { readonly kind: "pi" | "e" }
  | { readonly kind: "add" | "subtract" | "multiply"; readonly left: Expression; readonly right: Expression }
  /** of a fraction, so that it is always positive and representable */
  | { readonly kind: "log"; readonly of: Rational }
  | { readonly kind: "root"; readonly of: Rational; readonly exponent: Rational }
  /** exp(factor · log of + shift) */
  | { readonly kind: "exp"; readonly of: Rational; readonly factor: Rational; readonly shift: Rational };

function required(outcome: exact.Outcome): Exact {
  if (outcome.kind !== "exact") throw new Error(outcome.reason);
  return outcome;
}

export function exactValue(x: Expression): Exact {
  switch (x.kind) {
    case "fraction":
      return exact.fromRational(x.value);
    case "pi":
      return exact.PI;
    case "e":
      return exact.E;
    case "add":
      return exact.add(exactValue(x.left), exactValue(x.right));
    case "subtract":
      return exact.subtract(exactValue(x.left), exactValue(x.right));
    case "multiply":
      return exact.multiply(exactValue(x.left), exactValue(x.right));
    case "log":
      return required(exact.log(exact.fromRational(x.of)));
    case "root":
      return required(exact.power(exact.fromRational(x.of), x.exponent));
    case "exp": {
      const logarithm = exact.scale(required(exact.log(exact.fromRational(x.of))), x.factor);
      return required(exact.exp(exact.add(logarithm, exact.fromRational(x.shift))));
    }
  }
}

export function decimalOf(r: Rational): BigNumber {
  return decimal.bignumber(r.numerator.toString()).div(decimal.bignumber(r.denominator.toString()));
}

export function decimalValue(x: Expression): BigNumber {
  switch (x.kind) {
    case "fraction":
      return decimalOf(x.value);
    case "pi":
      return decimal.acos(decimal.bignumber(-1));
    case "e":
      return decimal.bignumber(1).exp();
    case "add":
      return decimalValue(x.left).plus(decimalValue(x.right));
    case "subtract":
      return decimalValue(x.left).minus(decimalValue(x.right));
    case "multiply":
      return decimalValue(x.left).times(decimalValue(x.right));
    case "log":
      return decimalOf(x.of).ln();
    case "root":
      return decimalOf(x.of).pow(decimalOf(x.exponent));
    case "exp":
      return decimalOf(x.of).pow(decimalOf(x.factor)).times(decimalOf(x.shift).exp());
  }
}

/** Size of the largest numbers that `decimalValue` adds up: what it loses by rounding is below this times 10^-60. */
export function magnitude(x: Expression): BigNumber {
  switch (x.kind) {
    case "add":
    case "subtract":
      return magnitude(x.left).plus(magnitude(x.right));
    case "multiply":
      return magnitude(x.left).times(magnitude(x.right));
    case "fraction":
    case "pi":
    case "e":
    case "log":
    case "root":
    case "exp":
      return decimalValue(x).abs().plus(1);
  }
}

export const fractions = fc
  .tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: 1, max: 30 }))
  .map(([n, d]) => rational(n, d));
export const positives = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }))
  .map(([n, d]) => rational(n, d));
const exponents = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 4 })).map(([n, d]) => rational(n, d));

const leaves: fc.Arbitrary<Expression> = fc.oneof(
  fractions.map((value): Expression => ({ kind: "fraction", value })),
  fc.constantFrom<Expression>({ kind: "pi" }, { kind: "e" }),
  positives.map((of): Expression => ({ kind: "log", of })),
  fc.tuple(positives, exponents).map(([of, exponent]): Expression => ({ kind: "root", of, exponent })),
  fc.tuple(positives, exponents, exponents).map(([of, factor, shift]): Expression => ({ kind: "exp", of, factor, shift })),
);

/** Expressions of a few operations. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression; node: Expression; leaf: Expression }>(
  (tie) => ({
    leaf: leaves,
    node: fc
      .tuple(fc.constantFrom("add" as const, "subtract" as const, "multiply" as const), tie("tree"), tie("tree"))
      .map(([kind, left, right]): Expression => ({ kind, left, right })),
    tree: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie("leaf"), tie("node"), tie("node")),
  }),
).tree;
