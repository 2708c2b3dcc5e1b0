import fc from "fast-check";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import { cellCode, codeSpan, escapeMarkdown, inlineMath } from "../../src/report/markdown-escape.js";
import { renderMarkdown } from "../../src/report/markdown.js";
import { oneLine } from "../../src/report/visible.js";
import { RESULT, SOURCES } from "./fixture.js";
import { hostileResult } from "./hostile-result.js";
import { hostileText } from "./hostile.js";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

const parse = (text: string): Node => unified().use(remarkParse).use(remarkGfm).parse(text);

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

const typesIn = (text: string): ReadonlySet<string> => new Set([...nodesOf(parse(text))].map(({ type }) => type));

const valuesIn = (node: Node): string => [...nodesOf(node)].map(({ value }) => value ?? "").join("");

const textIn = (text: string): string => valuesIn(parse(text));

/** Cells of each row of each table. */
const tableShape = (tree: Node): readonly unknown[] =>
  [...nodesOf(tree)].filter(({ type }) => type === "table").map((table) => table.children?.map((row) => row.children?.length));

/** What no text of a document may become. */
const FORBIDDEN = [
  "html",
  "link",
  "image",
  "linkReference",
  "imageReference",
  "definition",
  "footnoteReference",
  "footnoteDefinition",
];

describe("escapeMarkdown", () => {
  it("shows exactly the text, as one paragraph", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const escaped = escapeMarkdown(text);
        fc.pre(oneLine(text) !== "");
        expect([...typesIn(escaped)]).toEqual(["root", "paragraph", "text"]);
        expect(textIn(escaped).replaceAll("\u2060", "")).toBe(oneLine(text));
      }),
    );
  });
});

describe("codeSpan", () => {
  it.each(["a", "`", "a`b", "`` ` ``", "a\\"])("holds exactly %s", (text) => {
    expect([...typesIn(codeSpan(text))]).toEqual(["root", "paragraph", "inlineCode"]);
    expect(textIn(codeSpan(text))).toBe(text);
  });

  it.each(["p(x|z)", "\\|x\\|", "a\\\\|b", "|", "\\"])("holds exactly %s within a table cell", (text) => {
    const table = parse(`| a |\n| - |\n| ${cellCode(text)} |`);
    expect(tableShape(table)).toEqual([[1, 1]]);
    expect(valuesIn(table)).toBe(`a${text}`);
  });
});

describe("inlineMath", () => {
  it.each([
    ["p(x|z)", "$p(x\\vert z)$"],
    ["\\|x\\|^2", "$\\Vert x\\Vert ^2$"],
    ["a<b", "$a\\lt b$"],
    ["p^* q^*", "$p^\\ast  q^\\ast$"],
    ["E[x](y)", "$E[x] (y)$"],
    ["a\n  = b", "$a = b$"],
    ["cost \\$5", "`cost \\$5`"],
    ["a` b", "``a` b``"],
    ["{a", "`{a`"],
    ["D_\\text{KL}(q|p)", "$D_\\text{KL}(q\\vert p)$"],
    ["\\text{a|b}", "`\\text{a\\|b}`"],
    ["\u001b[2J", "`␛[2J`"],
  ])("writes %s as %s", (latex, shown) => {
    expect(inlineMath(latex)).toBe(shown);
  });
});

describe("renderMarkdown", () => {
  it("tells what is wrong, then lists the steps", () => {
    expect(renderMarkdown(RESULT, SOURCES)).toMatchInlineSnapshot(`
      "**qedmark:** 1 of 4 steps holds; 1 is assumed, 1 is undecided and 1 is refuted.

      ## \`notes/bound.md\`

      ### ✗ Line 8, column 12: refuted

      $\\log p(x) = E_{q(z\\vert x)}[\\log p(x\\vert z)] + KL(q(z\\vert x)\\Vert p(z))$

      The sides differ: the right side is larger by 2 KL(q(z\\|x) \\|\\| p(z)).

      \`\`\`text
      8 │           &= E_{q(z|x)}[\\log p(x|z)] + KL(q(z|x)\\|p(z))
        │            ^                         ~~~~~~~~~~~~~~~~~~  this sign
      \`\`\`

      | counterexample |  |
      | --- | --- |
      |  | \`z ∈ {z₁, z₂}, x ∈ {x₁}\` |
      |  | \`q(z₁\\|x₁) = 1/3, q(z₂\\|x₁) = 2/3\` |
      |  | \`p(z₁) = 1/2, p(z₂) = 1/2\` |
      | left side | \`-log 2 ≈ -0.693147\` |
      | right side | \`2/3 log 2 - log 3 ≈ -0.636514\` |

      **Hint:** With - in place of + before the KL the step holds.

      **Replay:** \`qedmark explain notes/bound.md#b2c3 --seed 0\`

      |  | line | step | verdict |
      | --- | ---: | --- | --- |
      | ✓ | 7 | $\\log p(x) = E_{q(z\\vert x)}[\\log p(x,z)] - E_{q(z\\vert x)}[\\log q(z\\vert x)]$ | exact; read leniently: p(X,z) is p(x,z) |
      | ✗ | 8 | $\\log p(x) = E_{q(z\\vert x)}[\\log p(x\\vert z)] + KL(q(z\\vert x)\\Vert p(z))$ | refuted |
      | ○ | 12 | $q(z\\vert x) = N(z; \\mu, \\sigma^2)$ | assumed; repeats line 7 |
      | ? | 12 | $C = \\log 2\\pi$ | undecided; C stands on one side only and is defined nowhere: it would have to be the constant that the bound leaves out. |

      **Not read**

      - 12:59 the math is cut by a table cell

      **Assumptions**

      - 12:63 z is standard normal
      "
    `);
  });

  it("keeps its structure whatever the texts hold", () => {
    fc.assert(
      fc.property(hostileResult, ({ result, sources }) => {
        const tree = parse(renderMarkdown(result, sources));
        for (const { type } of nodesOf(tree)) expect(FORBIDDEN).not.toContain(type);
        expect(tableShape(tree)).toEqual([
          [2, 2, 2, 2, 2],
          [4, 4, 4, 4],
        ]);
        expect(tree.children?.map(({ type }) => type)).toEqual([
          "paragraph",
          "heading",
          "heading",
          "paragraph",
          "paragraph",
          "code",
          "table",
          "paragraph",
          "paragraph",
          "table",
          "paragraph",
          "list",
          "paragraph",
          "list",
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
