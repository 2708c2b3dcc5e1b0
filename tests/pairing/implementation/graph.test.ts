import { join } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openImplementation } from "../../../src/pairing/implementation/open.js";
import type { Argument, GraphTarget, Implementation, NamedTensor } from "../../../src/pairing/implementation/types.js";
import { limits, Workplace } from "./workplace.js";

const place = new Workplace();
const opened: Implementation[] = [];

/** Functions that are no such thing, in a module beside the library. */
const strange = `
import { add, exp, input, log, multiply, sum } from "./tensor/index.js";
export let calls = 0;
export const double = (x) => { calls += 1; return multiply(x, 2); };
export const made = () => calls;
export const unused = (x, y) => x;
export const number = () => 1;
export const record = (x) => ({ value: x });
export const foreign = (x) => add(x, input("stranger", []));
export const throws = () => { throw new Error("no graph"); };
export const infinite = (x) => log(x);
export const power = (x, { times }) => { let y = x; for (let i = 1; i < times; i++) y = multiply(y, x); return y; };
export const total = (xs) => xs.reduce(add);
export const spins = () => { for (;;); };
`;

beforeAll(async () => {
  const build = await rolldown({ input: ["src/tensor/index.ts", "src/probability/index.ts"] });
  await build.write({ dir: join(place.root, "dist"), preserveModules: true, preserveModulesRoot: "src" });
  place.write("package.json", '{ "type": "module" }');
  place.write("dist/strange.js", strange);
});

afterAll(async () => {
  await Promise.all(opened.map((implementation) => implementation.close()));
  await place.remove();
});

async function open(file: string, module: string, name: string, method: GraphTarget["method"] = null): Promise<Implementation> {
  const [library, built] = ["dist/tensor/index.js", module].map((path) => join(place.root, path));
  const target = { kind: "graph", file, name, module: built ?? "", library: library ?? "", method } as const;
  const implementation = await openImplementation(target, limits);
  opened.push(implementation);
  return implementation;
}

const tensor = (name: string, axes: NamedTensor["axes"], values: readonly number[]): Argument => ({
  kind: "tensor",
  name,
  tensor: { axes, values },
});

const record = (...entries: (readonly [string, Argument])[]): Argument => ({ kind: "record", entries });
const names = (...items: readonly string[]): Argument => ({
  kind: "list",
  items: items.map((value) => ({ kind: "literal", value })),
});

/** To the last digit or two: the values are worked out by hand. */
function close(actual: NamedTensor | undefined, axes: NamedTensor["axes"], values: readonly number[]): void {
  expect(actual?.axes).toEqual(axes);
  expect(actual?.values).toHaveLength(values.length);
  for (const [i, value] of values.entries()) expect(actual?.values[i]).toBeCloseTo(value, 14);
}

