import { type Name, nameLatex } from "../../terms/name.js";
import { ONE, type Rational, rational, toNumber } from "../../numbers/rational.js";
import type { Term } from "../../terms/term.js";
import { termKey, walk } from "../../terms/traverse.js";
import { rolesOf } from "../../claims/roles.js";
import { close, type Rows, type Valuer } from "./values.js";

/** A difference in simple words: how much larger the right side is, or how many times as large. */
export type Named =
  | { readonly kind: "by"; readonly amount: Term; readonly larger: "left" | "right" }
  | { readonly kind: "times"; readonly factor: Rational };

const COEFFICIENTS: readonly Rational[] = [
  ...[1, 2, 3, 4].flatMap((n) => [rational(n), rational(n, 2)]),
  rational(1, 3),
  rational(2, 3),
  rational(1, 4),
  rational(3, 4),
  rational(6),
  rational(8),
  rational(12),
].filter((value, i, all) => all.findIndex((other) => toNumber(other) === toNumber(value)) === i);

/** Names the difference of two sides when it is a small multiple of a simple term, or their ratio when that is a small number. `around` lends letters. */
export function nameDifference(left: Term, right: Term, values: Valuer, around: readonly Term[] = []): Named | null {
  const templates = templatesOf(left, right, around);
  const rows = values([left, right, ...templates]).filter((row) => row[0] !== null && row[1] !== null);
  if (rows.length < 4) return null;
  const ratio = constantRatio(rows);
  for (const [i, template] of templates.entries()) {
    for (const coefficient of COEFFICIENTS) {
      for (const sign of [1, -1] as const) {
        if (matches(rows, i + 2, sign * toNumber(coefficient)))
          return { kind: "by", amount: scaled(coefficient, template), larger: sign === 1 ? "right" : "left" };
      }
    }
  }
  return ratio === null ? null : { kind: "times", factor: ratio };
}

/** Whether right − left is the same multiple of a template in every row. */
function matches(rows: Rows, column: number, coefficient: number): boolean {
  let compared = 0;
  for (const row of rows) {
    const [left, right, template] = [row[0], row[1], row[column]];
    if (typeof left !== "number" || typeof right !== "number" || typeof template !== "number") return false;
    if (Math.abs(right - left) < 1e-9 && Math.abs(template) < 1e-9) continue;
    if (!close(right - left, coefficient * template) || Math.abs(template) < 1e-9) return false;
    compared += 1;
  }
  return compared >= 4;
}

function constantRatio(rows: Rows): Rational | null {
  for (const magnitude of COEFFICIENTS) {
    for (const factor of [magnitude, rational(magnitude.denominator, magnitude.numerator)]) {
      for (const sign of [1n, -1n]) {
        const signed = rational(sign * factor.numerator, factor.denominator);
        const value = toNumber(signed);
        if (value === 1) continue;
        const all = rows.every(
          (row) =>
            typeof row[0] === "number" && typeof row[1] === "number" && Math.abs(row[0]) > 1e-6 && close(row[1], value * row[0]),
        );
        if (all) return signed;
      }
    }
  }
  return null;
}

/** Terms of which a difference may be a multiple: constants of normal laws, logarithms of scale letters, and the summands of both sides. */
function templatesOf(left: Term, right: Term, around: readonly Term[]): Term[] {
  const one: Term = { kind: "number", value: ONE };
  const two: Term = { kind: "number", value: rational(2) };
  const pi: Term = { kind: "constant", constant: "pi" };
  const log = (argument: Term): Term => ({ kind: "elementary", name: "log", argument });
  const times = (...factors: Term[]): Term => ({ kind: "multiply", factors });
  const roles = rolesOf([left, right, ...around]);
  const letters = new Map<string, Name>();
  for (const side of [left, right, ...around])
    walk(side, (node) => {
      if (node.kind === "symbol") letters.set(nameLatex(node.name), node.name);
    });
  const symbols = (names: ReadonlySet<string>): Term[] =>
    [...names].flatMap((name): Term[] => {
      const found = letters.get(name);
      return found === undefined ? [] : [{ kind: "symbol", name: found }];
    });
  const scales = symbols(roles.scalars).slice(0, 3);
  const squares = scales.map((scale): Term => ({ kind: "power", base: scale, exponent: two }));
  const logs = [
    one,
    log(two),
    log(pi),
    log(times(two, pi)),
    ...squares.map(log),
    ...squares.map((square) => log(times(two, pi, square))),
  ];
  const counts = [
    ...symbols(roles.naturals),
    ...symbols(new Set([...letters.keys()].filter((name) => /^[dDnNkK]$/.test(name)))),
  ].slice(0, 3);
  const parts = [left, right].flatMap(partsOf);
  const all = [
    ...logs,
    ...counts.flatMap((count) => logs.map((value) => (value === one ? count : times(count, value)))),
    ...scales,
    ...squares,
    ...parts,
  ];
  return all.filter((template, i) => all.findIndex((other) => termKey(other) === termKey(template)) === i).slice(0, 40);
}

function partsOf(term: Term): Term[] {
  if (term.kind === "add") return term.terms.map((part) => (part.kind === "negate" ? part.argument : part));
  return [];
}

function scaled(coefficient: Rational, term: Term): Term {
  if (toNumber(coefficient) === 1) return term;
  const number: Term =
    coefficient.denominator === 1n
      ? { kind: "number", value: coefficient }
      : {
          kind: "divide",
          numerator: { kind: "number", value: rational(coefficient.numerator) },
          denominator: { kind: "number", value: rational(coefficient.denominator) },
        };
  if (term.kind === "number") return number;
  const [first, ...rest] = term.kind === "multiply" ? term.factors : [term];
  if (first?.kind === "symbol" && coefficient.numerator === 1n) {
    // d/2 rather than 1/2 d.
    const quotient: Term = {
      kind: "divide",
      numerator: first,
      denominator: { kind: "number", value: rational(coefficient.denominator) },
    };
    return rest.length === 0 ? quotient : { kind: "multiply", factors: [quotient, ...rest] };
  }
  return term.kind === "multiply"
    ? { kind: "multiply", factors: [number, ...term.factors] }
    : { kind: "multiply", factors: [number, term] };
}
