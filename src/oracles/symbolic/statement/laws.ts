import { node } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { nameLatex } from "../../../terms/name.js";
import type { LawName, Term as Surface } from "../../../terms/term.js";
import { someNode } from "../../../terms/traverse.js";
import type { Scope } from "./scope.js";
import { need } from "./unsupported.js";
import { asNumber, entryOf, isVector, productOver, sameSize, type Value, type Vector } from "./values.js";
import type { Writer } from "./writer.js";

/** The values of a law's parameters. */
export interface Parameters {
  readonly values: readonly Value[];
  /** Whether the covariance is written as a multiple of the identity matrix. */
  readonly isSpherical: boolean;
}

const ONE: Surface = { kind: "number", value: { numerator: 1n, denominator: 1n } };

/** A capital stands for a matrix where it is a covariance. */
const MATRIX_LETTER = /\\Sigma|^[A-Z]/;

/** The density of a law at a point: of a normal law over vectors, whose components are independent here, the product of theirs. */
export function writeLaw(law: LawName, point: Value, { values, isSpherical }: Parameters, { names }: Writer): Term {
  const [first, second] = values;
  if (law === "bernoulli") {
    need(first !== undefined, "a Bernoulli law without a probability");
    return node("defined", [asNumber(point), asNumber(first)], "bernoulli");
  }
  need(law === "normal", `the ${law} law`);
  need(first !== undefined && second !== undefined, "a normal law without mean and variance");
  if (isVector(point)) {
    // A letter that is nowhere seen to be a vector may well be one here.
    checkComponents(first, point, isNumeral(first), "mean");
    checkComponents(second, point, isSpherical || isNumeral(second), "variance");
    return productOver(point, names.freshIndex, (index) =>
      node("defined", [point.at(index), entryOf(first, index), entryOf(second, index)], "normal"),
    );
  }
  need(!isSpherical, "an identity matrix of unknown size");
  return node("defined", [point, asNumber(first), asNumber(second)], "normal");
}

function checkComponents(parameter: Value, point: Vector, mayBeNumber: boolean, role: string): void {
  if (!isVector(parameter)) {
    need(mayBeNumber, `a normal law over vectors whose ${role} is not known to be a vector`);
    return;
  }
  need(parameter.kind === point.kind, "a row and a column do not fit");
  sameSize(parameter, point);
}

function isNumeral(value: Value): boolean {
  return value.kind === "number";
}

/** A diagonal covariance matrix is given by its diagonal, and `s I` by the number s. @throws Unsupported for other matrices */
export function writeParameters(law: LawName, parameters: readonly Surface[], scope: Scope, writer: Writer): Parameters {
  const [mean, covariance, ...others] = parameters;
  if (law !== "normal" || mean === undefined || covariance === undefined || others.length > 0)
    return { values: parameters.map((parameter) => writer.value(parameter, scope)), isSpherical: false };
  const scale = withoutIdentity(covariance);
  const isMatrix = someNode(scale ?? covariance, (part) => part.kind === "symbol" && MATRIX_LETTER.test(nameLatex(part.name)));
  need(!isMatrix, "a matrix");
  if (scale !== null) return { values: [writer.value(mean, scope), writer.number(scale, scope)], isSpherical: true };
  const variance = covariance.kind === "diagonal" ? covariance.argument : covariance;
  return { values: [writer.value(mean, scope), writer.value(variance, scope)], isSpherical: false };
}

/** The s of `s I`; null for what is no multiple of the identity matrix. */
function withoutIdentity(term: Surface): Surface | null {
  switch (term.kind) {
    case "labelled":
      return withoutIdentity(term.body);
    case "constant":
      return term.constant === "identity" ? ONE : null;
    case "multiply": {
      const at = term.factors.findIndex((factor) => withoutIdentity(factor) !== null);
      const scale = term.factors[at] === undefined ? null : withoutIdentity(term.factors[at]);
      if (scale === null) return null;
      return { ...term, factors: scale === ONE ? term.factors.toSpliced(at, 1) : term.factors.with(at, scale) };
    }
    case "divide": {
      const scale = withoutIdentity(term.numerator);
      return scale === null ? null : { ...term, numerator: scale };
    }
    default:
      return null;
  }
}
