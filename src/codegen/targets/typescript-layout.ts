import { scaled } from "../build.js";
import type { Expression, ExpressionOf } from "../expression.js";
import { type Code, LEVEL, literal, operand } from "./code.js";

const WIDTH = 100;

/** Names of the indices in whose scope code stands, by key. */
export type Scope = ReadonlyMap<string, string>;

/** What writes code on one line. */
interface Writer {
  readonly code: (e: Expression, scope: Scope) => Code;
  readonly terms: (e: ExpressionOf<"add">, scope: Scope) => readonly string[];
  /** `sum(0`, `d`, `(k)`, and the scope of the body. */
  readonly foldParts: (e: ExpressionOf<"fold">, scope: Scope) => { readonly head: readonly string[]; readonly body: Scope };
}

/** Code between two pieces of text, broken over lines as Prettier breaks it. */
export function layOut(code: Writer, e: Expression, scope: Scope, before: string, after: string, indent: number): string {
  const flat = `${before}${code.code(e, scope).text}${after}`;
  const last = flat.slice(flat.lastIndexOf("\n") + 1);
  if (last.length <= WIDTH) return flat;
  const inner = " ".repeat(indent + 2);
  const isReturn = before.endsWith("return ");
  if (e.kind === "add" || isPlainProduct(e)) {
    // After `=>` the operands stand without parentheses.
    const pad = isReturn ? inner : " ".repeat(indent);
    const parts = operandsOf(code, e, scope, pad.length);
    const joined = parts.join(`\n${pad}`);
    return isReturn ? `${before}(\n${pad}${joined}\n${" ".repeat(indent)})${after}` : `${before}${joined}${after}`;
  }
  if (e.kind === "fold") return `${before}${brokenFold(code, e, scope, indent)}${after}`;
  if (e.kind === "call") {
    const outer = code.code({ ...e, argument: { kind: "number", value: { numerator: 0n, denominator: 1n } } }, scope).text;
    const open = outer.slice(0, outer.lastIndexOf("0)"));
    const { argument } = e;
    const whole = `${inner}${code.code(argument, scope).text},`;
    // Operands of an argument stand under its first one, a step further in.
    const broken =
      whole.length > WIDTH && (argument.kind === "add" || isPlainProduct(argument))
        ? `${inner}${operandsOf(code, argument, scope, indent + 4).join(`\n${inner}  `)},`
        : layOut(code, argument, scope, inner, ",", indent + 2);
    return `${before}${open}\n${broken}\n${" ".repeat(indent)})${after}`;
  }
  return flat;
}

/** A product without a quotient, whose sign and fraction, if any, are written as they stand. */
function isPlainProduct(e: Expression): e is ExpressionOf<"multiply"> {
  const { scale, rest } = scaled(e);
  return e.kind === "multiply" && rest.kind !== "divide" && literal(scale) !== null && scale.numerator > 0n;
}

/** The operands of a sum, each but the last followed by the operator of the next, or of a number times a fold. */
function operandsOf(code: Writer, e: Expression, scope: Scope, indent: number): readonly string[] {
  if (e.kind === "multiply")
    return e.factors.map((factor, i) => {
      const text = operand(code.code(factor, scope), LEVEL.unary);
      const last = i === e.factors.length - 1;
      const broken =
        indent + text.length + 2 <= WIDTH || factor.kind === "add"
          ? text
          : layOut(code, factor, scope, " ".repeat(indent), "", indent).trimStart();
      return last ? broken : `${broken} *`;
    });
  if (e.kind !== "add") return [code.code(e, scope).text];
  const terms = code.terms(e, scope);
  const signs = terms.map((term, i) => (i === 0 ? "" : term.slice(0, 1)));
  return terms.map((term, i) => {
    const text = i === 0 ? term : term.slice(2);
    const next = signs[i + 1];
    const own = e.terms[i];
    const fits = indent + text.length + 2 <= WIDTH;
    const broken = !fits && own?.kind === "fold" ? brokenFold(code, own, scope, indent) : text;
    return next === undefined ? broken : `${broken} ${next}`;
  });
}

function brokenFold(code: Writer, e: Extract<Expression, { kind: "fold" }>, scope: Scope, indent: number): string {
  const inner = " ".repeat(indent + 2);
  const { head, body } = code.foldParts(e, scope);
  const [open = "", upper = "", parameter = ""] = head;
  const name = open.slice(0, open.indexOf("("));
  const lower = open.slice(open.indexOf("(") + 1);
  const start = `${name}(\n${inner}${lower},\n${inner}${upper},\n${inner}${parameter} =>`;
  const oneLine = `${inner}${parameter} => ${code.code(e.body, body).text},`;
  const rest =
    oneLine.length <= WIDTH
      ? ` ${code.code(e.body, body).text},`
      : `\n${layOut(code, e.body, body, `${inner}  `, ",", indent + 4)}`;
  return `${start}${rest}\n${" ".repeat(indent)})`;
}
