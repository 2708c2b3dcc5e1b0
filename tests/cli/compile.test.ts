import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseFormula } from "../../src/cli/compile.js";
import { runIn, withFolder } from "./world.js";

const notes =
  "---\nlabel: squares\ntitle: Two squares\nresult: a^2 - b^2 = (a - b)(a + b)\n---\n\n$$\na^2 - b^2 = (a - b)(a + b)\n$$\n\n$$\na + b = a - b\n$$\n";

const inNotes = (...argv: readonly string[]) =>
  withFolder({ "notes.md": notes }, (folder) => runIn(folder, ["compile", ...argv]));

describe("compile", () => {
  test("writes code to standard output", async () => {
    const { code, out, err } = await inNotes("notes.md#squares", "--target", "numpy");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("    return (a - b) * (a + b)\n");
    expect((await inNotes("notes.md:8", "--target", "numpy")).out).toContain("def formula_8(");
    expect((await inNotes("notes.md#L8", "--target", "typescript")).out).toContain("return (a - b) * (a + b);");
  });

  test("writes code to a file", async () => {
    await withFolder({ "notes.md": notes }, async (folder) => {
      const ran = await runIn(folder, ["compile", "notes.md#squares", "--target", "graph", "--out", "squares.json"]);
      expect(ran).toEqual({ code: 0, out: "", err: "" });
      const graph: unknown = JSON.parse(await readFile(join(folder, "squares.json"), "utf8"));
      expect(graph).toMatchObject({ format: "qedmark graph", name: "squares" });
    });
  });

  test("never writes over the document", async () => {
    await withFolder({ "notes.md": notes }, async (folder) => {
      const { code, err } = await runIn(folder, ["compile", "notes.md#squares", "--target", "numpy", "--out", "notes.md"]);
      expect([code, err]).toEqual([2, expect.stringContaining("is the document notes.md")]);
      expect(await readFile(join(folder, "notes.md"), "utf8")).toBe(notes);
    });
  });

  test.each([
    [
      1,
      ["notes.md:12", "--target", "numpy"],
      /^qedmark: notes\.md: line 12: the step is refuted: qedmark explain notes\.md#\w+\n$/,
    ],
    [2, ["notes.md#other", "--target", "numpy"], /^qedmark: notes\.md: no formula has the label other: it has squares\n$/],
    [
      2,
      ["notes.md:3", "--target", "numpy"],
      /^qedmark: notes\.md: line 3: no equation that was understood stands here: .*line 8\n$/,
    ],
    [2, ["notes.md#squares", "--target", "fortran"], /^qedmark: .*Allowed choices are typescript, graph, numpy, pytorch/],
    [2, ["notes.md#squares"], /^qedmark: required option '--target <target>' not specified/],
    [2, ["notes.md", "--target", "numpy"], /^qedmark: compile notes\.md: names no formula: write FILE#LABEL or FILE:LINE\n$/],
    [2, ["nowhere.md#squares", "--target", "numpy"], /^qedmark: nowhere\.md: no such file/],
    [2, [".#squares", "--target", "numpy", "--out", ""], /^qedmark: /],
  ])("exits with %i and one line: %j", async (code, argv, line) => {
    const ran = await inNotes(...argv);
    expect([ran.code, ran.out]).toEqual([code, ""]);
    expect(ran.err).toMatch(line);
    expect(ran.err.trimEnd()).not.toContain("\n");
  });
});

test("a formula is named by its label or its line", () => {
  expect(parseFormula("a#b.md:12")).toEqual({ path: "a#b.md", selector: { kind: "line", line: 12 } });
  expect(parseFormula("notes.md#L12")).toEqual({ path: "notes.md", selector: { kind: "line", line: 12 } });
  expect(parseFormula("notes.md#eq:12")).toEqual({ path: "notes.md", selector: { kind: "label", label: "eq:12" } });
});
