import { node, number, plus, substitute, termKey, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { factorTerm, polynomial, type Summand } from "./summands.js";

/** Summands w c₁ Σ f₁, w c₂ Σ f₂, … over one range: together w Σ (c₁ f₁ + c₂ f₂ + …). */
export interface SumGroup extends Summand {
  /** The one sum. */
  readonly whole: Term;
  /** What linearity makes of it: scales and bodies in turn. */
  readonly pairs: readonly Term[];
}

/** Summands with the same weight and sums over the same range taken together, so that what they have in common is looked at once. */
export function groupedSums(summands: readonly Summand[]): readonly (Summand | SumGroup)[] {
  const groups = new Map<string, { weight: Term; members: { scale: Term; sum: Term }[]; first: Summand }>();
  for (const summand of summands) {
    const found = weighedSum(summand.rest);
    const [lower, upper] = found?.sum.parts ?? [];
    const key = found && lower && upper ? [found.weight, lower, upper].map(termKey).join(" ") : `only ${termKey(summand.rest)}`;
    const group = groups.get(key) ?? { weight: found?.weight ?? number(1), members: [], first: summand };
    groups.set(key, group);
    if (found !== null) group.members.push({ scale: summand.constant, sum: found.sum });
  }
  return [...groups.values()].map(({ weight, members, first }) => together(weight, members) ?? first);
}

function together(weight: Term, members: readonly { readonly scale: Term; readonly sum: Term }[]): SumGroup | null {
  const [first, second] = members;
  const [index] = first?.sum.bound ?? [];
  const [lower, upper] = first?.sum.parts ?? [];
  if (second === undefined || !index || !lower || !upper) return null;
  const over = (body: Term): Term => node("sum", [lower, upper, body], "", "", [index]);
  const pairs = members.flatMap(({ scale, sum }) => {
    const [own = index] = sum.bound;
    return [scale, substitute(sum.parts[2] ?? number(0), [[own, index]])];
  });
  const products = members.map((_, i) => times(pairs[2 * i] ?? weight, pairs[2 * i + 1] ?? weight));
  const sums = members.map(({ scale }, i) => times(scale, over(pairs[2 * i + 1] ?? weight)));
  return { constant: number(1), rest: times(weight, plus(...sums)), whole: over(plus(...products)), pairs };
}

/** A product of a sum and a rest; null for what has no sum, or more than one. */
function weighedSum(rest: Term): { readonly weight: Term; readonly sum: Term } | null {
  const [only, ...others] = polynomial(rest);
  const factors = only?.factors.map(factorTerm) ?? [];
  const [sum, ...more] = factors.filter(({ kind }) => kind === "sum");
  const weight = factors.filter((factor) => factor !== sum);
  return sum === undefined || others.length + more.length > 0 || weight.length === 0 ? null : { weight: times(...weight), sum };
}
