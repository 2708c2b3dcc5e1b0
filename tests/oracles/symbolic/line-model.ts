import { type ConcreteSubject, type ConcreteStyle } from "../../../src/claims/concrete-values.js";
import { Concretizer } from "../../../src/claims/concretize.js";
import { EvaluationError } from "../../../src/claims/algebra.js";
import type { ClosedTerm } from "../../../src/claims/closed.js";
import type { Claim } from "../../../src/claims/setting.js";
import { Tensor, type Value as Written } from "../../../src/claims/tensor.js";
import { toNumber } from "../../../src/numbers/exact.js";
import { rational } from "../../../src/numbers/rational.js";
import { evaluateExactly } from "../../../src/oracles/gaussian/evaluate.js";
import { plainName } from "../../../src/terms/name.js";
import type { Term } from "../../../src/terms/term.js";
import { concreteSubject } from "../../../src/verdicts/concrete-subject.js";
import type { Model, Value } from "../../kernel/models.js";
import { fraction, type Real, Undecided } from "../../kernel/reals.js";
import type { Shared } from "./finite-model.js";
import { indexOf, nameIn, useOf } from "./letter-uses.js";

/** Bell curves that are neither too wide nor too narrow for the trapezoidal rule of the kernel's evaluator. */
const STYLE: ConcreteStyle = {
  magnitude: 1,
  denominators: 4,
  positive: true,
  dimension: 2,
  varying: false,
  plain: false,
};

/** One model of a claim about laws on the real line, without families and unknown functions. */
export function lineModel(claim: Claim, key: string): Shared {
  const subject = concreteSubject(claim);
  const concretizer = new Concretizer(subject, key, 0, STYLE, new Set());
  const exactly = (term: ClosedTerm): number => {
    const found = evaluateExactly(term);
    if (found.kind !== "value") throw new EvaluationError("unsupported", "no exact value");
    return toNumber(found.value);
  };
  const letter = (term: Term): Value => {
    const written = concretizer.evaluate(term);
    return written instanceof Tensor ? { kind: "vector", space: "ℝ", items: written.entries().map(numeral) } : numeral(written);
  };
  return {
    evaluate: (term) => exactly(concretizer.number(term)),
    model: {
      line: true,
      space: (name) => {
        throw new Undecided(`${name} is no line`);
      },
      free: (identity, space) => letter({ kind: "symbol", name: plainName(nameIn(identity, space)) }),
      apply: (head, values) => unknownValue(subject, concretizer, head, values),
      isPositive: () => true,
      density: (family) => {
        throw new Undecided(`the density ${family}`);
      },
    } satisfies Model,
  };
}

function numeral(term: ClosedTerm): Real {
  if (term.kind !== "number") throw new Undecided("a letter that is no number");
  return fraction(term.value);
}

function unknownValue(subject: ConcreteSubject, concretizer: Concretizer, head: string, values: readonly Value[]): Real {
  const { node, indices } = useOf(subject, head, values.length);
  if (node.kind === "apply") throw new Undecided("an unknown function");
  const own = values.map(indexOf);
  const numbers = own.slice(0, indices.length).map((index): Term => ({ kind: "number", value: rational(index) }));
  const written: Written<ClosedTerm> = concretizer.evaluate(node.kind === "component" ? { ...node, indices: numbers } : node);
  const entry = written instanceof Tensor ? written.entries()[(own.at(-1) ?? 0) - 1] : written;
  if (entry === undefined) throw new Undecided("a component beyond the last");
  return numeral(entry);
}
