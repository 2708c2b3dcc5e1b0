import { describe, expect, it } from "vitest";
import { runIn, withFolder, type Ran } from "../cli/world.js";
import { expectComplaint, guarded } from "./hostile.js";

const DOCUMENT = "# Title\n\n$$\nx = x + 1\n$$\n\n$$\nf(x) = \\frac{1}{2}\n$$\n";

const run = async (...argv: readonly string[]): Promise<Ran> =>
  withFolder({ "a.md": DOCUMENT }, (folder) => runIn(folder, argv, { checker: guarded }));

const COMMANDS: readonly (readonly string[])[] = [
  ["check", "a.md"],
  ["explain", "a.md:4"],
  ["mutate", "a.md"],
];

describe.each(COMMANDS)("%s %s", (...command) => {
  it.each([
    "abc",
    "-1",
    "1.5",
    "1e3",
    "0x10",
    " 1",
    "",
    "NaN",
    "Infinity",
    "9007199254740992",
    "9".repeat(400),
    "٣",
    "\u001b[2J",
  ])("has no use for the seed %j", async (seed) => {
    expectComplaint(await run(...command, "--seed", seed), /A seed is a whole number from 0 to 9007199254740991; /u);
  });

  it("takes the largest seed and the smallest", async () => {
    for (const seed of ["0", "00", "9007199254740991"]) expect((await run(...command, "--seed", seed)).err).toBe("");
  });

  it("names the choices of an option, and options that there are not", async () => {
    expectComplaint(await run(...command, "--format", "\u001b[31mxml"), /Allowed choices are pretty, json/u);
    expectComplaint(await run(...command, "--budget", "endless"), /Allowed choices are quick, standard, thorough/u);
    expectComplaint(await run(...command, "--frobnicate\u001b[2J"), /unknown option/u);
    expectComplaint(await run(...command, "--seed"), /argument missing/u);
  });
});

describe("a command that there is not", () => {
  it.each(["chekc", "__proto__", "constructor", "\u001b]0;title\u0007", "", "a\nb"])("is named: %j", async (name) => {
    expectComplaint(await run(name), /unknown command/u);
  });
});

describe("explain", () => {
  it.each<[string, string | RegExp]>([
    ["a.md:99", "a.md:99: no step stands here: the nearest stand on line 8"],
    ["a.md:0", "a.md:0: no step stands here: the nearest stand on line 4"],
    ["a.md:6", "a.md:6: no step stands here: the nearest stand on line 4 and line 8"],
    ["a.md:999999999", /no step stands here/u],
    ["a.md:99999999999999999999", /names no step: write FILE:LINE/u],
    ["a.md:-1", /names no step/u],
    ["a.md:1.5", /names no step/u],
    ["a.md", /names no step/u],
    ["a.md#", /names no step/u],
    ["a.md#zzzz", /no step has this id/u],
    ["#", /names no step/u],
    ["__proto__", /no step has this id/u],
    ["\u001b[31m:1", /: matches no Markdown|no such file/u],
  ])("says of %j that it names no step", async (name, said) => {
    expectComplaint(await run("explain", name), said);
  });

  it("takes the step next to a column that is out of range", async () => {
    for (const place of ["a.md:4:0", "a.md:4:1", "a.md:4:999999999"]) {
      const { code, out } = await run("explain", place);
      expect({ code, refuted: out.includes("the right side is larger by 1") }).toEqual({ code: 1, refuted: true });
    }
  });

  it("finds one step of hundreds of thousands on a line", async () => {
    const text = "a = b\n".repeat(3);
    const one = { start: 2, end: 3 };
    const crowd = Array.from({ length: 130_000 }, (_, i) => ({
      ...{ id: `s${i}`, line: 1, column: 3 + i, relation: "=", left: "a", right: "b", understoodAs: "a = b" },
      ...{ verdict: "exact" as const, reading: [], evidence: [], range: { sign: one, step: { start: 0, end: 5 } } },
    }));
    await withFolder({ "a.md": text }, async (folder) => {
      const checker = (): ReturnType<typeof guarded> => ({ path: "a.md", steps: crowd, assumptions: [], unread: [] });
      expect(await runIn(folder, ["explain", "a.md:1:7"], { checker })).toMatchObject({ code: 0, err: "" });
    });
  });
});

describe("mutate", () => {
  it("refuses a document whose mutants would take hours", { timeout: 60_000 }, async () => {
    const step = "$$\na + b + c = c + b + a\n$$\n\n";
    await withFolder({ "a.md": step.repeat(330) }, async (folder) => {
      expectComplaint(
        await runIn(folder, ["mutate", "a.md"]),
        /^qedmark: a\.md: too long to corrupt \(\d+ edits of 330 steps\): split the document\n$/u,
      );
    });
  });

  it("has nothing to corrupt in what is wrong, unread or empty", async () => {
    for (const text of ["", "$$\n", "$$x = x + 1$$", "$$".repeat(1000), "$$" + "{".repeat(1000) + "$$", "$\\foo = 1$"])
      await withFolder({ "a.md": text }, async (folder) => {
        expect(await runIn(folder, ["mutate", "a.md"])).toMatchObject({ code: 0, err: "" });
      });
  });
});