describe("a function from graph to graph", () => {
  it("is klNormalStandard, with its gradients", async () => {
    const source = "src/probability/divergences/normal.ts";
    const kl = await open(source, "dist/probability/divergences/normal.js", "klNormalStandard");
    expect(kl.location).toMatchObject({ file: source, name: "klNormalStandard" });
    expect(kl.location.line).toBeGreaterThan(1);
    expect(kl.arrays).toBe("graph");
    expect(kl.parameters).toBeNull();
    const axes = [["d", 2]] as const;
    const normal = record(["mean", tensor("mean", axes, [2, -1])], ["logVar", tensor("logVar", axes, [0, 1])]);
    const outcome = await kl.call([normal, names("d")]);
    if (outcome.kind !== "tensor") throw new Error(JSON.stringify(outcome));
    close(outcome.value, [], [(3 + Math.E) / 2]);
    expect([...outcome.gradients.keys()]).toEqual(["mean", "logVar"]);
    close(outcome.gradients.get("mean"), axes, [2, -1]);
    close(outcome.gradients.get("logVar"), axes, [0, (Math.E - 1) / 2]);

    // Over a batch there is one value each, and the gradients are those of their sum.
    const wide = [
      ["batch", 2],
      ["d", 1],
    ] as const;
    const batch = record(["mean", tensor("mean", wide, [2, 4])], ["logVar", tensor("logVar", wide, [0, 0])]);
    const second = await kl.call([batch, names("d")]);
    if (second.kind !== "tensor") throw new Error(JSON.stringify(second));
    close(second.value, [["batch", 2]], [2, 8]);
    close(second.gradients.get("mean"), wide, [2, 4]);
  });

  it("is a method of what a function returns", async () => {
    const x = tensor("x", [["d", 1]], [1]);
    const method = { name: "logProb" };
    const mixture = await open("mixture.ts", "dist/probability/index.js", "gaussianMixture", method);
    expect(mixture.location.line).toBeNull();
    const axes = [
      ["k", 2],
      ["d", 1],
    ] as const;
    // Both components lie equally far from x, so that each takes its own weight of the point.
    const parameters = record(
      ["logits", tensor("logits", [["k", 2]], [Math.log(3), 0])],
      ["mean", tensor("mean", axes, [0, 2])],
      ["logVar", tensor("logVar", axes, [0, 0])],
    );
    const outcome = await mixture.call([parameters, { kind: "literal", value: "k" }, names("d")], [x]);
    if (outcome.kind !== "tensor") throw new Error(JSON.stringify(outcome));
    close(outcome.value, [], [-Math.log(2 * Math.PI) / 2 - 1 / 2]);
    close(outcome.gradients.get("x"), [["d", 1]], [-1 / 2]);
    close(outcome.gradients.get("mean"), axes, [3 / 4, -1 / 4]);
    close(outcome.gradients.get("logVar"), axes, [0, 0]);
    close(outcome.gradients.get("logits"), [["k", 2]], [0, 0]);
  });

  it("is built once for all tensors of one shape", async () => {
    const double = await open("strange.js", "dist/strange.js", "double");
    for (const value of [1, NaN, -Infinity, -0]) {
      const outcome = await double.call([tensor("x", [["i", 1]], [value])]);
      expect(outcome).toMatchObject({ kind: "tensor", value: { axes: [["i", 1]], values: [2 * value] } });
    }
    const longer = await double.call([tensor("x", [["i", 2]], [1, 2])]);
    expect(longer).toMatchObject({ value: { axes: [["i", 2]], values: [2, 4] } });
  });

  it("is built anew for other literals", async () => {
    const power = await open("strange.js", "dist/strange.js", "power");
    const times = (value: number) => record(["times", { kind: "literal", value }]);
    expect(await power.call([tensor("x", [], [3]), times(2)])).toMatchObject({ value: { values: [9] } });
    expect(await power.call([tensor("x", [], [3]), times(3)])).toMatchObject({ value: { values: [27] } });
  });

  it("gives a gradient of 0 for what it does not use, and takes one tensor twice", async () => {
    const unused = await open("strange.js", "dist/strange.js", "unused");
    const outcome = await unused.call([tensor("x", [], [3]), tensor("y", [["i", 2]], [1, 2])]);
    if (outcome.kind !== "tensor") throw new Error(JSON.stringify(outcome));
    close(outcome.value, [], [3]);
    close(outcome.gradients.get("x"), [], [1]);
    close(outcome.gradients.get("y"), [["i", 2]], [0, 0]);
    const total = await open("strange.js", "dist/strange.js", "total");
    const twice = await total.call([{ kind: "list", items: [tensor("x", [], [3]), tensor("x", [], [3])] }]);
    expect(twice).toMatchObject({ value: { values: [6] } });
    expect(twice).toHaveProperty("gradients", new Map([["x", { axes: [], values: [2] }]]));
  });

  it("keeps what is not finite", async () => {
    const infinite = await open("strange.js", "dist/strange.js", "infinite");
    const outcome = await infinite.call([tensor("x", [["i", 2]], [0, -1])]);
    expect(outcome).toMatchObject({ value: { values: [-Infinity, NaN] } });
    expect(outcome).toHaveProperty("gradients", new Map([["x", { axes: [["i", 2]], values: [Infinity, -1] }]]));
  });

  it.each([
    ["number", "not numbers", /^gave back no node of a graph$/],
    ["record", "not numbers", /^gave back no node of a graph$/],
    ["foreign", "threw", /ShapeError: .*stranger/],
    ["throws", "threw", /^Error: no graph$/],
    ["double", "too large", /^gave back 20000 numbers, more than 10000$/],
  ])("%s: %s", async (name, reason, message) => {
    const size = name === "double" ? 20_000 : 1;
    const implementation = await open("strange.js", "dist/strange.js", name);
    const outcome = await implementation.call([
      tensor(
        "x",
        [["i", size]],
        Array.from({ length: size }, () => 1),
      ),
    ]);
    expect(outcome).toMatchObject({ kind: "failure", reason });
    expect(outcome).toHaveProperty("message", expect.stringMatching(message));
  });

  it("is told apart from one that is not there", async () => {
    await expect(open("a.ts", "dist/strange.js", "nothing")).rejects.toThrow(/^a\.ts: has no export nothing: it has double, /);
    await expect(open("a.ts", "dist/none.js", "nothing")).rejects.toThrow(/none\.js: no such file or folder: check the path$/);
    const method = { name: "logProb" };
    const lacking = await open("a.ts", "dist/strange.js", "double", method);
    const outcome = await lacking.call([tensor("x", [], [1])]);
    expect(outcome).toMatchObject({ reason: "not numbers", message: "gave back something without a method logProb" });
  });
});
