import { describe, expect, it } from "vitest";
import { readLineBlocks } from "../../src/document/line-blocks.js";
import { isWithinMarkdownLimits, readMarkdownBlocks } from "../../src/document/markdown-blocks.js";
import { readDocument } from "../../src/document/read.js";
import type { Structure } from "../../src/document/structure.js";
import { formulas, unread } from "./math.js";

describe("containers", () => {
  it.each([
    ["> $$\n> a\n> = b\n> $$\n", ["[[a\n  = b]]"]],
    ["> text $x\n> = y$ text", ["x\n  = y"]],
    ["> > $$a\n> > > b$$", ["[[a\n    > b]]"]],
    ["- > \\[\n  > a\n  > \\]", ["[[a]]"]],
    ["> \\begin{align}\n> a &> b\n> \\end{align}", ["align: a &> b"]],
    ["> ```math\n> a\n> ```", ["[[a]]"]],
    ["- item\n  $$\n  x\n  $$\n- two $z$", ["[[x]]", "z"]],
    ["1. item\n\n   \\[\n   x\n   \\]", ["[[x]]"]],
  ])("reads %j without their markers", (text, expected) => {
    expect(formulas(text)).toEqual(expected);
    expect(unread(text)).toEqual([]);
  });

  it("keeps the source in `latex`, and every offset in `clean`", () => {
    const text = "> $$\n> a\n> = b\n> $$\n";
    const [equation] = readDocument(text).equations;
    expect(equation?.latex).toBe("\n> a\n> = b\n> ");
    expect(equation?.clean).toBe("\n  a\n  = b\n  ");
  });

  it("leaves a relation at the beginning of a line alone outside of block quotes", () => {
    const [equation] = readDocument("$$\na\n> b\n$$").equations;
    expect(equation?.latex).toBe("\na\n> b\n");
    expect(equation?.clean).toBeUndefined();
  });
});

describe("lines of a display that look like Markdown", () => {
  it.each(["+ b", "- b", "* b", "1. b", "=", "---", "> b", "<b", "[b]: c", "    b"])("reads %j as mathematics", (line) => {
    const text = `$$\na\n${line}\n$$\n\n# Next\n\n$x$\n`;
    const document = readDocument(text);
    expect(document.equations.map(({ latex }) => latex)).toEqual([`\na\n${line}\n`, "x"]);
    expect(document.sections.map(({ title }) => title)).toEqual(["Next"]);
    expect(document.unread).toEqual([]);
  });

  it("does not let them open a container for what follows", () => {
    expect(formulas("$$\na\n+ b\n$$\n\n      $x$ is code\n\n$y$")).toEqual(["[[a\n+ b]]", "y"]);
    expect(formulas("$$\na\n- b\n$$\n    $x$ is no code\n\n$y$")).toEqual(["[[a\n- b]]", "x", "y"]);
  });
});

describe("sections", () => {
  const text = "$a$\n\n# One\n\n$b$\n\n### Three $c$ ##\n\n$d$\n\nTwo\n---\n$e$\n\n# Last\n";

  it("nest by level", () => {
    expect(readDocument(text).sections.map(({ level, title, parent }) => [level, title, parent])).toEqual([
      [1, "One", -1],
      [3, "Three $c$", 0],
      [2, "Two", 0],
      [1, "Last", -1],
    ]);
  });

  it("hold the equations below their headings", () => {
    expect(readDocument(text).equations.map(({ latex, section }) => [latex, section])).toEqual([
      ["a", -1],
      ["b", 0],
      ["c", 1],
      ["d", 1],
      ["e", 2],
    ]);
  });

  it("begin at their headings", () => {
    const { sections } = readDocument("> # A\n\n- # B");
    expect(sections.map(({ start }) => start)).toEqual([2, 9]);
  });

  it("are not begun by a heading in code or in a display", () => {
    expect(readDocument("```\n# A\n```\n\n    # B\n\n$$\na\n===\n$$\n").sections).toEqual([]);
  });
});

/** A document in which the plain reader of lines, which takes over where micromark would be slow, has to agree with micromark. */
const notes = `# Notes $a$

Text with $x$ and \`$code$\`, then

$$
p(x) = \\int p(x, z) dz
$$

Underlined
==========

- item $b$
  \`\`\`sh
  echo $c$
  \`\`\`
- item
  continued $d

- not$ the same

> quote $e
> f$ and
>
> $$ g $$
> ~~~math
> h
> ~~~

1. one $i$
2. two $j$

| a | b |
|---|---|
| $k(l|m)$ | n |

\`\`\`\`
$o$
\`\`\`
$p$
\`\`\`\`

## Next ##
\\begin{align}
q &= r
\\end{align}
> \`\`\`
> $s$

$t$
`;

describe("the two readers of blocks", () => {
  const readers = [
    ["LF", notes],
    ["CRLF", notes.replaceAll("\n", "\r\n")],
    ["CR", notes.replaceAll("\n", "\r")],
  ] as const;

  it.each(readers)("find the same headings and code, with %s", (_, text) => {
    const plain = readLineBlocks(text, 0);
    const markdown = readMarkdownBlocks(text, 0);
    expect(plain.headings).toEqual(markdown.headings);
    const contents = ({ code }: Structure): unknown[] =>
      code.map(({ content, language, closed }) => [text.slice(content.start, content.end).trimEnd(), language, closed]);
    expect(contents(plain)).toHaveLength(4);
    expect(contents(plain)).toEqual(contents(markdown));
  });

  it("find the same formulas", () => {
    const many = notes.replace(/\n$/, "\n\n").repeat(200);
    expect(isWithinMarkdownLimits(notes)).toBe(true);
    expect(isWithinMarkdownLimits(many)).toBe(false);
    const once = formulas(notes);
    expect(once).toHaveLength(12);
    expect(formulas(many)).toEqual(Array.from({ length: 200 }, () => once).flat());
  });

  it("hand over where micromark would take time with the square of the length", () => {
    for (const unit of ["> a\n\n", "a\n=\n", "~~~\n", "a\n", "- a\n"]) {
      expect(isWithinMarkdownLimits(unit.repeat(400))).toBe(true);
      expect(isWithinMarkdownLimits(unit.repeat(6001))).toBe(false);
    }
    expect(isWithinMarkdownLimits(">".repeat(1000))).toBe(false);
    expect(isWithinMarkdownLimits("+ ".repeat(1000))).toBe(false);
    expect(isWithinMarkdownLimits(" ".repeat(1000))).toBe(true);
  });
});
