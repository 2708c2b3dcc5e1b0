import { isZero, type Rational, toNumber } from "../../numbers/rational.js";
import { isNegative, isNumber, negate, number, scaled } from "../build.js";
import type { Expression, ExpressionOf } from "../expression.js";

/** How tightly operators bind, loosest first. */
export const LEVEL = { sum: 1, product: 2, unary: 3, power: 4, atom: 5 } as const;
export type Level = (typeof LEVEL)[keyof typeof LEVEL];

/** Code with the level of its outermost operator. */
export interface Code {
  readonly text: string;
  readonly level: Level;
}

export const atom = (text: string): Code => ({ text, level: LEVEL.atom });

/** The text of code where an operand of at least a level is needed. */
export const operand = ({ text, level }: Code, least: Level): string => (level < least ? `(${text})` : text);

/** A literal that a programmer would write: `0.5`, `3`; null for a fraction like 1/3. */
export function literal(value: Rational): string | null {
  const magnitude = toNumber(value);
  if (value.denominator === 1n) return Number.isSafeInteger(magnitude) ? `${magnitude}` : exponential(magnitude);
  const text = `${magnitude}`;
  const [whole = "", digits = ""] = text.split(".");
  if (/[e]/.test(text) || digits.length > 6) return null;
  const exact = BigInt(`${whole}${digits}`) * value.denominator === value.numerator * 10n ** BigInt(digits.length);
  return exact ? text : null;
}

const exponential = (value: number): string => value.toExponential().replace("e+", "e");

/** What the languages have in common: arithmetic and its parentheses. What differs stands in the subclasses. */
export abstract class Arithmetic<Context> {
  protected abstract readonly parenthesizeMixed: boolean;
  protected abstract special(
    e: Exclude<Expression, ExpressionOf<"number" | "add" | "multiply" | "divide">>,
    context: Context,
  ): Code;

  code(e: Expression, context: Context): Code {
    switch (e.kind) {
      case "number":
        return this.number(e.value);
      case "add":
        return { text: this.terms(e, context).join(" "), level: LEVEL.sum };
      case "multiply":
        return this.product(e, context);
      case "divide":
        return this.quotient(this.factors(e.numerator, context), this.code(e.denominator, context));
      default:
        return this.special(e, context);
    }
  }

  /** The terms of a sum with their signs, all but the first one's before them. */
  terms(e: ExpressionOf<"add">, context: Context): readonly string[] {
    return e.terms.map((term, i) => {
      if (i === 0) return operand(this.code(term, context), LEVEL.sum);
      const [sign, rest] = isNegative(term) ? ["-", negate(term)] : ["+", term];
      return `${sign} ${operand(this.code(rest, context), LEVEL.product)}`;
    });
  }

  private number(value: Rational): Code {
    const text = literal(value);
    const level = value.numerator < 0n ? LEVEL.unary : LEVEL.atom;
    if (text !== null) return { text, level };
    return { text: `${value.numerator} / ${value.denominator}`, level: LEVEL.product };
  }

  private product(e: ExpressionOf<"multiply">, context: Context): Code {
    const { scale, rest } = scaled(e);
    if (scale.numerator < 0n) {
      const positive = this.code(negate(e), context);
      // A sum in parentheses and a power keep theirs; a product needs none, whether the sign belongs to it or to its first factor.
      return { text: `-${this.underMinus(positive)}`, level: positive.level === LEVEL.product ? LEVEL.product : LEVEL.unary };
    }
    if (isNumber(number(scale), 1) || isZero(scale)) return this.factors(rest, context);
    const text = literal(scale);
    if (text !== null) {
      if (rest.kind !== "divide") return this.times(atom(text), this.factors(rest, context));
      return this.quotient(this.times(atom(text), this.factors(rest.numerator, context)), this.code(rest.denominator, context));
    }
    const over =
      scale.numerator === 1n ? this.factors(rest, context) : this.times(atom(`${scale.numerator}`), this.factors(rest, context));
    return this.quotient(over, atom(`${scale.denominator}`));
  }

  /** The factors of a product without a numerical one. */
  private factors(e: Expression, context: Context): Code {
    if (e.kind !== "multiply" || e.factors.some((factor) => factor.kind === "number")) return this.code(e, context);
    return e.factors.map((factor) => this.code(factor, context)).reduce((a, b) => this.times(a, b));
  }

  private times(a: Code, b: Code): Code {
    // What is multiplied by a product may go on with it; quotients are kept together.
    const right = b.level === LEVEL.product && !hasQuotient(b.text) ? b.text : operand(b, LEVEL.unary);
    const left =
      this.parenthesizeMixed && a.level === LEVEL.product && hasQuotient(a.text) ? `(${a.text})` : operand(a, LEVEL.product);
    return { text: `${left} * ${right}`, level: LEVEL.product };
  }

  private quotient(over: Code, under: Code): Code {
    const left = operand(over, this.parenthesizeMixed ? LEVEL.unary : LEVEL.product);
    return { text: `${left} / ${operand(under, LEVEL.unary)}`, level: LEVEL.product };
  }

  protected underMinus(code: Code): string {
    return operand(code, LEVEL.product);
  }
}

/** Whether a product divides outside of its parentheses and brackets. */
function hasQuotient(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ("([".includes(character)) depth++;
    else if (")]".includes(character)) depth--;
    else if (character === "/" && depth === 0) return true;
  }
  return false;
}

/** Collects the helpers that code uses, so that no other is written out. */
export class Helpers {
  private readonly used = new Set<string>();

  constructor(private readonly sources: Readonly<Record<string, string>>) {}

  use(name: string): string {
    this.used.add(name);
    return name;
  }

  /** In the order in which the table has them. */
  written(): readonly string[] {
    return Object.entries(this.sources)
      .filter(([name]) => this.used.has(name))
      .map(([, source]) => source);
  }
}
