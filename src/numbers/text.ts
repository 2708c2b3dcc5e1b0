import {
  compareRational,
  divideRational,
  equalRational,
  isZero,
  multiplyRational,
  negateRational,
  ONE,
  rational,
  rationalText,
} from "./rational.js";
import type { Rational } from "./rational.js";
import { plainLog } from "./monomial.js";
import type { Monomial, RootPower, Term } from "./monomial.js";
import { normalizeIfPossible } from "./normal.js";
import type { Exact } from "./sum.js";

/** For people: `1/2 log 3 − log 2`, `√2`, `1/2 + 1/2 log(2π)`. Exact, never rounded; one text for one number, where its normal form can be taken. */
export function text(a: Exact): string {
  return write(a, TEXT);
}

/** As `text`, in LaTeX. */
export function latex(a: Exact): string {
  return write(a, LATEX);
}

interface Style {
  readonly minus: string;
  /** A positive fraction that is a factor or stands alone. */
  fraction(r: Rational): string;
  log(argument: LogArgument, power: number): string;
  power(base: string, exponent: Rational): string;
  quotient(above: string, below: string): string;
  readonly pi: string;
}

/** fraction · π^pi inside a logarithm; pi is −1, 0 or 1. */
interface LogArgument {
  readonly fraction: Rational;
  readonly pi: number;
}

const HALF = rational(1, 2);

const TEXT: Style = {
  minus: "−",
  pi: "π",
  fraction: rationalText,
  quotient: (above, below) => `${above} / ${below.includes(" log") ? `(${below})` : below}`,
  log: (argument, power) => {
    const [above, below] = [aboveBar(argument, "π", ""), belowBar(argument, "π", "")];
    const inner =
      below === "1" ? above : `${above}/${argument.pi < 0 && argument.fraction.denominator !== 1n ? `(${below})` : below}`;
    return `log${power === 1 ? "" : `^${power}`}${/^\d+$|^π$/.test(inner) ? ` ${inner}` : `(${inner})`}`;
  },
  power: (base, exponent) => {
    if (equalRational(exponent, ONE)) return base;
    if (equalRational(exponent, HALF)) return `√${base}`;
    const written = rationalText(exponent).replace("-", "−");
    return `${base}^${/^\d+$/.test(written) ? written : `(${written})`}`;
  },
};

const LATEX: Style = {
  minus: "-",
  pi: "\\pi",
  quotient: (above, below) => `\\frac{${above}}{${below}}`,
  fraction: (r) => (r.denominator === 1n ? `${r.numerator}` : `\\frac{${r.numerator}}{${r.denominator}}`),
  log: (argument, power) => {
    const [above, below] = [aboveBar(argument, "\\pi", " "), belowBar(argument, "\\pi", " ")];
    const inner = below === "1" ? above : `\\frac{${above}}{${below}}`;
    const plain = below !== "1" || /^\d+$|^\\pi$/.test(inner);
    return `\\log${power === 1 ? "" : `^{${power}}`}${plain ? ` ${inner}` : `(${inner})`}`;
  },
  power: (base, exponent) => {
    if (equalRational(exponent, ONE)) return base;
    if (exponent.numerator === 1n) return `\\sqrt${exponent.denominator === 2n ? "" : `[${exponent.denominator}]`}{${base}}`;
    return `${base}^{${rationalText(exponent)}}`;
  },
};

function aboveBar({ fraction, pi }: LogArgument, sign: string, gap: string): string {
  return withPi(fraction.numerator, pi > 0, sign, gap);
}

function belowBar({ fraction, pi }: LogArgument, sign: string, gap: string): string {
  return withPi(fraction.denominator, pi < 0, sign, gap);
}

function withPi(n: bigint, pi: boolean, sign: string, gap: string): string {
  if (!pi) return n.toString();
  return n === 1n ? sign : `${n}${gap}${sign}`;
}

/** A summand: its sign, the size of its coefficient, and its factors as written. */
interface Piece {
  readonly negative: boolean;
  readonly written: string;
}

function write(a: Exact, style: Style): string {
  const normal = normalizeIfPossible(a);
  const pieces: Piece[] = isZero(normal.rational) ? [] : [piece(normal.rational, [], [], style)];
  pieces.push(...logPieces(normal.terms, style));
  for (const { coefficient, monomial } of normal.terms) {
    if (plainLog(monomial) !== null) continue;
    const { above, below } = factors(monomial, style);
    pieces.push(piece(coefficient, above, below, style));
  }
  const [first, ...others] = [...pieces.filter((p) => !p.negative), ...pieces.filter((p) => p.negative)];
  if (first === undefined) return "0";
  const start = first.negative ? style.minus + first.written : first.written;
  return others.reduce((line, p) => `${line} ${p.negative ? style.minus : "+"} ${p.written}`, start);
}

