import { describe, expect, it } from "vitest";
import { attempt, inModels } from "./attempt.js";
import { FALSEHOODS } from "./falsehoods.js";
import { KERNEL } from "./load.js";
import { TRUTHS } from "./truths.js";

/** Where the kernel answers with conditions: in none of so many models they hold and the theorem does not. */
const MODELS = process.env.QEDMARK_FULL === "1" ? 500 : 25;

describe("what is false is not proved:", () => {
  it.each(FALSEHOODS.map((falsehood) => [falsehood.name, falsehood] as const))("%s", (_, falsehood) => {
    const outcome = attempt(KERNEL, falsehood);
    if (typeof outcome === "string") expect(outcome).toMatch(/^[a-z-]+: /);
    else expect([...inModels(falsehood, outcome, MODELS)]).not.toContain("is false");
  });
});

describe("what is true is proved:", () => {
  it.each(TRUTHS.map((truth) => [truth.name, truth] as const))("%s", (_, truth) => {
    const outcome = attempt(KERNEL, truth);
    if (typeof outcome === "string") throw new Error(outcome);
    const found = [...inModels(truth, outcome, MODELS)];
    expect(found).not.toContain("is false");
    expect(found.some((each) => each.startsWith("holds"))).toBe(true);
  });
});
