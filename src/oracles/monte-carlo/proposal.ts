import { nameLatex } from "../../terms/name.js";
import { ONE } from "../../numbers/rational.js";
import type { Term } from "../../terms/term.js";
import { walk } from "../../terms/traverse.js";
import type { Columns } from "./columns.js";
import { addForms, dimensionsOf, quadraticOf, range, type Form } from "./form.js";
import { holdsIntegral, isPositive } from "./positivity.js";
import { precisionRoot } from "./precision.js";
import { columnOf, formOf, numberOf, type Quantity } from "./quantity.js";
import { Undecidable } from "./undecidable.js";

/** What a proposal needs of the sampler that it is made for. */
export interface SamplingScope {
  readonly columns: Columns;
  log(term: Term): Quantity;
  with<T>(variable: string, value: Quantity, body: () => T): T;
  withAll<T>(values: readonly (readonly [variable: string, value: Quantity])[], body: () => T): T;
  newDimension(): number;
}

export interface Factor {
  readonly term: Term;
}

/** Samples of some variables from a normal law, given the variables around; the law follows the factors in `used`. */
export interface Proposal {
  readonly samples: readonly (readonly [variable: string, value: Quantity])[];
  readonly used: readonly Factor[];
  /** Logarithm of the samples' own density. */
  readonly logDensity: Quantity;
}

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** A product's factors in the order written; a quotient's denominator is a factor too. */
export function factorsOf(body: Term): Factor[] {
  if (body.kind === "multiply") return body.factors.flatMap(factorsOf);
  if (body.kind === "divide") {
    const below: Term = { kind: "divide", numerator: { kind: "number", value: ONE }, denominator: body.denominator };
    return [...factorsOf(body.numerator), { term: below }];
  }
  return [{ term: body }];
}

/** @throws Undecidable where the factors describe no normal law of the variables */
export function propose(scope: SamplingScope, names: readonly string[], factors: readonly Factor[]): Proposal {
  return jointly(scope, names, factors) ?? oneByOne(scope, names, factors);
}

/**
 * From the shortest run of first factors whose logarithms add up to a quadratic polynomial, of these variables and of the variates around, that is
 * negative definite in these variables. Null where there is none.
 */
function jointly(scope: SamplingScope, names: readonly string[], factors: readonly Factor[]): Proposal | null {
  const dimensions = names.map(() => scope.newDimension());
  const raw = names.map((name, i) => [name, scope.columns.normal(dimensions[i] ?? 0)] as const);
  const forms: Form[] = [];
  for (const [index, factor] of factors.entries()) {
    if (holdsIntegral(factor.term) || !isPositive(factor.term)) return null;
    const form = scope.withAll(raw, () => formOf(scope.log(factor.term)));
    if (form === null) return null;
    forms.push(form);
    const law = normalLaw(scope.columns, addForms(forms), dimensions);
    if (law === null) continue;
    return {
      samples: names.map((name, i) => [name, law.samples[i] ?? numberOf(NaN)]),
      used: factors.slice(0, index + 1),
      logDensity: law.logDensity,
    };
  }
  return null;
}

/** Exponents exp(form): given the variates around, a normal law of the variates in `own`; null where the form has no maximum over them. */
function normalLaw(
  columns: Columns,
  form: Form,
  own: readonly number[],
): { readonly samples: readonly Quantity[]; readonly logDensity: Quantity } | null {
  const root = precisionRoot(own.map((i) => own.map((j) => -2 * quadraticOf(form, i, j))));
  if (root === null) return null;
  const around = range(dimensionsOf(form)).filter((j) => !own.includes(j));
  const slopes = own.map((i) => [form.linear[i] ?? 0, ...around.map((j) => 2 * quadraticOf(form, i, j))]);
  const samples = own.map((_, i) => {
    const covariances = root.covariance[i] ?? [];
    const coefficient = (column: number): number => covariances.reduce((sum, c, k) => sum + c * (slopes[k]?.[column] ?? 0), 0);
    return columns.sum([
      numberOf(coefficient(0)),
      ...around.map((j, column) => columns.affine(columns.normal(j), coefficient(column + 1))),
      ...own.map((j, k) => columns.affine(columns.normal(j), root.factor[i]?.[k] ?? 0)),
    ]);
  });
  const squares = own.map((j) => columns.affine(columns.square(columns.normal(j)), -1 / 2));
  return { samples, logDensity: columns.sum([...squares, numberOf(-root.logDeterminant - (own.length * LOG_TWO_PI) / 2)]) };
}

