import { describe, expect, it } from "vitest";
import { attempt } from "./attempt.js";
import { byPromise, EXAMPLES, falseExample, summary } from "./caught.js";
import { SLIPS, type Weakening, WITHOUT_CLAUSE, WITHOUT_CONDITION, WITHOUT_GUARD } from "./edits.js";
import { type Kernel, Kernels } from "./load.js";

const FULL = process.env.QEDMARK_FULL === "1";
const kernels = new Kernels([...WITHOUT_GUARD, ...WITHOUT_CONDITION, ...WITHOUT_CLAUSE, ...SLIPS]);

/** The example of which the kernel with an edit makes something else; whatever it is asked, where there is no such kernel. */
function noticedBy(edit: Weakening): string | undefined {
  const kernel = loaded(edit);
  if (kernel === null) return "any";
  return byPromise(edit).find(({ example, before }) => summary(attempt(kernel, example)) !== before)?.example.name;
}

function loaded(edit: Weakening): Kernel | null {
  try {
    return kernels.with(edit);
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof TypeError) return null;
    throw error;
  }
}

describe("no refusal is superfluous:", () => {
  it.each(WITHOUT_GUARD.map((edit) => [edit.name, edit] as const))("%s", (_, edit) => {
    expect(noticedBy(edit)).toBeDefined();
  });
});

describe("no condition is superfluous:", () => {
  it.each(WITHOUT_CONDITION.map((edit) => [edit.name, edit] as const))("%s", (_, edit) => {
    expect(falseExample(kernels.with(edit), edit)).toBeDefined();
  });
});

describe.runIf(FULL)("slips", () => {
  // The others make the kernel refuse more, move a limit by one, or change nothing.
  const NOTICED = 0.75;

  it.each([
    ["in parts of conditions", WITHOUT_CLAUSE],
    ["in expressions", SLIPS],
  ])("%s are noticed", (_, edits) => {
    const noticed = edits.filter((edit) => noticedBy(edit) !== undefined);
    expect(edits.length).toBeGreaterThan(100);
    expect(noticed.length / edits.length).toBeGreaterThan(NOTICED);
  });
});

it("every guard is reached by an example that is refused", () => {
  const messages = new Set(EXAMPLES.flatMap(({ example, before }) => ("code" in example ? [before] : [])));
  expect(messages.size).toBeGreaterThan(WITHOUT_GUARD.length / 2);
});
