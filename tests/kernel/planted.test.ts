import { describe, expect, it } from "vitest";
import { falseExample, falseGrowth } from "./caught.js";
import { editOf } from "./edits.js";
import { Kernels } from "./load.js";
import { PLANTED } from "./planted.js";

const FULL = process.env.QEDMARK_FULL === "1";
const GROWN = 10;
/** Every so many are tried in an everyday run. */
const STRIDE = 6;

const edits = PLANTED.map(editOf);
const kernels = new Kernels(edits);

describe("of a kernel with an error, a false theorem is found:", () => {
  const tried = edits.filter((_, i) => FULL || i % STRIDE === 0);

  it.each(tried.map((edit) => [edit.name, edit] as const))("%s", (_, edit) => {
    const kernel = kernels.with(edit);
    expect(falseExample(kernel, edit) ?? falseGrowth(kernel, edit, GROWN)).toBeDefined();
  });

  it("and each error has its name", () => {
    expect(new Set(PLANTED.map(({ name }) => name)).size).toBe(PLANTED.length);
  });
});

it("of the kernel as it is, none is found in the same way", () => {
  const none = { name: "nothing", file: "term.ts", start: 0, end: 0, text: "", rule: null };
  const kernel = new Kernels([]).with(none);
  expect(falseExample(kernel, none)).toBeUndefined();
  expect(falseGrowth(kernel, none, FULL ? GROWN : 1)).toBeUndefined();
});