function piece(coefficient: Rational, above: readonly string[], below: readonly string[], style: Style): Piece {
  const negative = coefficient.numerator < 0n;
  const size = negative ? negateRational(coefficient) : coefficient;
  const shown = equalRational(size, ONE) && above.length + below.length > 0 ? [] : [style.fraction(size)];
  const product = (factors: readonly string[]): string => factors.join(" ");
  if (below.length === 0) return { negative, written: product([...shown, ...above]) };
  return { negative, written: product([...shown, style.quotient(above.length === 0 ? "1" : product(above), product(below))]) };
}

/** The factors of a monomial, and those under its bar: the logarithms with negative powers. */
function factors(m: Monomial, style: Style): { readonly above: string[]; readonly below: string[] } {
  const above = rootsDrawnTogether(m.roots).map(({ base, exponent }) => style.power(base.toString(), exponent));
  if (!isZero(m.pi)) above.push(style.power(style.pi, m.pi));
  if (!isZero(m.e)) above.push(style.power("e", m.e));
  const below: string[] = [];
  const logs = m.logs.map(({ base, power }) => ({ argument: { fraction: base, pi: 0 }, power }));
  if (m.logPi !== 0) logs.push({ argument: { fraction: ONE, pi: 1 }, power: m.logPi });
  for (const { argument, power } of logs) (power > 0 ? above : below).push(style.log(argument, Math.abs(power)));
  return { above, below };
}

/** Arguments and radicands above this are left apart. */
const LARGEST_ARGUMENT = 10n ** 12n;

/** √2 √3 as √6. */
function rootsDrawnTogether(roots: readonly RootPower[]): readonly RootPower[] {
  const drawn: RootPower[] = [];
  for (const root of roots) {
    const at = drawn.findIndex(
      ({ base, exponent }) => equalRational(exponent, root.exponent) && base * root.base <= LARGEST_ARGUMENT,
    );
    const other = drawn[at];
    if (other === undefined) drawn.push(root);
    else drawn[at] = { base: other.base * root.base, exponent: root.exponent };
  }
  return drawn;
}

/** Logarithms whose coefficients agree up to sign are drawn together: c log a − c log b is written c log(a/b). */
function logPieces(terms: readonly Term[], style: Style): Piece[] {
  const groups = new Map<string, { readonly size: Rational; readonly arguments: LogArgument[] }>();
  for (const { coefficient, monomial } of [...terms].sort(byLogBase)) {
    const base = plainLog(monomial);
    if (base === null) continue;
    const negative = coefficient.numerator < 0n;
    const size = negative ? negateRational(coefficient) : coefficient;
    const group = groups.get(rationalText(size)) ?? { size, arguments: [] };
    groups.set(rationalText(size), group);
    const own: LogArgument = base === "pi" ? { fraction: ONE, pi: 1 } : { fraction: base, pi: 0 };
    const signed: LogArgument = negative ? reciprocal(own) : own;
    const last = group.arguments.pop();
    group.arguments.push(...(last === undefined ? [signed] : drawTogether(last, signed)));
  }
  return [...groups.values()].flatMap(({ size, arguments: all }) => all.map((argument) => pieceOfLog(size, argument, style)));
}

function drawTogether(a: LogArgument, b: LogArgument): readonly LogArgument[] {
  const fraction = multiplyRational(a.fraction, b.fraction);
  const fits = fraction.numerator <= LARGEST_ARGUMENT && fraction.denominator <= LARGEST_ARGUMENT;
  return fits ? [{ fraction, pi: a.pi + b.pi }] : [a, b];
}

function reciprocal({ fraction, pi }: LogArgument): LogArgument {
  return { fraction: divideRational(ONE, fraction), pi: -pi };
}

/** A logarithm of one over something is written as minus the logarithm of the something. */
function pieceOfLog(size: Rational, argument: LogArgument, style: Style): Piece {
  const inverted = argument.fraction.numerator === 1n && argument.pi <= 0;
  return piece(inverted ? negateRational(size) : size, [style.log(inverted ? reciprocal(argument) : argument, 1)], [], style);
}

/** By base, log π last. */
function byLogBase(a: Term, b: Term): number {
  const [x, y] = [a.monomial.logs[0], b.monomial.logs[0]];
  if (x === undefined || y === undefined) return (x === undefined ? 1 : 0) - (y === undefined ? 1 : 0);
  return compareRational(x.base, y.base);
}
