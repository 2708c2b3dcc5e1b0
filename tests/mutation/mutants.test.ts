import { fc, it as property } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/read.js";
import { termKey } from "../../src/terms/traverse.js";
import { applyEdit, type Mutant, mutantsOf } from "../../src/mutation/mutants.js";
import { sampleMutants } from "../../src/mutation/sample.js";
import { readEquations } from "../../src/verdicts/reading.js";

/** What a document says, side by side, sign by sign. */
function sidesOf(text: string): readonly string[] {
  return readEquations(readDocument(text)).flatMap(({ parsed }) =>
    parsed.statements.flatMap((statement) =>
      statement.kind !== "chain"
        ? []
        : [
            ...statement.sides.map((side) => (side.term === null ? "?" : termKey(side.term))),
            ...statement.signs.map((sign) => sign.relation),
          ],
    ),
  );
}

/** Checks that each mutant is the document with exactly one place read otherwise, as its operator meant it. */
function expectSingleEdits(text: string): readonly Mutant[] {
  const mutants = mutantsOf(text);
  const before = sidesOf(text);
  for (const mutant of mutants) {
    expect(text.slice(mutant.edit.start, mutant.edit.end)).toBe(mutant.before);
    const after = sidesOf(applyEdit(text, mutant.edit));
    expect(after.length, mutant.edit.replacement).toBe(before.length);
    const changed = after.filter((side, i) => side !== before[i]);
    expect(changed, `${mutant.before} → ${mutant.edit.replacement}`).toHaveLength(1);
    if (mutant.change.kind === "side") expect(changed).toEqual([termKey(mutant.change.edited)]);
  }
  const texts = mutants.map((mutant) => applyEdit(text, mutant.edit));
  expect(new Set(texts).size).toBe(texts.length);
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  return mutants;
}

const operatorsOf = (mutants: readonly Mutant[]): ReadonlySet<string> => new Set(mutants.map(({ operator }) => operator));

describe("mutants", () => {
  it("are the document with one place read otherwise", () => {
    const text =
      "Densities $p(x,z) = p(z)\\, p(x|z)$ and\n\n$$\nKL(p(x) \\| q(x)) = \\int p(x) \\log\\frac{p(x)}{q(x)}\\,dx \\ge 0\n$$\n";
    const mutants = expectSingleEdits(text);
    expect(mutants.length).toBeGreaterThan(50);
    expect(operatorsOf(mutants)).toContain("reverse-inequality");
    expect(mutants.map(({ line }) => line)).toEqual([...mutants.map(({ line }) => line)].sort((a, b) => a - b));
  });

  it("know the steps that they touch: both around a side in the middle of a chain", () => {
    const text = "$$\na &= \\frac{b}{c} \\\\\n&= d\n$$\n"
      .replace("$$\n", "$$\n\\begin{aligned}\n")
      .replace("\n$$", "\n\\end{aligned}\n$$");
    const middle = expectSingleEdits(text).filter(({ operator }) => operator === "swap-ratio");
    expect(middle).toHaveLength(1);
    expect(middle[0]?.signs.map((at) => text[at])).toEqual(["=", "="]);
    expect(middle[0]).toMatchObject({ line: 3, before: "\\frac{b}{c}", edit: { replacement: "\\frac{c}{b}" } });
  });

  it("keep the chain that goes on from the block before", () => {
    const text = "$$a = \\log b$$\n\n$$= \\log c$$\n";
    const continued = expectSingleEdits(text).filter(({ line, operator }) => line === 3 && operator === "drop-log");
    expect(continued).toHaveLength(1);
    expect(continued[0]?.signs).toEqual([text.lastIndexOf("=")]);
  });

  it("are spliced with the brackets that they need", () => {
    const text = "$$a b = \\frac12 \\log c^2$$\n";
    const edits = expectSingleEdits(text).map(({ edit }) => applyEdit(text, edit).trim());
    expect(edits).toEqual(
      expect.arrayContaining(["$$a b = \\frac13 \\log c^2$$", "$$a b = \\frac12 \\log c$$", "$$a b = \\frac12 \\log c^3$$"]),
    );
  });

  it.each([
    ["a block quote", "> The rule\n>\n> $$\n> p(x,z) = p(z)\n> \\, p(x|z)\n> $$\n"],
    ["a table", "| rule | |\n|---|---|\n| Bayes | $p(x,z) = p(z)\\, p(x\\|z)$ |\n"],
    ["macros", "$$\\newcommand{\\kl}[2]{KL(#1 \\| #2)} \\newcommand{\\half}{\\frac12}$$\n\n$$\\kl{p(x)}{q(x)} = \\half f(x)$$\n"],
    ["an environment", "\\begin{align}\np(x,z) &= p(z)\\, p(x|z) \\\\\n &= p(x)\\, p(z|x)\n\\end{align}\n"],
    ["CRLF", "$$\r\np(x,z) = p(z)\\, p(x|z)\r\n$$\r\n"],
    ["entities", "Bounds: $\\log t &lt; t$ and $a &gt; 2 b$.\n"],
  ])("stand in %s", (_, text) => {
    expect(expectSingleEdits(text).length).toBeGreaterThan(0);
  });

  it("are none where nothing is stated", () => {
    expect(mutantsOf("Only $p(x)$ and prose, $\\mathbf z \\sim p(z)$.\n")).toEqual([]);
    expect(mutantsOf("")).toEqual([]);
    expect(mutantsOf("$$ \\frac{ $$ and \\begin{align}")).toEqual([]);
  });

  it("are none of a side so long that reading it again and again would not end", () => {
    const long = Array.from({ length: 1200 }, (_, i) => `a_{${i}}`).join(" + ");
    expect(mutantsOf(`$$b = ${long}$$\n`).filter(({ before }) => before !== "b")).toEqual([]);
  });

  property.prop(
    [
      fc.array(
        fc.constantFrom(
          "$",
          "$$",
          "=",
          "\\le ",
          "p(x|z)",
          "\\frac12",
          "\\log ",
          "{",
          "}",
          "^2",
          "x_i",
          "\\int ",
          "dx",
          "\n",
          "+",
          "-",
        ),
        { maxLength: 24 },
      ),
    ],
    {
      numRuns: 60,
    },
  )("never throw", (pieces) => {
    const text = pieces.join("");
    for (const { edit } of mutantsOf(text)) expect(applyEdit(text, edit)).not.toBe(text);
  });
});

describe("a sample", () => {
  const mutants = Array.from({ length: 400 }, (_, i) => ({
    id: `m${i}`,
    operator: i % 4 === 0 ? "rare" : i === 1 ? "once" : "common",
  }));

  it("holds every operator, in about the same proportion", () => {
    const sample = sampleMutants(mutants, 40, "key");
    const count = (operator: string): number => sample.filter((mutant) => mutant.operator === operator).length;
    expect([count("rare"), count("common"), count("once")]).toEqual([10, 30, 1]);
  });

  it("is chosen by key and by each mutant alone", () => {
    const sample = sampleMutants(mutants, 40, "key");
    expect(sampleMutants(mutants, 40, "key")).toEqual(sample);
    expect(sampleMutants(mutants, 40, "other")).not.toEqual(sample);
    const chosen = new Set(sample);
    const fewer = mutants.filter((mutant, i) => i % 2 === 0 || chosen.has(mutant));
    const again = new Set(sampleMutants(fewer, fewer.length / 10, "key"));
    expect([...again].filter((mutant) => !chosen.has(mutant))).toEqual([]);
  });

  it("is everything when that many are asked for", () => {
    expect(sampleMutants(mutants, 1000, "key")).toEqual(mutants);
  });
});
