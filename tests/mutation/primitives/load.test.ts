import { describe, expect, it } from "vitest";
import { Loader } from "./load.js";
import type { Outcome } from "./load.js";

/** The planted tests stand in the place of this file. */
const PATH = "tests/tensor/example.test.ts";
const HEAD = `import { fc, test } from "@fast-check/vitest"; import { afterEach, describe, expect, it } from "vitest";`;
const LIMIT = 10_000;

const unspoiled = {
  file: () => {
    throw new Error("there are no mutants");
  },
};

function loaderOf(text: string, patience?: number): Loader {
  return new Loader([], unspoiled, (path, own) => (path === PATH ? `${HEAD}\n${text}` : own), patience);
}

async function outcomesOf(text: string, patience?: number): Promise<readonly Outcome[]> {
  const loader = loaderOf(text, patience);
  const outcomes: Outcome[] = [];
  for (const { run } of loader.tests(PATH)) outcomes.push(await loader.outcomeOf(run, LIMIT));
  return outcomes;
}

describe("a test that is run by hand", () => {
  it.each<readonly [outcome: Outcome, text: string]>([
    ["passes", `it("", () => { expect(1).toBe(1); });`],
    ["fails", `it("", () => { expect(1).toBe(2); });`],
    ["passes", `it("", async () => { await null; expect(1).toBe(1); });`],
    ["fails", `it("", async () => { await null; expect(1).toBe(2); });`],
    ["fails", `it.each([1])("", async (n) => { await null; expect(n).toBe(2); });`],
    ["passes", `test.prop([fc.nat()])("", (n) => n >= 0);`],
    ["fails", `test.prop([fc.nat()])("", (n) => n < 1000);`],
    ["passes", `test.prop([fc.nat()])("", async (n) => { await null; return n >= 0; });`],
    ["fails", `test.prop([fc.nat()])("", async (n) => { await null; expect(n).toBeLessThan(1000); });`],
    ["fails", `test.prop([fc.nat()])("", async (n) => { await null; return n < 1000; });`],
    ["fails", `afterEach(async () => { await null; throw new Error(); }); it("", () => undefined);`],
  ])("%s where it should: %s", async (outcome, text) => {
    expect(await outcomesOf(text)).toEqual([outcome]);
  });

  it.each([
    ["a loop", `it("", () => { for (;;); });`],
    ["a loop after it has waited", `it("", async () => { await null; while (true) {} });`],
    ["a loop of a property's later case", `let n = 0; test.prop([fc.nat()])("", async () => { await null; while (n++ > 9); });`],
    ["a library that calls it", `it("", async () => { await null; fc.sample(fc.nat().filter(() => false), 1); });`],
    ["a loop of which the test expects an error", `it("", () => { expect(() => { for (;;); }).toThrow(); });`],
  ])("is stopped where %s does not end", async (_, text) => {
    expect(await outcomesOf(text)).toEqual(["does not end"]);
  });

  it.each([
    ["a library that does not call it", `it("", () => { /^(a+)+$/.test("a".repeat(99) + "b"); });`],
    ["a promise", `it("", async () => { await new Promise(() => undefined); });`],
  ])("is stopped after some time where %s does not end", async (_, text) => {
    expect(await outcomesOf(text, 500)).toEqual(["does not end"]);
  });

  it("comes after those before it, and leaves nothing to those after it", async () => {
    const two = `let n = 0; for (const at of [0, 2]) it("", async () => { expect(n).toBe(at); n++; await null; n++; });`;
    expect(await outcomesOf(two)).toEqual(["passes", "passes"]);
  });
});

describe("a file that is loaded", () => {
  it("has no group that waits, whose tests would come too late", () => {
    const loader = loaderOf(`describe("late", async () => { await null; it("", () => undefined); });`);
    expect(() => loader.tests(PATH)).toThrow("the group late waits");
  });

  it("has the reference alone for an engine", async () => {
    const own = `import { subjects } from "./engines.js"; import { reference } from "./subject.js";`;
    expect(await outcomesOf(`${own} it("", () => { expect(subjects).toEqual([reference]); });`)).toEqual(["passes"]);
    const loader = loaderOf(`it("", async () => { await import("@tensorflow/tfjs-core"); });`);
    await expect(loader.tests(PATH)[0]?.run()).rejects.toThrow("mutants run on the reference alone");
  });
});
