import { describe, expect, it } from "vitest";
import { lineOfExport } from "../../../src/pairing/implementation/location.js";
import { parametersOf } from "../../../src/pairing/implementation/parameters.js";
import { decodeData, decodeTensor, encodeArgument, nested, shapeOf } from "../../../src/pairing/implementation/wire.js";

describe("the names of a function's parameters", () => {
  it.each([
    ["function kl(mean, logVar) { return mean; }", ["mean", "logVar"]],
    ["function kl() { return (a, b) => a; }", []],
    ["async function kl(mean) {}", ["mean"]],
    ["function* kl(mean) {}", ["mean"]],
    ["(mean, logVar) => mean", ["mean", "logVar"]],
    ["async (mean) => mean", ["mean"]],
    ["mean => mean * (a, b)", ["mean"]],
    ["async mean => mean", ["mean"]],
    ["kl(mean, logVar,) { return 1; }", ["mean", "logVar"]],
    ["async kl(mean) {}", ["mean"]],
    ["(mean, logVar = f(1, [2, 3]), { x } = {}) => 1", null],
    ["(mean, logVar = f(1, [2, 3]), $x = { a: 1, b: 2 }) => 1", ["mean", "logVar", "$x"]],
    ["(mean, again = (a, b) => a, last = ')') => 1", ["mean", "again", "last"]],
    ["(mean /* the mean, (really */, // and, this\n logVar) => 1", ["mean", "logVar"]],
    ["(μ, σ) => 1", ["μ", "σ"]],
    ["({ mean, logVar }) => 1", null],
    ["([mean, logVar]) => 1", null],
    ["(...xs) => 1", null],
    ["function () { [native code] }", null],
    ["function log() {\n    [native code]\n}", null],
  ])("of %s", (text, names) => {
    expect(parametersOf(text)).toEqual(names);
  });
});

describe("the line of an export", () => {
  it.each([
    ["function kl() {}\n", 1],
    ["// kl\n\nexport async function kl(x) {}\n", 3],
    ["export const klStandard = 1;\nexport const kl = 2;\n", 2],
    ["const x = 1, other = 2;\nexport let kl: number;\n", 2],
    ["export function* kl() {}\n", 1],
    ["function inner() {}\n\nexport { inner as kl };\n", 1],
    ['export {\n  a,\n  kl,\n} from "./other.js";\n', 1],
    ["'use strict';\nexports.kl = () => 1;\n", 2],
    ["'use strict';\nmodule.exports.kl = () => 1;\n", 2],
    ["const one = 1;\r\nmodule.exports = {\r\n  one,\r\n  kl: () => 1,\r\n};\r\n", 2],
    ["export const { a, kl } = other;\n", 1],
    ["export const other = 1; // kl\n", null],
    ["", null],
  ])("of JavaScript: %j", (text, line) => {
    expect(lineOfExport(text, "kl", "javascript")).toBe(line);
  });

  it.each([
    ["# kl\ndef kl_standard(): pass\ndef kl(x): pass\n", 3],
    ["async def kl(x): pass\n", 1],
    ["x = 1\nkl = lambda x: x\n", 2],
    ["x = 1\nkl: Callable = f\n", 2],
    ["x = kl == 1\nfrom other import a, kl\n", 2],
    ["try:\n    pass\nfinally:\n    def kl(): pass\n", 4],
    ["class kl: pass\n", 1],
    ["klein = 1\n", null],
  ])("of Python: %j", (text, line) => {
    expect(lineOfExport(text, "kl", "python")).toBe(line);
  });

  it("of a default, and of a name that is no pattern", () => {
    expect(lineOfExport("const a = 1;\nexport default a;\n", "default", "javascript")).toBe(2);
    expect(lineOfExport("const f = 1;\nexport { f as default };\n", "default", "javascript")).toBe(1);
    expect(lineOfExport("module.exports = () => 1;\n", "default", "javascript")).toBe(1);
    expect(lineOfExport("const a = 1;\nconst $ = 1;\n", "$", "javascript")).toBe(2);
    expect(lineOfExport("const a = 1;\n", ".*(", "javascript")).toBeNull();
    expect(lineOfExport("a = 1\n", "[^", "python")).toBeNull();
  });
});

describe("what goes over the wire", () => {
  it("keeps every number", () => {
    for (const value of [0, -0, NaN, Infinity, -Infinity, 5e-324, 2 ** 53 + 2, 0.1]) {
      const sent: unknown = JSON.parse(JSON.stringify(encodeArgument({ kind: "data", value: [value] }, false)));
      expect(sent).toEqual(["data", [expect.anything()]]);
      expect(decodeData(Array.isArray(sent) ? sent[1] : null)).toEqual([value]);
    }
  });

  it("refuses what is no number and what is nested too deep", () => {
    for (const code of ["", "1", "nan", null, true, {}, [1, [null]]]) expect(decodeData(code)).toBeNull();
    const deep: unknown = JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`);
    expect(decodeData(deep)).toBeNull();
  });

  it("refuses tensors that do not fit", () => {
    expect(decodeTensor({ axes: [["i", 2]], values: [1, "NaN"] })).toEqual({ axes: [["i", 2]], values: [1, NaN] });
    for (const code of [
      null,
      {},
      { axes: [["i", 2]], values: [1] },
      { axes: [["i"]], values: [] },
      { axes: [], values: ["x"] },
    ]) {
      expect(decodeTensor(code)).toBeNull();
    }
  });

  it("nests tensors and tells ragged arrays", () => {
    expect(nested({ axes: [], values: [3] })).toBe(3);
    expect(nested({ axes: [["i", 2], ["j", 1], ["k", 2]], values: [1, 2, 3, 4] })).toEqual([[[1, 2]], [[3, 4]]]); // prettier-ignore
    expect(nested({ axes: [["i", 0]], values: [] })).toEqual([]);
    expect(shapeOf(1)).toEqual([]);
    expect(shapeOf([[1, 2], [3, 4], [5, 6]])).toEqual([3, 2]); // prettier-ignore
    expect(shapeOf([[], []])).toEqual([2, 0]);
    for (const ragged of [
      [1, [2]],
      [[1], 2],
      [[1, 2], [3]],
      [[], [1]],
      [[[1]], [[1, 2]]],
    ])
      expect(shapeOf(ragged)).toBeNull();
  });
});
