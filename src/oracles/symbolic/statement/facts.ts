import type { Claim, Proposition } from "../../../kernel/proposition.js";
import { freeVariables, number } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { plainName } from "../../../terms/name.js";
import type { Term as Surface } from "../../../terms/term.js";
import { INTEGERS } from "./indices.js";
import { renameHeads } from "./names.js";
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

/** That every letter that counts something, as a dimension or as the end of a sum or product, is at least one. */
export function sizeFacts(terms: readonly Term[]): readonly Proposition[] {
  const found = new Map<string, Term>();
  const visit = (term: Term, bound: ReadonlySet<string>): void => {
    const [, upper] = term.parts;
    const counts =
      term.kind === "variable" ? term.parts : (term.kind === "sum" || term.kind === "product") && upper ? [upper] : [];
    for (const letter of counts.flatMap(freeVariables))
      if (letter.space === INTEGERS && !bound.has(letter.name)) found.set(letter.name, letter);
    const inner = new Set([...bound, ...term.bound.map(({ name }) => name)]);
    for (const part of [...term.bound, ...term.parts]) visit(part, inner);
  };
  for (const term of terms) visit(term, new Set());
  return [...found.values()].map((letter) => ({ binders: [], claim: { kind: "atMost", left: number(1), right: letter } }));
}

/** The terms that a claim is about. */
export function termsOf(claim: Claim): readonly Term[] {
  switch (claim.kind) {
    case "positiveFunction":
    case "positiveFamily":
      return [];
    case "positive":
    case "nonnegative":
    case "nonzero":
    case "integrable":
      return [claim.term];
    case "atMost":
    case "equal":
      return [claim.left, claim.right];
  }
}

/** A proposition with its heads renamed. */
export function renameIn({ binders, claim }: Proposition, names: ReadonlyMap<string, string>): Proposition {
  const of = (term: Term): Term => renameHeads(term, names);
  switch (claim.kind) {
    case "positiveFunction":
      return { binders, claim: { ...claim, name: names.get(claim.name) ?? claim.name } };
    case "positiveFamily":
      return { binders, claim };
    case "positive":
    case "nonnegative":
    case "nonzero":
    case "integrable":
      return { binders, claim: { ...claim, term: of(claim.term) } };
    case "atMost":
    case "equal":
      return { binders, claim: { ...claim, left: of(claim.left), right: of(claim.right) } };
  }
}
