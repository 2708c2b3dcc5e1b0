import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import { engineNames } from "../../src/tensor/engines/choose.js";
import { contractOf } from "./contracts.js";
import { missing, subjects } from "./engines.js";
import { reference } from "./subject.js";
import type { Subject } from "./subject.js";

/** The reference with something done to every value. */
const changed = (change: (value: number) => number, precision: Subject["precision"]): Subject => ({
  ...reference,
  precision,
  valuesOf: async (nodes, inputs) =>
    (await reference.valuesOf(nodes, inputs)).map(({ axes, values }) => t.tensor(axes, values.map(change))),
});

describe("the engines under test", () => {
  const axes = [t.axis("n", 3)];
  const node = t.divide(t.constant(axes, [1, 2, -5]), 3);
  const right = t.tensor(axes, [1 / 3, 2 / 3, -5 / 3]);

  it("are all that there are, but for those that are missing", () => {
    const names = [...subjects, ...missing].map(({ name }) => name);
    expect(names.toSorted()).toEqual([...engineNames].toSorted());
  });

  it("have those among them that every installation has", () => {
    const names = subjects.map(({ name }) => name);
    for (const name of ["reference", "onnx-web", "tfjs-wasm", "tfjs-cpu"]) expect(names).toContain(name);
  });

  for (const { name, reason } of missing) {
    it.skipIf(reason !== "")(`have ${name} among them: ${reason}`, () => expect.unreachable());
    console.warn(`NOT TESTED: the engine ${name}. ${reason}`);
  }

  it("are held to their own precision", async () => {
    const single = contractOf("divide", changed(Math.fround, "single"));
    single.expectAgreement(await single.valueOf(node), right);
    const strict = contractOf("divide", changed(Math.fround, "double"));
    const value = await strict.valueOf(node);
    expect(() => {
      strict.expectAgreement(value, right);
    }).toThrow();
    strict.expectAgreement(value, right, 1e-7);
  });

  it("fail where they compute something else, or nothing", async () => {
    for (const wrong of [(x: number) => -x, (x: number) => x + 1e-6, () => NaN]) {
      const engine = contractOf("divide", changed(wrong, "single"));
      const value = await engine.valueOf(node);
      expect(() => {
        engine.expectAgreement(value, right);
      }).toThrow();
    }
    expect(() => {
      contractOf("divide", reference).expectAgreement(undefined, right);
    }).toThrow("no value");
  });
});
