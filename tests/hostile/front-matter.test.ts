import { describe, expect, it } from "vitest";
import type { DocumentResult } from "../../src/verdicts/result.js";
import { answerTo } from "./hostile.js";

const STEP = "$$x = x + 1$$\n";

/** The answer to a document with this front matter; its one step must be found whatever stands before it. */
function answerBehind(frontMatter: string): DocumentResult {
  const answer = answerTo(`---\n${frontMatter}\n---\n${STEP}`);
  expect(answer.steps.map(({ verdict }) => verdict)).toEqual(["refuted"]);
  return answer;
}

const reasons = (frontMatter: string): readonly string[] => answerBehind(frontMatter).unread.map(({ reason }) => reason);

/** Lists of lists, each nine times the one before. */
const LAUGHS = Array.from("bcdefghi")
  .map((name, i) => {
    const before = "abcdefgh".charAt(i);
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`;
  })
  .join("\n");

describe("front matter", () => {
  it("expands no aliases: a billion laughs are one complaint where they are used", () => {
    expect(reasons(`a: &a [lol, lol]\n${LAUGHS}`)).toEqual([]);
    expect(reasons(`a: &a [lol, lol]\n${LAUGHS}\nsymbols: *i`)).toEqual([expect.stringMatching(/alias/u)]);
    expect(reasons("a: &a {sort: variable}\nsymbols:\n  x: *a")).toEqual([expect.stringMatching(/alias/u)]);
    expect(reasons("symbols: &a\n  x: *a")).toEqual([expect.stringMatching(/alias/u)]);
    expect(reasons("a: &a {sort: variable}\nsymbols:\n  x:\n    <<: *a")).toEqual([expect.stringMatching(/`<<` says nothing/u)]);
  });

  it("is data: names of JavaScript are names", () => {
    const text = [
      "__proto__: {polluted: 1}",
      "constructor: {prototype: {polluted: 1}}",
      "symbols:",
      "  __proto__: {sort: variable}",
      "  constructor: {sort: variable}",
      "  toString: {sort: hasOwnProperty, domain: constructor}",
      "  x: {__proto__: {polluted: 1}, sort: variable}",
      "label: __proto__",
    ];
    expect(reasons(text.join("\n"))).toEqual([
      expect.stringMatching(/^`hasOwnProperty` is no sort: /u),
      expect.stringMatching(/^`constructor` is no domain: /u),
      expect.stringMatching(/^`__proto__` says nothing about a symbol/u),
    ]);
    expect("polluted" in {}).toBe(false);
  });

  it("has no tags that make anything", () => {
    expect(reasons("symbols: !!js/function 'function(){}'")).toEqual([expect.stringMatching(/is tagged/u)]);
    expect(reasons("label: !!binary abc")).toEqual([expect.stringMatching(/is tagged/u)]);
    expect(reasons("label: !<tag:evil> x")).toEqual([expect.stringMatching(/is tagged/u)]);
  });

  it.each([
    ["brackets", `symbols: ${"[".repeat(5000)}${"]".repeat(5000)}`, /nested deeper than 64/u],
    ["maps", `symbols: ${"{a: ".repeat(1000)}1${"}".repeat(1000)}`, /nested deeper than 64/u],
    ["dashes", `symbols: ${"- ".repeat(2000)}x`, /nested deeper than 64/u],
    ["length", `symbols:\n${Array.from({ length: 2000 }, (_, i) => `  x_{${i}}: {}`).join("\n")}`, /more than 16000 characters/u],
  ])("is not read beyond its limits: %s", (_name, text, said) => {
    expect(reasons(text)).toEqual([expect.stringMatching(said)]);
  });

  it.each([
    ["a tab", "label: a\n\tsymbols: ["],
    ["a bracket that nobody closes", "symbols: ["],
    ["a quote that nobody closes", 'label: "abc'],
    ["a key twice", "label: a\nlabel: b"],
    ["a symbol twice", "symbols: {x: {sort: variable}, x: {sort: variable}}"],
    ["no map", "symbols: 3"],
    ["numbers for symbols", "symbols:\n  1: 2\n  x: 3\n  [a]: {}"],
    ["terminal escapes", 'label: "\u001b[31m"\nsymbols: "\u202e"'],
    ["a dimension that is no formula", 'symbols:\n  x: {dimension: "\\\\frac{", domain: nonsense}'],
    ["a dimension without end", "symbols:\n  x: {dimension: 10^{10^{10}}}"],
  ])("that is wrong is said, and the document is read: %s", (_name, text) => {
    for (const reason of reasons(text)) expect(reason).not.toMatch(/\n|undefined|\[object/u);
  });

  it("that nobody closes is no front matter", () => {
    expect(answerTo(`---\nsymbols:\n  x: {sort\n${STEP}`).steps).toHaveLength(1);
  });
});
