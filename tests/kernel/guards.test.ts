import { describe, expect, it } from "vitest";
import { attempt, isFalse } from "./attempt.js";
import { type Weakening, WITHOUT_CLAUSE, WITHOUT_DEMAND, WITHOUT_GUARD } from "./edits.js";
import { FALSEHOODS } from "./falsehoods.js";
import { KERNEL, Kernels } from "./load.js";
import { REFUSED } from "./refused.js";

const FULL = process.env.QEDMARK_FULL === "1";
const MODELS = 500;

const kernels = new Kernels([...WITHOUT_GUARD, ...WITHOUT_DEMAND, ...WITHOUT_CLAUSE]);

const examples = [...FALSEHOODS, ...REFUSED].map((example) => ({ example, before: summary(attempt(KERNEL, example)) }));

function summary(outcome: ReturnType<typeof attempt>): string {
  if (typeof outcome === "string") return outcome;
  return JSON.stringify([outcome.relation, outcome.conditions, outcome.right]);
}

/** Examples whose refusal is the one that is left out come first, then those of the same rule. */
function byPromise({ name, rule }: Weakening): typeof examples {
  const promise = ({ example, before }: (typeof examples)[number]): number => {
    const words = /: .*: (.*)$/.exec(before)?.[1];
    if (words !== undefined && name.includes(words)) return 0;
    return example.lines.some((line) => line.rule === rule) ? 1 : 2;
  };
  return examples.toSorted((a, b) => promise(a) - promise(b));
}

/** The example that the kernel without something no longer refuses, or refuses for another reason. */
function noticedBy(edit: Weakening): string | undefined {
  const kernel = kernels.with(edit);
  return byPromise(edit).find(({ example, before }) => summary(attempt(kernel, example)) !== before)?.example.name;
}

/** The falsehood that is then proved, with conditions that hold where it does not. */
function letsThrough(edit: Weakening): string | undefined {
  const kernel = kernels.with(edit);
  return byPromise(edit).find(({ example, before }) => {
    const falsehood = FALSEHOODS.find(({ name }) => name === example.name);
    if (falsehood === undefined) return false;
    const outcome = attempt(kernel, falsehood);
    return typeof outcome !== "string" && summary(outcome) !== before && isFalse(falsehood, outcome, MODELS);
  })?.example.name;
}

/** What other parts of the kernel demand already. */
const DEMANDED_TWICE: readonly string[] = [];

/** What nothing is known to go wrong without: an example for each is still to be found. */
const WITHOUT_EXAMPLE: readonly string[] = [
  "algebra.ts: without demand(at, positive(a.base))",
  "axioms.ts: without demand(product.scope, integrable([point], factor))",
  "axioms.ts: without demand(site.scope, ...roots.map(([, part]) => positive(part)))",
  'axioms.ts: without insist(kind === "density", "wrong-kind", "a density is needed")',
  'theorem.ts: without insist(line.path.length <= MOST_DEPTH, "too-large", "a path of too many steps")',
];
const shown = (edits: readonly Weakening[]): readonly (readonly [string, Weakening])[] =>
  edits.filter(({ name }) => !WITHOUT_EXAMPLE.includes(name)).map((edit) => [edit.name, edit]);

it.skipIf(WITHOUT_EXAMPLE.length > 0)(`has an example for everything: SKIPPED for ${WITHOUT_EXAMPLE.join("; ")}`, () => {
  expect(WITHOUT_EXAMPLE).toEqual([]);
});

describe("no refusal is superfluous:", () => {
  it.each(shown(WITHOUT_GUARD))("%s", (_, edit) => {
    expect(noticedBy(edit)).toBeDefined();
  });
});

describe("no condition is superfluous:", () => {
  it.each(shown(WITHOUT_DEMAND))("%s", (name, edit) => {
    if (DEMANDED_TWICE.includes(name)) expect(letsThrough(edit)).toBeUndefined();
    else expect(letsThrough(edit)).toBeDefined();
  });
});

describe.runIf(FULL)("parts of conditions", () => {
  it("are noticed where they are left out, but for those that only make the kernel refuse more", () => {
    const unnoticed = WITHOUT_CLAUSE.filter((edit) => noticedBy(edit) === undefined);
    expect(unnoticed.map(({ name }) => name)).toEqual([]);
  });
});
