import { describe, expect, it } from "vitest";
import { attempt, inModels } from "./attempt.js";
import { FALSEHOODS } from "./falsehoods.js";
import { KERNEL } from "./load.js";

/** Where the kernel answers with conditions: in none of so many models they hold and the theorem does not. */
const MODELS = process.env.QEDMARK_FULL === "1" ? 500 : 40;

describe("what is false is not proved:", () => {
  it.each(FALSEHOODS.map((falsehood) => [falsehood.name, falsehood] as const))("%s", (_, falsehood) => {
    const outcome = attempt(KERNEL, falsehood);
    if (typeof outcome === "string") expect(outcome).toMatch(/^[a-z-]+: /);
    else expect([...inModels(falsehood, outcome, MODELS)]).not.toContain("is false");
  });
});
