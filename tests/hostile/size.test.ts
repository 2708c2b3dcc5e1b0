import { describe, expect, it } from "vitest";
import type { DocumentResult } from "../../src/verdicts/result.js";
import { answerTo, checkFile, expectSound, FULL, guarded } from "./hostile.js";

/** Characters of the long texts: 50 MB in a full run. */
const LENGTH = FULL ? 50_000_000 : 5_000_000;

/** Steps of one document that are taken in. */
const MOST_STEPS = 5_000;

const filled = (unit: string, length = LENGTH): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/** Long texts that hold nothing to decide, or nothing that can be read. */
const TEXTS: readonly (readonly [name: string, text: () => string])[] = [
  ["prose", () => filled("Some words of prose without any formula, and a full stop.\n\n")],
  ["one line of prose", () => filled("lorem ipsum ")],
  ["one formula", () => `$$\n${filled("x + ")}x = y\n$$\n`],
  ["one chain", () => `$$\n${filled("x = ")}x\n$$\n`],
  ["one front matter", () => `---\n${filled("a: b\n")}\n---\n`],
  ["headings", () => filled("# Heading\n\n")],
  ["dollars", () => filled("$")],
  ["backslashes", () => filled("\\")],
  ["braces", () => filled("{")],
  ["quotes in quotes", () => filled(">")],
  ["an open tag", () => filled("<a ")],
  ["white space", () => filled(" \t\n")],
  ["spaces", () => filled(" ")],
];

describe("a long text", () => {
  it.each(TEXTS)("of %s is answered at once", { timeout: FULL ? 120_000 : 30_000 }, (_name, text) => {
    const { steps, unread } = answerTo(text());
    expect(steps).toEqual([]);
    expect(unread.length).toBeLessThanOrEqual(1);
  });
});

/** What is repeated, and how many steps each of it holds. */
const MANY: readonly (readonly [name: string, unit: string, perUnit: number])[] = [
  ["chains in a line", "$y = x = x$ ", 2],
  ["displays", "$$\na + b = b + a\n$$\n\n", 1],
];

describe("a document of more steps than are taken in", () => {
  it.each(MANY)("has them decided, and the rest reported unread: %s", { timeout: 60_000 }, (_name, unit, perUnit) => {
    const count = Math.ceil(MOST_STEPS / perUnit);
    const before = unit.repeat(count);
    const text = `${before}${unit.repeat(3)}`;
    const { steps, unread } = answerTo(text);
    expect(steps).toHaveLength(MOST_STEPS);
    expect(unread).toHaveLength(1);
    const [rest] = unread;
    const line = before.split("\n").length;
    const column = before.length - before.lastIndexOf("\n") + unit.indexOf("$");
    expect(rest).toMatchObject({ line, column, reason: "behind the first 5000 steps nothing is read: split the document" });
  });

  it("of as many as are taken in has none left over", { timeout: 60_000 }, () => {
    const { steps, unread } = answerTo("$y = x$ ".repeat(MOST_STEPS));
    expect({ steps: steps.length, unread: unread.length }).toEqual({ steps: MOST_STEPS, unread: 0 });
  });

  it("fails a strict check", { timeout: 60_000 }, async () => {
    const text = "$y = x$ ".repeat(MOST_STEPS + 1);
    expect((await checkFile(text, "--format", "json")).code).toBe(0);
    expect((await checkFile(text, "--format", "json", "--strict")).code).toBe(1);
  });

  it.runIf(FULL).each([
    ["definitions", "word $y = x$ word\n\n"],
    ["claims", "$$\np(x, z) = p(x|z) p(z)\n$$\n\n"],
    ["wrong claims", "word $p(x) = p(x|z) p(z)$ word\n\n"],
    ["a chain", "$$\n= a + 1 - 1\n$$\n\n"],
  ])("takes no more memory and time for 50 MB of %s", { timeout: 240_000 }, (_name, unit) => {
    const text = filled(unit);
    const answer = guarded(text, "a.md", { seed: 0, budget: "standard" });
    expectSound(answer, text);
    expect(answer.steps.length).toBe(MOST_STEPS);
    expect(process.memoryUsage().rss).toBeLessThan(2e9);
  });
});

describe("a hundred thousand", () => {
  const COUNT = 100_000;
  const answers: readonly (readonly [name: string, text: string, check: (answer: DocumentResult) => void])[] = [
    ["dollar signs with spaces", "$ ".repeat(COUNT), nothingIn],
    ["dollar signs on lines of their own", "$\n".repeat(COUNT), nothingIn],
    ["pairs of dollar signs", "$$\n\n".repeat(COUNT), nothingIn],
    ["comments that nobody closes", "<!-- ".repeat(COUNT), nothingIn],
    ["tildes", `${"~".repeat(COUNT)}\n$x = y$`, nothingIn],
    ["quotes in quotes around a step", `${">".repeat(COUNT)} $$x = x + 1$$`, oneStepIn],
    ["underscores and stars before a step", `${"_".repeat(COUNT)}${"*".repeat(COUNT)}$x = x + 1$`, oneStepIn],
    ["tabs before a step", `a\n${"\t".repeat(COUNT)}$x = x + 1$`, oneStepIn],
    ["links that nobody closes", `${"[a](".repeat(COUNT)}$x = x + 1$`, oneStepIn],
    [
      "letters given by a distribution",
      Array.from({ length: COUNT / 20 }, (_, i) => `$z_{${i}} \\sim N(0, 1)$\n`).join(""),
      nothingIn,
    ],
  ];

  it.each(answers)("%s have an answer", { timeout: 30_000 }, (_name, text, check) => {
    check(answerTo(text));
  });
});

function nothingIn({ steps }: DocumentResult): void {
  expect(steps).toEqual([]);
}

function oneStepIn({ steps }: DocumentResult): void {
  expect(steps.map(({ verdict }) => verdict)).toEqual(["refuted"]);
}
