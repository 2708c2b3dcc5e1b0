import { describe, expect, it } from "vitest";
import { engineNames } from "../../src/tensor/engines/choose.js";
import { runIn, withFolder } from "./world.js";

const FILES = {
  "fine.md": "a = b\n",
  "wrong.md": "a = b\nc = d !refuted\n",
  "open.md": "a = b !undecided\n",
  "unread.md": "a = b !unread\n",
};

const inFiles = async (...argv: readonly string[]) => await withFolder(FILES, async (folder) => await runIn(folder, argv));

describe("exit codes", () => {
  it.each<[number, readonly string[]]>([
    [0, ["check", "fine.md"]],
    [1, ["check", "wrong.md"]],
    [1, ["check"]],
    [0, ["check", "open.md"]],
    [1, ["check", "open.md", "--strict"]],
    [0, ["check", "unread.md"]],
    [1, ["check", "unread.md", "--strict"]],
    [2, ["check", "missing.md"]],
    [0, ["explain", "fine.md:1"]],
    [1, ["explain", "wrong.md:2"]],
    [2, ["explain", "fine.md:7"]],
    [0, ["--help"]],
    [0, ["check", "--help"]],
    [0, ["--version"]],
    [2, []],
  ])("%i for %j", async (code, argv) => {
    const ran = await inFiles(...argv);
    expect(ran.code).toBe(code);
  });

  it("3 for an exception, said in one line, with its stack only on request", async () => {
    await withFolder({ "a.md": "a = b !crash\n" }, async (folder) => {
      const ran = await runIn(folder, ["check"]);
      expect(ran).toEqual({
        code: 3,
        out: "",
        err: "qedmark: this is a defect of qedmark, please report it together with the document: Error: planted (QEDMARK_DEBUG=1 shows where)\n",
      });
      const debug = await runIn(folder, ["check"], { environment: { QEDMARK_DEBUG: "1" } });
      expect(debug.code).toBe(3);
      expect(debug.err).toContain("world.ts");
    });
  });

  it("3 for oracles that contradict each other, with the report", async () => {
    await withFolder({ "a.md": "a = b\nc = d !quarrel\n" }, async (folder) => {
      const ran = await runIn(folder, ["check"]);
      expect(ran.code).toBe(3);
      expect(ran.out).toContain("All 2 steps hold.");
      expect(ran.err).toMatch(/^qedmark: a\.md:2:3: two oracles contradict each other: .*report.*\n$/u);
    });
  });
});

describe("usage errors", () => {
  it.each<[readonly string[], string]>([
    [["chek", "a.md"], "unknown command 'chek' (Did you mean check?)"],
    [["check", "--fromat", "json"], "unknown option '--fromat' (Did you mean --format?)"],
    [
      ["check", "--format", "jsn"],
      "option '--format <format>' argument 'jsn' is invalid. Allowed choices are pretty, json, markdown",
    ],
    [
      ["explain", "a.md:1", "--format", "markdown"],
      "option '--format <format>' argument 'markdown' is invalid. Allowed choices are pretty, json",
    ],
    [
      ["check", "--budget", "huge"],
      "option '--budget <size>' argument 'huge' is invalid. Allowed choices are quick, standard, thorough",
    ],
    [
      ["check", "--seed", "-1"],
      "option '--seed <n>' argument '-1' is invalid. A seed is a whole number from 0 to 9007199254740991",
    ],
    [
      ["check", "--seed", "9007199254740993"],
      "option '--seed <n>' argument '9007199254740993' is invalid. A seed is a whole number from 0 to 9007199254740991",
    ],
    [
      ["check", "--seed", "0x10"],
      "option '--seed <n>' argument '0x10' is invalid. A seed is a whole number from 0 to 9007199254740991",
    ],
    [["explain"], "missing required argument 'step'"],
    [["check", "--\u001b[31m"], "unknown option '--␛[31m'"],
  ])("%j", async (argv, complaint) => {
    expect(await inFiles(...argv)).toEqual({
      code: 2,
      out: "",
      err: `qedmark: ${complaint}; qedmark --help lists what there is\n`,
    });
  });

  it("show the commands when none is named", async () => {
    const ran = await inFiles();
    expect(ran.out).toBe("");
    expect(ran.err).toMatch(/Usage: qedmark <command>/u);
  });
});

describe("--help", () => {
  it("lists the commands that there are, and nothing else", async () => {
    const { out } = await inFiles("--help");
    const listed = [...out.slice(out.indexOf("Commands:")).matchAll(/^ {2}(\w+)/gmu)].map(([, name]) => name);
    for (const name of listed) expect((await inFiles(String(name), "--help")).code).toBe(0);
    expect(listed).toEqual(expect.arrayContaining(["check", "explain"]));
  });
});

describe("--version", () => {
  it("tells qedmark's version and Node's, and of every engine what it is or why it does not load", async () => {
    const [version, ...engines] = (await inFiles("--version")).out.trimEnd().split("\n");
    expect(version).toMatch(/^qedmark \d+\.\d+\.\d+ \(Node v\d+\.\d+\.\d+\)$/u);
    expect(engines.map((line) => line.split(" ")[0])).toEqual(engineNames);
    expect(engines.at(-1)).toMatch(/^reference +reference, double precision$/u);
    for (const line of engines)
      expect(line).toMatch(/^\S+ +(not here: .+ does not load.*; .+|\S+.* \d+\.\d+\.\d+.*|reference, .*)$/u);
  });
});
