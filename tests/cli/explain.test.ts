import { describe, expect, it } from "vitest";
import { parseStepName } from "../../src/cli/step-name.js";
import { shellWord } from "../../src/cli/shell.js";
import { runIn, withFolder } from "./world.js";

describe("parseStepName", () => {
  it.each([
    ["notes/a.md:12", { kind: "place", path: "notes/a.md", line: 12, column: null }],
    ["a.md:12:3", { kind: "place", path: "a.md", line: 12, column: 3 }],
    ["C:\\notes\\a.md:12", { kind: "place", path: "C:\\notes\\a.md", line: 12, column: null }],
    ["a:b.md:1:2", { kind: "place", path: "a:b.md", line: 1, column: 2 }],
    ["-:4", { kind: "place", path: "-", line: 4, column: null }],
    ["a.md#1f", { kind: "path-and-id", path: "a.md", id: "1f" }],
    ["a#b.md#1f", { kind: "path-and-id", path: "a#b.md", id: "1f" }],
    ["1f-2", { kind: "id", id: "1f-2" }],
  ])("reads %s", (text, name) => {
    expect(parseStepName(text)).toEqual(name);
  });

  it.each(["a.md", "", "a.md#", "a.md:x"])("reads nothing in %j", (text) => {
    expect(() => parseStepName(text)).toThrow(/names no step: write FILE:LINE, FILE:LINE:COLUMN, FILE#ID or ID/u);
  });
});

describe("shellWord", () => {
  it.each([
    ["notes/a.md#1f", "notes/a.md#1f"],
    ["my notes.md#1f", "'my notes.md#1f'"],
    ["it's.md", "'it'\\''s.md'"],
    ["$(rm x).md", "'$(rm x).md'"],
    ["", "''"],
  ])("quotes %s as %s", (text, word) => {
    expect(shellWord(text)).toBe(word);
  });
});

describe("qedmark explain", () => {
  const FILES = {
    "a.md": "a = b\n\nlong = c and d = e\n\nf = g !refuted\n",
    "my b.md": "a = b\nx = y\nx = y2\n",
  };
  const explain = async (...argv: readonly string[]) =>
    await withFolder(FILES, async (folder) => await runIn(folder, ["explain", ...argv]));
  const placesIn = (out: string): readonly string[] =>
    [...out.matchAll(/^\S+ (?:exact|refuted) {2}(.*)$/gmu)].map(([, place = ""]) => place);

  it("shows the step of a line", async () => {
    const ran = await explain("a.md:1");
    expect(ran.out).toMatchInlineSnapshot(`
      "✓ exact  a.md:1:3
      step 1 of 3, id a-b

      1 │ a = b
        │   ^

      Understood as
        a = b

      Reading
        as written

      Evidence
        finite       equal: equal in 24 models

      Replay  qedmark explain a.md#a-b --seed 0
      "
    `);
  });

  it("shows the step of an id, in one file or looked for in all", async () => {
    expect(placesIn((await explain("a.md#f-g")).out)).toEqual(["a.md:5:3"]);
    expect(placesIn((await explain("x-y2")).out)).toEqual(["my b.md:3:3"]);
    expect(placesIn((await explain("x-y", "my b.md")).out)).toEqual(["my b.md:2:3"]);
    expect(placesIn((await explain("f-")).out)).toEqual(["a.md:5:3"]);
    expect((await explain("x-y2")).out).toContain("Replay  qedmark explain 'my b.md#x-y2' --seed 0");
  });

  it("says again how, with what is not the default", async () => {
    expect((await explain("a.md:1", "--seed", "3", "--budget", "quick")).out).toContain(
      "qedmark explain a.md#a-b --seed 3 --budget quick",
    );
  });

  it("refuses names that stand for nothing, or for more than one step", async () => {
    expect((await explain("a.md:4")).err).toBe("qedmark: a.md:4: no step stands here: the nearest stand on line 3 and line 5\n");
    expect((await explain("zz")).err).toBe("qedmark: zz: no step has this id: qedmark check --format json lists the ids\n");
    expect((await explain("a-b")).err).toBe("qedmark: a-b: more than one step has this id: name one of a.md#a-b, my b.md#a-b\n");
    expect((await explain(".:1")).err).toBe("qedmark: .: is not one document: name a Markdown file\n");
    expect((await explain("a.md:1", "a.md")).err).toBe("qedmark: explain a.md:1: names its document itself: leave a.md out\n");
  });

  it("gives one step as JSON", async () => {
    expect(JSON.parse((await explain("a.md:5", "--format", "json")).out)).toMatchObject({
      schema: 1,
      path: "a.md",
      step: { id: "f-g", verdict: "refuted" },
    });
  });

  it("explains standard input", async () => {
    await withFolder({}, async (folder) => {
      const ran = await runIn(folder, ["explain", "p-q", "-"], { input: "\np = q\n" });
      expect(placesIn(ran.out)).toEqual(["(standard input):2:3"]);
      expect(ran.out).toContain("Replay  qedmark explain p-q - --seed 0");
    });
  });

  it("names a file that looks like an option so that it is none", async () => {
    await withFolder({ "-a.md": "a = b\n" }, async (folder) => {
      expect((await runIn(folder, ["explain", "--", "-a.md:1"])).out).toContain("Replay  qedmark explain ./-a.md#a-b --seed 0");
    });
  });
});
