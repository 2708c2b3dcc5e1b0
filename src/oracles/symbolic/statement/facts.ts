import { freeVariables, number } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { plainName } from "../../../terms/name.js";
import type { Term as Surface } from "../../../terms/term.js";
import { INTEGERS } from "./indices.js";
import { NOTHING_BOUND } from "./scope.js";
import { isVector, sumOver } from "./values.js";
import type { Writer } from "./writer.js";

/** Presupposes of each array of weights that is met that they sum to one. */
export function presupposeWeights(writer: Writer): void {
  const { subject, presupposed } = writer;
  for (const root of subject.setting.weights) {
    if (!subject.roles.arrays.has(root) && !subject.roles.scalars.has(root)) continue;
    presupposed.ifSupported(() => {
      const whole: Surface = { kind: "symbol", name: plainName(root) };
      const value = writer.value(whole, NOTHING_BOUND);
      if (!isVector(value)) return;
      presupposed.add({ kind: "equal", left: sumOver(value, writer.names.freshIndex, value.at), right: number(1) });
    });
  }
}

/** Presupposes that every letter that counts something, as a dimension or as the end of a sum or product, is at least one. */
export function presupposeSizes(terms: readonly Term[], { presupposed }: Writer): void {
  const visit = (term: Term, bound: ReadonlySet<string>): void => {
    const [, upper] = term.parts;
    const isFinite = term.kind === "sum" || term.kind === "product";
    const counts = term.kind === "variable" ? term.parts : isFinite && upper !== undefined ? [upper] : [];
    for (const letter of counts.flatMap(freeVariables))
      if (letter.space === INTEGERS && !bound.has(letter.name))
        presupposed.order(number(1), letter, NOTHING_BOUND, `${letter.name} counts nothing`);
    const inner = new Set([...bound, ...term.bound.map(({ name }) => name)]);
    for (const part of [...term.bound, ...term.parts]) visit(part, inner);
  };
  for (const term of terms) visit(term, new Set());
}
