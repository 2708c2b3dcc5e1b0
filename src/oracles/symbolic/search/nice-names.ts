import { freeVariables, mapParts, type Replacement, substitute } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";

const LETTERS: Readonly<Record<string, readonly string[]>> = { ℤ: ["k", "i", "j", "l"], ℝ: ["t", "u", "s", "v"] };

/** The same term with letters for the numbered variables that the kernel's normal forms bind. */
export function niceNames(term: Term, around: ReadonlySet<string> = new Set()): Term {
  const taken = new Set([...around, ...freeVariables(term).map(({ name }) => name)]);
  const own = term.bound.flatMap((variable): readonly Replacement[] => {
    if (!variable.name.startsWith("‹")) {
      taken.add(variable.name);
      return [];
    }
    const name = nameFor(variable, taken);
    taken.add(name);
    return [[variable, { ...variable, name }]];
  });
  const renamed = rebind(term, own);
  const inner = new Set([...taken, ...renamed.bound.map(({ name }) => name)]);
  return { ...renamed, parts: renamed.parts.map((part) => niceNames(part, inner)) };
}

/** The same node with other names for what it binds; they must be new. */
function rebind(term: Term, renamed: readonly Replacement[]): Term {
  const parts = mapParts(
    term,
    (part) => part,
    (part) => substitute(part, renamed),
  );
  return { ...parts, bound: term.bound.map((own) => renamed.find(([old]) => old === own)?.[1] ?? own) };
}

function nameFor({ space, name }: Term, taken: ReadonlySet<string>): string {
  const letters = LETTERS[space] ?? [space];
  const plain = letters.find((letter) => !taken.has(letter));
  if (plain !== undefined) return plain;
  for (let marked = `${letters[0] ?? name}^{\\prime}`; ; marked += "'") if (!taken.has(marked)) return marked;
}
