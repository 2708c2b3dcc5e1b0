import { describe, expect, it } from "vitest";
import { EngineError } from "../../src/tensor/engines/engine.js";
import type { Arrays } from "../../src/tensor/engines/engine.js";
import * as t from "../../src/tensor/index.js";
import { opened } from "./engines.js";

const [row, column] = [t.axis("row", 2), t.axis("column", 3)];
const x = t.input("x", [row, column]);
const y = t.input("y", [column]);
const product = t.program({ product: t.contract(x, y, ["column"]), doubled: t.multiply(y, 2), same: y });

function write(inputs: Arrays, values: Readonly<Record<string, readonly number[]>>): void {
  for (const [name, own] of Object.entries(values)) inputs[name]?.set(own);
}

const plain = (arrays: Arrays): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(Object.entries(arrays).map(([name, own]) => [name, [...own]]));

/** What every engine does with a program. */
describe.each(opened)("an executable of the engine $name", ({ engine, checksIndices }) => {
  it("has an array for every input and output, as long as its node has values", async () => {
    const { inputs, outputs, close } = await engine.prepare(product);
    const lengths = (arrays: Arrays) => Object.fromEntries(Object.entries(arrays).map(([name, own]) => [name, own.length]));
    expect(lengths(inputs)).toEqual({ x: 6, y: 3 });
    expect(lengths(outputs)).toEqual({ product: 2, doubled: 3, same: 3 });
    await close();
  });

  it("computes anew at every run what its inputs then are, and leaves them", async () => {
    const { inputs, outputs, run, close } = await engine.prepare(product);
    write(inputs, { x: [1, 2, 3, 4, 5, 6], y: [1, 0, -1] });
    await run();
    expect(plain(outputs)).toEqual({ product: [-2, -2], doubled: [2, 0, -2], same: [1, 0, -1] });
    write(inputs, { y: [0, 1, 0] });
    await run();
    await run();
    expect(plain(outputs)).toEqual({ product: [2, 5], doubled: [0, 2, 0], same: [0, 1, 0] });
    expect(plain(inputs)).toEqual({ x: [1, 2, 3, 4, 5, 6], y: [0, 1, 0] });
    await close();
  });

  it("uses the memory that it is given, also that which another one uses", async () => {
    const memory = new Float32Array(8);
    const [given, between] = [memory.subarray(1, 4), memory.subarray(5, 8)];
    const first = await engine.prepare(t.program({ next: t.add(y, 1) }), { inputs: { y: given }, outputs: { next: between } });
    const second = await engine.prepare(t.program({ next: t.multiply(y, 10) }), {
      inputs: { y: between },
      outputs: { next: given },
    });
    expect(first.inputs.y).toBe(given);
    expect(second.outputs.next).toBe(given);
    given.set([1, 2, 3]);
    for (const { run } of [first, second, first]) await run();
    expect([...memory]).toEqual([0, 20, 30, 40, 0, 21, 31, 41]);
    await first.close();
    await second.close();
  });

  it("gives one value under two names, constants, and nothing where there is nothing", async () => {
    const [one, none] = [t.constant([column], [1, 2, 3]), t.input("none", [t.axis("empty", 0)])];
    const whole = t.program({ a: one, b: one, c: t.exp(none), d: t.sum(none, ["empty"]), e: t.scalar(7) });
    const { outputs, run, close } = await engine.prepare(whole);
    await run();
    expect(plain(outputs)).toEqual({ a: [1, 2, 3], b: [1, 2, 3], c: [], d: [0], e: [7] });
    await close();
  });

  it("runs beside another one", async () => {
    const all = await Promise.all([1, 2, 3].map(async (k) => engine.prepare(t.program({ next: t.multiply(y, k) }))));
    for (const { inputs } of all) write(inputs, { y: [1, 2, 3] });
    await Promise.all(all.map(async ({ run }) => run()));
    expect(all.map(({ outputs }) => [...(outputs.next ?? [])])).toEqual([
      [1, 2, 3],
      [2, 4, 6],
      [3, 6, 9],
    ]);
    for (const { close } of all) await close();
  });

  it("refuses memory that does not fit", async () => {
    const short = engine.prepare(product, { inputs: { y: new Float32Array(2) } });
    await expect(short).rejects.toThrow(EngineError);
    await expect(short).rejects.toThrow(/y/);
  });

  it.runIf(checksIndices)("fails where gather meets what is no index, and runs on", async () => {
    const { inputs, outputs, run, close } = await engine.prepare(
      t.program({ found: t.gather(y, t.input("place", []), "column") }),
    );
    write(inputs, { y: [5, 6, 7], place: [3] });
    await expect(run()).rejects.toThrow(EngineError);
    write(inputs, { place: [2] });
    await run();
    expect(plain(outputs)).toEqual({ found: [7] });
    await close();
  });
});
