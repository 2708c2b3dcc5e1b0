import { plainName } from "../terms/name.js";
import { ONE, rational } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import type { Expression, FoldName, Place } from "./expression.js";

const num = (value: number): Term => ({ kind: "number", value: rational(value) });
const one: Term = { kind: "number", value: ONE };
const log = (argument: Term): Term => ({ kind: "elementary", name: "log", argument });
const exp = (argument: Term): Term => ({ kind: "elementary", name: "exp", argument });
const sum = (...terms: readonly Term[]): Term => ({ kind: "add", terms });

/** What an expression means, in the checker's own terms; null where the document has no name for a size in it. */
export function toTerm(e: Expression): Term | null {
  switch (e.kind) {
    case "number":
      return { kind: "number", value: e.value };
    case "constant":
      return { kind: "constant", constant: e.name };
    case "place":
      return placeTerm(e.place);
    case "read": {
      const places = e.places.map(placeTerm);
      return places.every((place) => place !== null) ? e.parameter.at(places) : null;
    }
    case "add":
      return over(e.terms, (terms) => ({ kind: "add", terms }));
    case "multiply":
      return over(e.factors, (factors) => ({ kind: "multiply", factors }));
    case "divide":
      return over([e.numerator, e.denominator], ([numerator = one, denominator = one]) => ({
        kind: "divide",
        numerator,
        denominator,
      }));
    case "power":
      return over([e.base, e.exponent], ([base = one, exponent = one]) => ({ kind: "power", base, exponent }));
    case "call": {
      const argument = toTerm(e.argument);
      if (argument === null) return null;
      if (e.name === "log1p") return log(sum(one, argument));
      if (e.name === "expm1") return sum(exp(argument), num(-1));
      return { kind: "elementary", name: e.name, argument };
    }
    case "pair":
      return over([e.left, e.right], ([left = one, right = one]) => {
        switch (e.name) {
          case "xlogy":
            return { kind: "multiply", factors: [left, log(right)] };
          case "xlog1py":
            return { kind: "multiply", factors: [left, log(sum(one, right))] };
          case "logAddExp":
            return log(sum(exp(left), exp(right)));
        }
      });
    case "fold": {
      const [lower, upper, body] = [placeTerm(e.lower), placeTerm(e.upper), toTerm(e.body)];
      if (lower === null || upper === null || body === null) return null;
      const fold = (kind: "sum" | "product", inner: Term): Term => ({
        kind,
        index: indexTerm(e.index.latex),
        range: { kind: "interval", lower, upper },
        body: inner,
      });
      const named: Readonly<Record<FoldName, () => Term>> = {
        sum: () => fold("sum", body),
        product: () => fold("product", body),
        logSumExp: () => log(fold("sum", exp(body))),
      };
      return named[e.name]();
    }
  }
}

function over(parts: readonly Expression[], build: (terms: readonly Term[]) => Term): Term | null {
  const terms = parts.map(toTerm);
  return terms.every((term) => term !== null) ? build(terms) : null;
}

function placeTerm({ of, offset }: Place): Term | null {
  if (of === null) return num(offset);
  const base = of.kind === "index" ? indexTerm(of.index.latex) : of.dimension.size;
  if (base === null) return null;
  return offset === 0 ? base : sum(base, num(offset));
}

const indexTerm = (latex: string): Term => ({ kind: "symbol", name: plainName(latex) });
