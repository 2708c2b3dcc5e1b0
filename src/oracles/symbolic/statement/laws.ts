import { node } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { LawName, Term as Surface } from "../../../terms/term.js";
import type { Scope } from "./scope.js";
import { need } from "./unsupported.js";
import { asNumber, entryOf, isVector, productOver, sameSize, type Value } from "./values.js";
import type { Writer } from "./writer.js";

/** The density of a law at a point: of a normal law over vectors, which has independent components, the product of theirs. */
export function writeLaw(law: LawName, point: Value, parameters: readonly Value[], { names }: Writer): Term {
  const [first, second] = parameters;
  if (law === "bernoulli") {
    need(first !== undefined, "a Bernoulli law without a probability");
    return node("defined", [asNumber(point), asNumber(first)], "bernoulli");
  }
  need(law === "normal", `the ${law} law`);
  need(first !== undefined && second !== undefined, "a normal law without mean and variance");
  const at = (index: Term | null): Term => {
    const parts = [point, first, second].map((value) => (index === null ? asNumber(value) : entryOf(value, index)));
    return node("defined", parts, "normal");
  };
  const vectors = [point, first, second].filter(isVector);
  const [vector, ...others] = vectors;
  if (vector === undefined) return at(null);
  need(isVector(point), "a normal law of a number with a vector as a parameter");
  for (const other of others) sameSize(vector, other);
  need(
    vectors.every(({ kind }) => kind === vector.kind),
    "a row and a column do not fit",
  );
  return productOver(vector, names.freshIndex, at);
}

/** The values of a law's parameters. A diagonal covariance matrix is its diagonal, and `s I` is the number s. */
export function writeParameters(law: LawName, parameters: readonly Surface[], scope: Scope, writer: Writer): readonly Value[] {
  return parameters.map((parameter, i) =>
    law === "normal" && i === 1 ? writeCovariance(parameter, scope, writer) : writer.value(parameter, scope),
  );
}

function writeCovariance(term: Surface, scope: Scope, writer: Writer): Value {
  const isIdentity = (part: Surface): boolean => part.kind === "constant" && part.constant === "identity";
  const one: Surface = { kind: "number", value: { numerator: 1n, denominator: 1n } };
  switch (term.kind) {
    case "labelled":
      return writeCovariance(term.body, scope, writer);
    case "diagonal":
      return writer.value(term.argument, scope);
    case "constant":
      return writer.value(isIdentity(term) ? one : term, scope);
    case "multiply": {
      const rest = term.factors.filter((factor) => !isIdentity(factor));
      if (rest.length === term.factors.length) return writer.value(term, scope);
      return asNumber(writer.value(rest.length === 0 ? one : { ...term, factors: rest }, scope));
    }
    case "divide":
      return isIdentity(term.numerator) ? asNumber(writer.value({ ...term, numerator: one }, scope)) : writer.value(term, scope);
    default:
      return writer.value(term, scope);
  }
}
