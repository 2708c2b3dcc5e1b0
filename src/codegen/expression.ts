import type { Dimension as ClaimDimension } from "../claims/dimensions.js";
import type { Domain } from "../claims/domain.js";
import { type Rational, rational, rationalText } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import { termKey } from "../terms/traverse.js";

/** How many components something has. */
export interface Dimension {
  readonly key: string;
  /** What the document calls it; null where it leaves it unnamed. */
  readonly size: Term | null;
}

/** A letter that a sum or product binds. Told apart by its key: two sums over `k` have two indices. */
export interface Index {
  readonly key: string;
  readonly latex: string;
}

/** A whole number: an index, a size, or neither, and a fixed number. Counted from 1, as formulas do. */
export interface Place {
  readonly of:
    { readonly kind: "index"; readonly index: Index } | { readonly kind: "size"; readonly dimension: Dimension } | null;
  readonly offset: number;
}

/** What a function is given: a number, or an array with one axis for each dimension. */
export interface Parameter {
  readonly key: string;
  /** The words of its name, `["log", "var"]`, of letters and digits. */
  readonly words: readonly string[];
  /** As the document writes it. */
  readonly latex: string;
  readonly axes: readonly Dimension[];
  readonly domain: Domain | "simplex";
  /** What it is at these indices, in the document's terms. */
  readonly at: (indices: readonly Term[]) => Term;
}

/** Functions of one number. */
export type FunctionName =
  "log" | "exp" | "sqrt" | "abs" | "sin" | "cos" | "tan" | "tanh" | "erf" | "log1p" | "expm1" | "softplus" | "sigmoid";

/** `xlogy(x, y)` is x log y and `xlog1py(x, y)` is x log(1 + y), both 0 where x is 0; `logAddExp(x, y)` is log(exp x + exp y). */
export type PairName = "xlogy" | "xlog1py" | "logAddExp";

/** `logSumExp` is the logarithm of the sum of exponentials. */
export type FoldName = "sum" | "product" | "logSumExp";

/**
 * A number computed from numbers: what stands between a term and code. Every vector has been taken apart into its components, so an expression has an array
 * axis for each index that is free in it, and a target turns the indices into array axes again or into loops.
 *
 * The functions that build expressions below keep them in one form: sums and products are flat, a product's numerical factor stands first, and negation is
 * the factor −1.
 */
export type Expression =
  | { readonly kind: "number"; readonly value: Rational }
  | { readonly kind: "constant"; readonly name: "pi" | "e" }
  /** An index or a size as a number. */
  | { readonly kind: "place"; readonly place: Place }
  | { readonly kind: "read"; readonly parameter: Parameter; readonly places: readonly Place[] }
  | { readonly kind: "add"; readonly terms: readonly Expression[] }
  | { readonly kind: "multiply"; readonly factors: readonly Expression[] }
  | { readonly kind: "divide"; readonly numerator: Expression; readonly denominator: Expression }
  | { readonly kind: "power"; readonly base: Expression; readonly exponent: Expression }
  | { readonly kind: "call"; readonly name: FunctionName; readonly argument: Expression }
  | { readonly kind: "pair"; readonly name: PairName; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "fold";
      readonly name: FoldName;
      readonly index: Index;
      readonly lower: Place;
      readonly upper: Place;
      readonly body: Expression;
    };

export type ExpressionOf<K extends Expression["kind"]> = Extract<Expression, { readonly kind: K }>;

/** The direct parts of an expression, each replaced. */
export function mapParts(e: Expression, f: (part: Expression) => Expression): readonly Expression[] {
  switch (e.kind) {
    case "number":
    case "constant":
    case "place":
    case "read":
      return [];
    case "add":
      return e.terms.map(f);
    case "multiply":
      return e.factors.map(f);
    case "divide":
      return [f(e.numerator), f(e.denominator)];
    case "power":
      return [f(e.base), f(e.exponent)];
    case "call":
      return [f(e.argument)];
    case "pair":
      return [f(e.left), f(e.right)];
    case "fold":
      return [f(e.body)];
  }
}

export function partsOf(e: Expression): readonly Expression[] {
  return mapParts(e, (part) => part);
}

export function someExpression(e: Expression, is: (e: Expression) => boolean): boolean {
  return is(e) || partsOf(e).some((part) => someExpression(part, is));
}

export function visit(e: Expression, f: (e: Expression) => void): void {
  f(e);
  for (const part of partsOf(e)) visit(part, f);
}

/** The places that an expression itself mentions, those of its parts left out. */
export function placesOf(e: Expression): readonly Place[] {
  switch (e.kind) {
    case "place":
      return [e.place];
    case "read":
      return e.places;
    case "fold":
      return [e.lower, e.upper];
    case "number":
    case "constant":
    case "add":
    case "multiply":
    case "divide":
    case "power":
    case "call":
    case "pair":
      return [];
  }
}

export function isIndex(place: Place, index: Index): boolean {
  return place.of?.kind === "index" && place.of.index.key === index.key;
}

export function mentions(e: Expression, index: Index): boolean {
  return someExpression(e, (part) => placesOf(part).some((place) => isIndex(place, index)));
}

/** The same string exactly for expressions that are the same. */
export function expressionKey(e: Expression): string {
  const own = (): string => {
    switch (e.kind) {
      case "number":
        return rationalText(e.value);
      case "constant":
        return e.name;
      case "read":
        return `${e.parameter.key}[${e.places.map(placeKey).join(",")}]`;
      case "place":
        return placeKey(e.place);
      case "call":
      case "pair":
        return e.name;
      case "fold":
        return `${e.name} ${e.index.key} ${placeKey(e.lower)} ${placeKey(e.upper)}`;
      case "add":
      case "multiply":
      case "divide":
      case "power":
        return "";
    }
  };
  return `(${e.kind} ${own()} ${partsOf(e).map(expressionKey).join(" ")})`;
}

export function sameExpression(a: Expression, b: Expression): boolean {
  return expressionKey(a) === expressionKey(b);
}

export function placeKey({ of, offset }: Place): string {
  if (of === null) return String(offset);
  return `${of.kind === "index" ? of.index.key : `|${of.dimension.key}|`}+${offset}`;
}

export function dimensionOfClaim(dimension: ClaimDimension): Dimension {
  return dimension.kind === "named" ? { key: termKey(dimension.size), size: dimension.size } : { key: dimension.key, size: null };
}

export const indexPlace = (index: Index): Place => ({ of: { kind: "index", index }, offset: 0 });
export const fixedPlace = (offset: number): Place => ({ of: null, offset });

export const HALF = rational(1, 2);
export const MINUS_ONE = rational(-1);