/** Each variable from a factor that holds it and no variable that is still to be drawn. */
function oneByOne(scope: SamplingScope, names: readonly string[], factors: readonly Factor[]): Proposal {
  if (names.length === 0) return { samples: [], used: [], logDensity: numberOf(0) };
  for (const name of names) {
    const rest = names.filter((other) => other !== name);
    const factor = factors.find(({ term }) => {
      const mentioned = mentions(term);
      return mentioned.has(name) && !rest.some((other) => mentioned.has(other)) && isPositive(term) && !holdsIntegral(term);
    });
    if (factor === undefined) continue;
    const drawn = fitted(scope, name, factor);
    const others = scope.with(name, drawn.sample, () =>
      oneByOne(
        scope,
        rest,
        factors.filter((other) => other !== factor),
      ),
    );
    return {
      samples: [[name, drawn.sample], ...others.samples],
      used: [factor, ...others.used],
      logDensity: scope.columns.sum([drawn.logDensity, others.logDensity]),
    };
  }
  throw new Undecidable(`no factor of the integrand is a normal density in ${names.join(", ")}`);
}

function mentions(term: Term): Set<string> {
  const names = new Set<string>();
  walk(term, (part) => {
    if (part.kind === "symbol") names.add(nameLatex(part.name));
  });
  return names;
}

/**
 * A normal law fitted, sample by sample, to the logarithm of a factor: the parabola through three points gives place and scale, the parabola through
 * three points there is the law's. Two further points have to lie on it.
 */
function fitted(
  scope: SamplingScope,
  name: string,
  factor: Factor,
): { readonly sample: Quantity; readonly logDensity: Quantity } {
  const { columns } = scope;
  const logAt = (x: Quantity): Quantity => scope.with(name, x, () => scope.log(factor.term));
  const away = (place: Place, by: number): Quantity => columns.sum([place.centre, columns.affine(place.unit, by)]);
  const refine = (place: Place): Place => {
    const [left, middle, right] = [logAt(away(place, -1)), logAt(place.centre), logAt(away(place, 1))];
    const bend = columns.sum([columns.affine(middle, 2), columns.affine(left, -1), columns.affine(right, -1)]);
    const slope = columns.sum([columns.affine(right, 1 / 2), columns.affine(left, -1 / 2)]);
    const centre = columns.sum([place.centre, columns.product([place.unit, columns.quotient(slope, bend)])]);
    return { centre, unit: columns.quotient(place.unit, columns.elementary("sqrt", bend)) };
  };
  const place = refine(refine({ centre: numberOf(0), unit: numberOf(1) }));
  const top = logAt(place.centre);
  for (const by of [2.5, -1.75]) {
    demandEqual(
      columns,
      logAt(away(place, by)),
      columns.affine(top, 1, (-by * by) / 2),
      `no factor of the integrand is a normal density in ${name}`,
    );
  }
  const variate = columns.normal(scope.newDimension());
  const sample = columns.sum([place.centre, columns.product([place.unit, variate])]);
  const logDensity = columns.sum([
    columns.affine(columns.square(variate), -1 / 2, -LOG_TWO_PI / 2),
    columns.affine(columns.elementary("log", place.unit), -1),
  ]);
  return { sample, logDensity };
}

interface Place {
  readonly centre: Quantity;
  readonly unit: Quantity;
}

/** Relative agreement that is demanded of a fitted parabola. */
const TOLERANCE = 1e-6;

function demandEqual(columns: Columns, a: Quantity, b: Quantity, reason: string): void {
  const left = columnOf(a);
  const right = columnOf(b);
  const check = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const value = left.shift + left.scale * (left.buffer[i] ?? 0);
      const other = right.shift + right.scale * (right.buffer[i] ?? 0);
      if (!(Math.abs(value - other) <= TOLERANCE * Math.max(1, Math.abs(value)))) throw new Undecidable(reason);
    }
  };
  if (a.kind === "number" && b.kind === "number") check(1);
  else columns.program.check([left, right], check);
}
