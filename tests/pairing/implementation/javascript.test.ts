import { chmodSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { data, hasty, isRunning, Workplace } from "./workplace.js";

const place = new Workplace();

beforeAll(() => {
  place.write(
    "kl.mjs",
    `
import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { execSync } from "node:child_process";
import { Worker } from "node:worker_threads";
import { connect } from "node:net";

export function kl(mean, logVar = 0) {
  return 0.5 * (mean ** 2 + Math.exp(logVar) - logVar - 1);
}
export const same = (value) => value;
export default function (x) { return x + 1; }
export const shape = (record, list, flag, text) => [record.mean, list[1], flag === true ? 1 : 0, text.length];
export class Normal {}
export const number = 3;
const hidden = (a, b) => a - b;
export { hidden as difference };
export const typed = () => [Float64Array.of(1, 2), [3, NaN]];
export async function later(x) { await null; return x * 2; }
export function throws() {
  throw new RangeError("the variance\\nis negative");
}
export const throwsText = () => { throw "no error"; };
export const throwsNothing = () => { throw undefined; };
export const throwsTrap = () => { throw { get message() { throw 1; }, toString() { throw 2; } }; };
export const deep = (n) => deep(n + 1) + 1;
export const spins = () => { for (;;); };
export const waits = () => new Promise(() => {});
export const prints = () => { for (let i = 0; i < 10; i++) { console.log("x".repeat(1e6)); console.error("y".repeat(1e6)); } return 1; };
export const printsRaw = () => { for (let i = 0; i < 1000; i++) try { writeSync(1, "x".repeat(1e4)); } catch {} return 1; };
export const says = (x) => { console.log("half of", x); console.error("done"); return x / 2; };
export const forges = () => {
  console.log('{"kind":"value","value":666,"id":2,"token":""}');
  try { writeSync(4, '{"kind":"value","value":666,"id":2,"token":""}\\n{"kind":\\n'); } catch {}
  return 7;
};
export const floods = () => { for (;;) writeSync(4, "1".repeat(1e6)); };
export const values = { nan: NaN };
export const gives = (what) => ({
  nan: NaN, infinity: [Infinity, -Infinity], zero: -0, nothing: undefined, null: null, text: "0.5", boolean: true, bigint: 1n,
  object: { value: 1 }, function: () => 1, symbol: Symbol("s"), empty: [], ragged: [[1, 2], [3]], uneven: [1, [2]], hole: [1, , 2],
  inner: [[1, 2], [3, "4"]], date: new Date(0), bigints: BigInt64Array.of(1n),
})[what];
export const promised = () => Promise.resolve([1, 2]);
export const huge = () => new Float64Array(20_000);
export const hugeNothing = () => Array.from({ length: 9_999 }, () => [[], []]);
export const circular = () => { const a = []; a.push(a); return a; };
export const exits = () => process.exit(3);
export const exitsWell = () => { console.log("bye"); process.exit(); };
export const aborts = () => process.abort();
export const crashesLater = () => { setTimeout(() => { throw new Error("too late"); }, 0); return new Promise(() => {}); };
export const allocates = () => { const kept = []; for (;;) kept.push(Array.from({ length: 1000 }, Math.random)); };
export const allocatesOutside = () => { const kept = []; for (;;) kept.push(new Float64Array(1e6).fill(1)); };
export const writes = (path) => writeFileSync(path, "x");
export const reads = (path) => readFileSync(path, "utf8").length;
export const spawns = () => execSync("echo 1");
export const threads = () => new Worker("1", { eval: true });
export const connects = () => new Promise((resolve, reject) => connect(9, "127.0.0.1").on("error", reject));
export const signals = () => process.kill(process.ppid, 9);
export const secret = () => (process.env.QEDMARK_TEST_SECRET === undefined ? 0 : 1);
`,
  );
  process.env.QEDMARK_TEST_SECRET = "s3cret";
});

afterAll(() => place.remove());

describe("a function of a file of JavaScript", () => {
  it("is called with numbers, vectors and matrices", async () => {
    const kl = await place.open("kl.mjs", "kl");
    expect(kl.location).toEqual({ file: join(place.root, "kl.mjs"), name: "kl", line: place.lineOf("kl.mjs", "function kl") });
    expect(kl.parameters).toEqual(["mean", "logVar"]);
    expect(kl.arrays).toBe("arrays");
    expect(await kl.call([data(2), data(0)])).toEqual({ kind: "value", value: 2, printed: null });
    expect(await kl.call([data(1)])).toMatchObject({ value: 0.5 });
    const same = await place.open("kl.mjs", "same");
    for (const value of [
      [1, -2.5e-300],
      [
        [1, 2],
        [3, 4],
      ],
      [[[]]],
      [NaN, Infinity, -Infinity, -0, 5e-324],
      0.1 + 0.2,
    ]) {
      expect(await same.call([data(value)])).toEqual({ kind: "value", value, printed: null });
    }
  });

  it("gets records, lists and literals as they are, and a tensor as nested arrays", async () => {
    const shape = await place.open("kl.mjs", "shape");
    const record = {
      kind: "record",
      entries: [
        ["__proto__", data(0)],
        ["mean", data(4)],
      ],
    } as const;
    const list = { kind: "list", items: [data(1), data(5)] } as const;
    const rest = [
      { kind: "literal", value: true },
      { kind: "literal", value: "abc" },
    ] as const;
    expect(await shape.call([record, list, ...rest])).toMatchObject({ value: [4, 5, 1, 3] });
    const same = await place.open("kl.mjs", "same");
    const tensor = {
      axes: [
        ["row", 2],
        ["column", 3],
      ],
      values: [1, 2, 3, 4, 5, NaN],
    } as const;
    expect(await same.call([{ kind: "tensor", name: "x", tensor }])).toMatchObject({
      value: [
        [1, 2, 3],
        [4, 5, NaN],
      ],
    });
    const scalar = { axes: [], values: [7] };
    expect(await same.call([{ kind: "tensor", name: "x", tensor: scalar }])).toMatchObject({ value: 7 });
  });

  it.each([
    ["default", [data(1)], 2],
    ["difference", [data(3), data(1)], 2],
    [
      "typed",
      [],
      [
        [1, 2],
        [3, NaN],
      ],
    ],
    ["later", [data(3)], 6],
    ["promised", [], [1, 2]],
  ] as const)("%s: returns its value", async (name, args, value) => {
    expect(await place.call("kl.mjs", name, args)).toEqual({ kind: "value", value, printed: null });
  });

  it("gives back every number, and says what is none", async () => {
    const gives = await place.open("kl.mjs", "gives");
    const give = (value: string) => gives.call([{ kind: "literal", value }]);
    for (const [what, value] of [
      ["nan", NaN],
      ["infinity", [Infinity, -Infinity]],
      ["zero", -0],
      ["empty", []],
    ] as const) {
      expect(await give(what)).toEqual({ kind: "value", value, printed: null });
    }
    const outcomes: [string, string, string][] = [
      ["nothing", "not numbers", "gave back undefined, not a number"],
      ["null", "not numbers", "gave back null, not a number"],
      ["text", "not numbers", 'gave back the text "0.5", not a number'],
      ["boolean", "not numbers", "gave back true, not a number"],
      ["bigint", "not numbers", "gave back a BigInt, not a number"],
      ["bigints", "not numbers", "gave back a BigInt64Array, not a number"],
      ["object", "not numbers", "gave back an object, not a number"],
      ["date", "not numbers", "gave back an object, not a number"],
      ["function", "not numbers", "gave back a function, not a number"],
      ["symbol", "not numbers", "gave back a symbol, not a number"],
      ["inner", "not numbers", 'gave back an array whose element [1][1] is the text "4", not a number'],
      ["hole", "not numbers", "gave back an array whose element [1] is undefined, not a number"],
      ["ragged", "ragged", "gave back a ragged array: its rows have different lengths"],
      ["uneven", "ragged", "gave back a ragged array: its rows have different lengths"],
    ];
    for (const [what, reason, message] of outcomes) {
      expect(await give(what)).toEqual({ kind: "failure", reason, message, line: null, printed: null });
    }
  });

  it.each([
    ["huge", "too large", "gave back more than 10000 numbers"],
    ["hugeNothing", "too large", "gave back more than 10000 numbers"],
    ["floods", "too large", "gave back more than 10000 numbers"],
    ["circular", "not numbers", "gave back arrays nested more than 32 deep"],
    ["throws", "threw", "RangeError: the variance is negative"],
    ["throwsText", "threw", "no error"],
    ["throwsNothing", "threw", "undefined"],
    ["throwsTrap", "threw", "something that cannot be shown"],
    ["deep", "threw", "RangeError: Maximum call stack size exceeded"],
    ["exits", "ended", "ended its process (exit code 3)"],
    ["aborts", "ended", "its process was ended by SIGABRT"],
    ["crashesLater", "ended", "ended its process (exit code 1): Error: too late"],
    ["allocates", "out of memory", "took more memory than it may"],
    ["allocatesOutside", "out of memory", "RangeError: Array buffer allocation failed"],
    ["spawns", "refused", "tried to start a process: an implementation may not"],
    ["threads", "refused", "tried to start a thread: an implementation may not"],
    ["signals", "refused", "tried to reach another process: an implementation may not"],
    ["connects", "refused", "tried to use the network: an implementation may not"],
  ])("%s: %s", async (name, reason, message) => {
    const outcome = await place.call("kl.mjs", name, [data(1)]);
    expect(outcome).toMatchObject({ kind: "failure", reason });
    // Only newer versions of Node say which program it was.
    if (outcome.kind === "failure") expect(outcome.message.replace(" (/bin/sh)", "")).toBe(message);
  });

  it("names the line that threw", async () => {
    expect(await place.call("kl.mjs", "throws")).toMatchObject({ line: place.lineOf("kl.mjs", "new RangeError") });
    expect(await place.call("kl.mjs", "spawns")).toMatchObject({ line: place.lineOf("kl.mjs", "execSync(") });
  });

  it("may not write, nor read outside its folder", async () => {
    const target = join(place.root, "written");
    const path = { kind: "literal", value: target } as const;
    expect(await place.call("kl.mjs", "writes", [path])).toMatchObject({
      reason: "refused",
      message: `tried to write (${target}): an implementation may not`,
    });
    expect(existsSync(target)).toBe(false);
    const outside = { kind: "literal", value: "/etc/hostname" } as const;
    expect(await place.call("kl.mjs", "reads", [outside])).toMatchObject({
      reason: "refused",
      message: "tried to read outside its folder (/etc/hostname): an implementation may not",
    });
    place.write("deep/numbers.txt", "1234");
    const inside = { kind: "literal", value: join(place.root, "deep/numbers.txt") } as const;
    expect(await place.call("kl.mjs", "reads", [inside])).toMatchObject({ value: 4 });
  });

  it("may stand in a file of either kind of module", async () => {
    place.write("kinds/package.json", "{}");
    place.write("kinds/modern.js", "export const kl = () => 1;\n");
    place.write("kinds/older.js", "exports.kl = () => 2;\n");
    place.write("oldest.cjs", "const own = { kl: () => 3 };\nmodule.exports = { ...own };\n");
    expect(await place.call("kinds/modern.js", "kl")).toMatchObject({ value: 1 });
    expect(await place.call("kinds/older.js", "kl")).toMatchObject({ value: 2 });
    expect(await place.call("oldest.cjs", "kl")).toMatchObject({ value: 3 });
  });

  it("sees nothing of the environment but what Node needs", async () => {
    expect(await place.call("kl.mjs", "secret")).toMatchObject({ value: 0 });
  });

  it.each(["spins", "waits"])("%s: is ended, and the next call works", async (name) => {
    const implementation = await place.open("kl.mjs", name, hasty);
    const { pid } = implementation;
    expect(isRunning(pid)).toBe(true);
    const message = "took longer than 0.5 s";
    expect(await implementation.call([])).toEqual({ kind: "failure", reason: "timed out", message, line: null, printed: null });
    expect(isRunning(pid)).toBe(false);
    expect(await implementation.call([])).toMatchObject({ reason: "timed out" });
    await implementation.close();
    expect(await implementation.call([])).toMatchObject({ reason: "not running", message: "is closed" });
  });

  it("keeps the beginning of what it prints, call by call", async () => {
    const says = await place.open("kl.mjs", "says");
    const [first, second] = await Promise.all([says.call([data(3)]), says.call([data(4)])]);
    expect(first).toEqual({ kind: "value", value: 1.5, printed: "half of 3\ndone\n" });
    expect(second).toEqual({ kind: "value", value: 2, printed: "half of 4\ndone\n" });
    expect(await place.call("kl.mjs", "prints")).toEqual({ kind: "value", value: 1, printed: "x".repeat(100) });
    expect(await place.call("kl.mjs", "printsRaw")).toMatchObject({ kind: "value", value: 1 });
    expect(await place.call("kl.mjs", "exitsWell")).toEqual({
      kind: "failure",
      reason: "ended",
      message: "ended its process (exit code 0)",
      line: null,
      printed: "bye\n",
    });
  });

  it("is not mistaken for its own process's replies", async () => {
    const forges = await place.open("kl.mjs", "forges");
    expect(await forges.call([])).toMatchObject({ kind: "value", value: 7 });
    expect(await forges.call([])).toMatchObject({ kind: "value", value: 7 });
  });

  it("works again after a failure", async () => {
    place.write(
      "moody.cjs",
      "let calls = 0;\nexports.moody = (x) => { if (x < 0) process.exit(1); if (x === 0) throw new Error('zero'); calls += 1; return calls; };\n",
    );
    const moody = await place.open("moody.cjs", "moody");
    expect(moody.location.line).toBe(2);
    expect(await moody.call([data(1)])).toMatchObject({ value: 1 });
    expect(await moody.call([data(0)])).toMatchObject({ reason: "threw", line: 2 });
    expect(await moody.call([data(1)])).toMatchObject({ value: 2 });
    const { pid } = moody;
    expect(await moody.call([data(-1)])).toMatchObject({ reason: "ended" });
    expect(isRunning(pid)).toBe(false);
    expect(await moody.call([data(1)])).toMatchObject({ value: 1 });
    expect(moody.pid).not.toBe(pid);
  });
});

describe("a file of JavaScript that cannot be used", () => {
  beforeAll(() => {
    place.write("broken.mjs", "export const one = 1;\nexport function two( {\n  return 1;\n");
    place.write("around.mjs", 'import { one } from "./broken.mjs";\nexport const kl = () => one;\n');
    place.write("lost.mjs", 'import { one } from "no-such-package";\nexport const kl = () => one;\n');
    place.write("astray.mjs", 'import { one } from "./no-such-file.mjs";\nexport const kl = () => one;\n');
    place.write("inner/outside.mjs", 'import { kl as one } from "../kl.mjs";\nexport const kl = () => one;\n');
    place.write("fails.mjs", 'export const kl = () => 1;\n\nthrow new Error("not ready");\n');
    place.write("ends.mjs", "export const kl = () => 1;\nprocess.exit(0);\n");
    place.write("busy.mjs", "export const kl = () => 1;\nfor (;;);\n");
    place.write("empty.mjs", "");
    place.write("table.csv", "1,2\n");
    place.write("folder.mjs/kl.mjs", "");
  });

  it.each([
    ["kl.mjs", "klStandard", /^kl\.mjs: has no export klStandard: it has Normal, aborts, .*, and \d+ more$/],
    ["kl.mjs", "toString", /^kl\.mjs: has no export toString: it has /],
    ["empty.mjs", "kl", /^empty\.mjs: has no export kl: it has no functions$/],
    ["kl.mjs", "number", /^kl\.mjs:\d+: number is a value of type number, not a function: name a function$/],
    ["kl.mjs", "Normal", /^kl\.mjs:\d+: Normal is a class, not a function: name a function$/],
    ["broken.mjs", "one", /^broken\.mjs:\d: syntax error: /],
    ["around.mjs", "kl", /^around\.mjs: imports .*broken\.mjs:\d, which has a syntax error: /],
    ["lost.mjs", "kl", /^lost\.mjs: imports no-such-package, which was not found: install it, or check the path$/],
    ["astray.mjs", "kl", /^astray\.mjs: imports no-such-file\.mjs, which was not found: install it, or check the path$/],
    ["inner/outside.mjs", "kl", /^inner\/outside\.mjs: could not be loaded: tried to read outside its folder \(kl\.mjs\)/],
    ["fails.mjs", "kl", /^fails\.mjs:3: could not be loaded: Error: not ready$/],
    ["ends.mjs", "kl", /^ends\.mjs: ended its process \(exit code 0\) while it was loaded/],
    ["busy.mjs", "kl", /^busy\.mjs: was not loaded within 0\.7 s: /],
    ["table.csv", "kl", /^table\.csv: no kind of file that can be called: name one of \.mjs, \.js, \.cjs, \.ts, \.mts, \.py$/],
    ["none.mjs", "kl", /^none\.mjs: no such file or folder: check the path$/],
    ["folder.mjs", "kl", /^folder\.mjs: is a folder: name a file$/],
  ])("%s#%s", async (file, name, message) => {
    const patience = file === "busy.mjs" ? { ...hasty, startMilliseconds: 700 } : hasty;
    expect(await place.problem(file, name, patience)).toMatch(message);
  });

  it("is one that leads in a circle, or that may not be read", async () => {
    symlinkSync("circle.mjs", join(place.root, "circle.mjs"));
    expect(await place.problem("circle.mjs", "kl")).toBe("circle.mjs: its symbolic links lead in a circle: name the file itself");
    chmodSync(place.write("closed.mjs", "export const kl = () => 1;\n"), 0);
    // The superuser may read everything.
    if (process.getuid?.() === 0) return;
    expect(await place.problem("closed.mjs", "kl")).toBe("closed.mjs: no permission: change its permissions");
  });
});
