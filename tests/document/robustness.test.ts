import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/read.js";
import type { Document } from "../../src/document/types.js";

/** What holds of every document, whatever stands in it. */
function checkPromises(document: Document): void {
  const { text, equations, unread, macros, sections, frontMatter } = document;
  let end = 0;
  for (const { outer, inner, latex, clean, section } of equations) {
    expect(text.slice(inner.start, inner.end)).toBe(latex);
    expect(outer.start).toBeGreaterThanOrEqual(end);
    expect(inner.start).toBeGreaterThan(outer.start);
    expect(inner.end).toBeLessThanOrEqual(outer.end);
    expect((clean ?? latex).length).toBe(latex.length);
    expect((clean ?? latex).trim()).not.toBe("");
    expect(section).toBe(sections.filter(({ start }) => start <= outer.start).length - 1);
    end = outer.end;
  }
  for (const { range, reason } of [...unread, ...(frontMatter?.problems ?? [])]) {
    expect(range.start).toBeLessThanOrEqual(range.end);
    expect(range.end).toBeLessThanOrEqual(text.length);
    expect(reason).not.toBe("");
  }
  for (const { range } of unread) expect(range.start).toBeLessThan(range.end);
  for (const { at } of macros) expect(text.charAt(at)).toBe("\\");
  sections.forEach(({ parent, level }, index) => {
    expect(parent).toBeLessThan(index);
    expect(sections[parent]?.level ?? 0).toBeLessThan(level);
  });
}

const snippets = [
  ...Array.from("$`\\[](){}<>|-+=#*_&%~^:;!\"'/ab1 \t\n\r"),
  ...[
    "$$",
    "$x$",
    "\\[",
    "\\]",
    "\\(",
    "\\)",
    "\\begin{align}",
    "\\end{align}",
    "\n\n",
    "\r\n",
    "> ",
    "- ",
    "1. ",
    "# ",
    "```",
    "```math\n",
    "~~~",
  ],
  ...[
    "---\n",
    "===\n",
    "    ",
    "|-|-|\n",
    "\\def\\a#1{",
    "\\newcommand{\\a}",
    "\\text{",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "<code>",
    "{% math %}",
  ],
  ...[
    "{% endmath %}",
    "{{",
    "https://a",
    "](",
    "some words of prose here ",
    "中文",
    "\ud800",
    "\0",
    "\uFEFF",
    "&lt;",
    "label: a\n",
    "symbols:\n",
    "  z: {",
  ],
];
const hostile = fc.array(fc.constantFrom(...snippets), { maxLength: 60 }).map((parts) => parts.join(""));

describe("readDocument", () => {
  test.prop([hostile], { numRuns: 500 })("keeps its promises on any mixture of markup", (text) => {
    checkPromises(readDocument(text));
  });

  test.prop([hostile], { numRuns: 150 })("keeps them behind front matter", (text) => {
    checkPromises(readDocument(`---\nsymbols:\n${text}\n---\n${text}`));
  });

  test.prop([fc.string({ unit: "binary", maxLength: 200 })])("keeps them on any text", (text) => {
    checkPromises(readDocument(text));
  });

  test.prop([hostile])("reads a document the same each time", (text) => {
    expect(readDocument(text)).toEqual(readDocument(text));
  });

  test.prop([
    fc.array(fc.constantFrom("x", "\\alpha", "=", "+", "^2", "_{i}", "(y|z)", "\\frac12", ",", "\n"), {
      minLength: 1,
      maxLength: 12,
    }),
  ])("finds a formula between its delimiters wherever they stand", (parts) => {
    const latex = `x ${parts.join(" ")}`;
    const places = [
      `$$${latex}$$`,
      `text\n\n$$\n${latex}\n$$\n\ntext`,
      `\\[${latex}\\]`,
      `- item\n\n  $$ ${latex} $$`,
      `\\begin{gather}${latex}\\end{gather}`,
      `\`\`\`math\n${latex}\n\`\`\``,
      `# Heading\n\n<p>$$${latex}$$</p>`,
    ];
    for (const text of places) {
      const { equations, unread } = readDocument(text);
      expect(equations.map((equation) => equation.latex.trim())).toEqual([latex.trim()]);
      expect(unread).toEqual([]);
    }
  });
});

describe("text that opens everything and closes nothing", () => {
  const units = [
    ...["$", "[", ">", "`a", "\n", "a\r"],
    ...[
      "$$ ",
      "$\\a",
      "${",
      "$\\text{",
      "$a$$$ ",
      "$$a$b\n",
      "\\[\n\n",
      "\\[=\n\n",
      "\\\\[\n\n",
      "\\(a=\n",
      "](",
      "<a ",
      "<!--\n",
      "<code>",
    ],
    ...[
      "> a\n\n",
      "+ ",
      "a\n=\n",
      "~~~\n",
      "```math\na\n```\n",
      "{% math %}endmath ",
      "\\begin{align}\n\n",
      "\\end{align}",
      "\\def\\a{\n",
      "\\global",
    ],
    ...["$\\def\\a{}$ ", "$$\nsome words of prose here\n\n", "|$a|b$|\n|-|-|\n"],
  ];

  /** What takes time with the square of the length takes minutes here, whatever the machine; what does not takes a fraction of a second. */
  const LENGTH = 300_000;

  it.each(units)("is read in time that grows with its length: %j", { timeout: 20_000 }, (unit) => {
    const { text, equations } = readDocument(unit.repeat(LENGTH / unit.length));
    for (const { inner, latex } of equations) if (text.slice(inner.start, inner.end) !== latex) expect.fail("a range is wrong");
    expect(text.length).toBeGreaterThan(LENGTH - unit.length);
  });

  it("is read up to a bounded number of formulas, and reported from there on", () => {
    const { text, equations, unread } = readDocument("$x$ ".repeat(100_010));
    expect(equations).toHaveLength(100_000);
    expect(unread.map(({ range }) => [range.start, range.end])).toEqual([[399_999, text.length]]);
  });

  it("nests as deep as it likes", () => {
    for (const unit of [">", "[", "- ", "{", "\\begin{aligned}", "<div>"]) checkPromises(readDocument(unit.repeat(100_000)));
  });
});
