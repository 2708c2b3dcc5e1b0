import type { Hypothesis } from "../../../claims/hypothesis.js";
import { difference } from "../../../kernel/algebra.js";
import type { Binder } from "../../../kernel/proposition.js";
import { freeVariables, minus, number, plus, sameVariable } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { nameLatex } from "../../../terms/name.js";
import type { Term as Surface } from "../../../terms/term.js";
import { walk } from "../../../terms/traverse.js";
import { writeDensity } from "./densities.js";
import { indexOf, indicesOf, INTEGERS, integerVariable, simplified } from "./indices.js";
import type { Scope } from "./scope.js";
import { need } from "./unsupported.js";
import { isSingle, isVariable, variableOf } from "./variables.js";
import type { Writer } from "./writer.js";

/**
 * Presupposes that a density has the form that the document gives it, for all values of its arguments. A form that the kernel's language has
 * no words for is left out: what is proved without it holds all the same.
 */
export function presuppose({ call, body }: Hypothesis, writer: Writer): void {
  const { subject, presupposed } = writer;
  presupposed.ifSupported(() => {
    const formals = [...call.targets, ...call.given];
    const all = formals.map((formal) => variableOf(formal, subject).variable);
    const variables = all.filter((variable, i) => all.findIndex((other) => sameVariable(variable, other)) === i);
    const indices = formalIndices(formals, writer);
    const scope: Scope = { indices, variables };
    const [left, right] = [writeDensity(call, scope, writer), writer.number(body, scope)];
    const bound = [...indices.map(({ variable }) => variable), ...variables];
    for (const free of freeVariables(plus(left, right))) {
      const isFixed = free.space === INTEGERS && !subject.boundIndices.has(free.name);
      need(isFixed || bound.some((variable) => sameVariable(variable, free)), `a form that depends on ${free.name}`);
    }
    presupposed.add({ kind: "equal", left, right }, [
      ...indices,
      ...variables.map((variable): Binder => ({ variable, range: null })),
    ]);
  });
}

/** The letters that count components among the arguments of a form, as t of `x_t` given `x_{t-1}`, with the range in which there are such components. */
function formalIndices(formals: readonly Surface[], writer: Writer): readonly Binder[] {
  const { subject } = writer;
  const found = new Map<string, { lower: Term; upper: Term }>();
  for (const formal of formals) {
    if (formal.kind !== "component" || isSingle(formal, subject)) continue;
    const [size] = variableOf(formal, subject).variable.parts;
    for (const index of indicesOf(formal)) {
      const letters = new Set<string>();
      walk(index, (node) => {
        if (node.kind === "symbol" && !isVariable(node.name, subject)) letters.add(nameLatex(node.name));
      });
      const [letter, ...others] = letters;
      if (letter === undefined) continue;
      need(others.length === 0 && size !== undefined, "a form at indices that depend on each other");
      const variable = integerVariable(letter);
      const offset = difference(
        indexOf(index, ({ name }) => integerVariable(nameLatex(name))),
        variable,
      );
      need(offset !== null, "a form at indices that are no neighbours");
      const range = { lower: number(1n - offset), upper: simplified(minus(size, number(offset))) };
      const known = found.get(letter);
      found.set(letter, known === undefined ? range : narrower(known, range));
    }
  }
  return [...found].map(([letter, range]) => ({ variable: integerVariable(letter), range }));
}

interface Range {
  readonly lower: Term;
  readonly upper: Term;
}

/** The numbers that lie in two ranges. */
function narrower(a: Range, b: Range): Range {
  const [below, above] = [difference(a.lower, b.lower), difference(a.upper, b.upper)];
  need(below !== null && above !== null, "a form of vectors of different dimensions");
  return { lower: below < 0n ? b.lower : a.lower, upper: above < 0n ? a.upper : b.upper };
}
