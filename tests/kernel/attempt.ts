import { runInThisContext } from "node:vm";
import { freeVariables } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import { judge, type Judgement, mentionsLine } from "./evaluate.js";
import type { Falsehood } from "./falsehoods.js";
import { codeOf, type Kernel, type Proved } from "./load.js";
import { randomModel } from "./models.js";

export type Attempt = Pick<Falsehood, "term" | "facts" | "lines">;

/** Milliseconds: no proof takes near as long. */
const PATIENCE_OF_LINES = 3000;

/**
 * What a kernel makes of some lines: a theorem, or the code and the words with which it refuses; of one with a planted error any other error too, and it may not end by
 * itself.
 */
export function attempt(kernel: Kernel, { term, facts = [], lines }: Attempt): Proved | string {
  try {
    const prove = (): Proved => lines.reduce((theorem, line) => theorem.rewrite(line), kernel.reflexive(term, facts));
    return withinTime(prove);
  } catch (error) {
    return `${codeOf(error) ?? ""}: ${String(error)}`;
  }
}

function withinTime<T>(run: () => T): T {
  let result: { readonly value: T } | undefined;
  Reflect.set(globalThis, "$run", () => {
    result = { value: run() };
  });
  runInThisContext("$run()", { timeout: PATIENCE_OF_LINES });
  if (result === undefined) throw new Error("nothing was run");
  return result.value;
}

/** Integrals over the line take long. */
const MODELS_OF_THE_LINE = 6;
/** Enough for an integral over the plane. */
const PATIENCE_OF_VALUES = 3_000_000;

/** Whether models differ in what a term without free variables is. */
function hasUnknowns({ kind, parts }: Term): boolean {
  return kind === "apply" || kind === "density" || parts.some(hasUnknowns);
}

/** How a theorem does in random models, of which every other is made to fulfil the facts. */
export function* inModels(
  { name, facts = [] }: Attempt & { readonly name: string },
  theorem: Proved,
  models: number,
): Generator<Judgement> {
  const { left, right } = theorem;
  const line = mentionsLine([left, right]);
  const drawn = [left, right].some((side) => freeVariables(side).length > 0 || hasUnknowns(side));
  const most = line ? (drawn ? MODELS_OF_THE_LINE : 1) : models;
  for (let i = 0; i < most; i++)
    yield judge(theorem, randomModel(`${name} ${i}`, line), i % 2 === 0 ? facts : [], PATIENCE_OF_VALUES);
}

export function isFalse(falsehood: Attempt & { readonly name: string }, theorem: Proved, models: number): boolean {
  for (const judgement of inModels(falsehood, theorem, models)) if (judgement === "is false") return true;
  return false;
}
