import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/read.js";
import { itemsOf, type Step } from "../../src/meaning/steps.js";
import { readEquations } from "../../src/verdicts/reading.js";

function stepsIn(text: string): readonly Step[] {
  const document = readDocument(text);
  return itemsOf(document, readEquations(document)).flatMap((item) => (item.kind === "step" ? [item.step] : []));
}

const display = (latex: string): string => `$$\n${latex}\n$$\n`;

/** `left sign right`, the chain it is in and its place there. */
const summary = (step: Step): string => `${step.left.latex} ${step.sign} ${step.right.latex} [${step.chain}.${step.position}]`;

const summaries = (...parts: readonly string[]): string[] => stepsIn(parts.join("\n")).map(summary);

describe("a chain", () => {
  it("is one step a relation, each from the side before it", () => {
    expect(summaries(display("a = b \\le c = d"))).toEqual(["a = b [1.0]", "b \\le c [1.1]", "c = d [1.2]"]);
  });

  it("goes on in the next display, across prose and deeper headings", () => {
    const expected = ["a = b [1.0]", "b = c [1.1]", "c = d [1.2]"];
    expect(summaries(display("a = b"), "Hence", display("= c"), display("= d"))).toEqual(expected);
    expect(summaries(display("a = b"), "## Deeper", display("= c"), "### Deeper still", display("= d"))).toEqual(expected);
  });

  it("goes on in the rows of one display", () => {
    expect(summaries("\\begin{align}\na &= b \\\\\n&= c \\\\\n&\\ge d\n\\end{align}\n")).toEqual([
      "a = b [1.0]",
      "b = c [1.1]",
      "c \\ge d [1.2]",
    ]);
  });

  it("begins with a display that has no relation of its own", () => {
    expect(summaries(display("a + b"), display("= c"))).toEqual(["a + b = c [1.0]"]);
  });

  it("ends where another one begins", () => {
    expect(summaries(display("a = b"), display("c = d"), display("= e"))).toEqual(["a = b [1.0]", "c = d [2.0]", "d = e [2.1]"]);
  });

  it("does not go on in another part of the document", () => {
    const steps = stepsIn(["## One", display("a = b"), "## Two", display("= c")].join("\n"));
    expect(steps[1]?.left.term).toBeNull();
    expect(steps[1]?.left.problem).toContain("no left side");
    expect(steps[1]?.chain).not.toBe(steps[0]?.chain);
  });

  it("without a beginning has a step that says so", () => {
    const [step] = stepsIn(display("= c"));
    expect(step?.left.problem).toContain("no left side");
    expect(step?.right.latex).toBe("c");
  });
});

describe("a step", () => {
  it("stands where its relation sign and its sides stand in the source", () => {
    const text = `Prose.\n\n${display("a + b = c")}\nMore.\n\n${display("\\le d")}`;
    const [first, second] = stepsIn(text);
    const cut = (range: { readonly start: number; readonly end: number } | undefined): string =>
      text.slice(range?.start, range?.end).trim();
    expect([cut(first?.signRange), cut(first?.left.range), cut(first?.right.range)]).toEqual(["=", "a + b", "c"]);
    expect([cut(second?.signRange), cut(second?.left.range), cut(second?.right.range)]).toEqual(["\\le", "c", "d"]);
    expect(cut(first?.range)).toBe("a + b = c");
    expect(cut(second?.range)).toBe("\\le d");
  });
});

describe("an id", () => {
  const LATEX = ["a = b", "a = c", "b = a", "a \\le b", "a + 1 = b"];
  const idsOf = (latexes: readonly string[]): string[] => stepsIn(latexes.map(display).join("\n")).map((step) => step.id);

  it("tells sides, relations and occurrences apart", () => {
    const ids = idsOf([...LATEX, "a = b", "a = b"]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/u);
  });

  it("does not hang on what stands elsewhere, nor on the order", () => {
    const alone = new Map(LATEX.map((latex) => [latex, idsOf([latex])[0]]));
    fc.assert(
      fc.property(fc.shuffledSubarray(LATEX, { minLength: 1 }), (chosen) => {
        expect(idsOf(chosen)).toEqual(chosen.map((latex) => alone.get(latex)));
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  it("does not hang on the block a chain was broken into, or on white space", () => {
    const whole = idsOf(["a = b = c"]);
    expect(idsOf(["a = b", "= c"])).toEqual(whole);
    expect(idsOf(["a   =\n b = c"])).toEqual(whole);
  });
});
