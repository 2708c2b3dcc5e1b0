import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeFrame, type Mark } from "../../src/report/frame.js";
import { ASCII, UNICODE } from "../../src/report/glyphs.js";
import { SourceLines } from "../../src/report/lines.js";
import { cellsOf, displayWidth } from "../../src/report/width.js";

const GUTTER = "1 │ ".length;

interface Wanted {
  readonly columns?: number;
  readonly around?: { readonly start: number; readonly end: number };
  readonly glyphs?: typeof UNICODE;
}

function frame(text: string, marks: readonly Mark[], { columns = 80, around, glyphs = UNICODE }: Wanted = {}): string {
  const first = marks[0] ?? { start: 0, end: 0 };
  return codeFrame(new SourceLines(text), marks, { glyphs, columns, around: around ?? first })
    .map((line) =>
      line
        .map((span) => span.text)
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

const under = (text: string, part: string, line = "^", label?: string): Mark => {
  const start = text.indexOf(part);
  expect(start).toBeGreaterThanOrEqual(0);
  return { start, end: start + part.length, line, tone: "bad", ...(label === undefined ? {} : { label }) };
};

/** What stands in the columns `from` to `to` of a line of text. */
function columnsOf(text: string, from: number, to: number): string {
  let column = 0;
  let shown = "";
  for (const cell of cellsOf(text)) {
    if (column >= from && column + cell.width <= to) shown += cell.text;
    column += cell.width;
  }
  return shown;
}

describe("codeFrame", () => {
  it("underlines the sign and what differs", () => {
    const text = "a\nlog p(x) = E[log p(x|z)] + KL(q|p)\nb";
    expect(frame(text, [under(text, "="), under(text, "+", "~", "wrong sign")])).toMatchInlineSnapshot(`
      "2 │ log p(x) = E[log p(x|z)] + KL(q|p)
        │          ^               ~  wrong sign"
    `);
  });

  it("keeps carets under wide characters, marks, tabs and emoji", () => {
    const text = "\t变分 e\u0301 👩‍👩‍👧 = \u202e下界";
    expect(frame(text, [under(text, "="), under(text, "下界", "~")])).toMatchInlineSnapshot(`
      "1 │     变分 é 👩‍👩‍👧 = \\u202e下界
        │               ^       ~~~~"
    `);
  });

  it("crops a long line around its marks", () => {
    const text = `${"a + ".repeat(200)}= ${"b + ".repeat(200)}WRONG${" + c".repeat(200)}`;
    const shown = frame(text, [under(text, "="), under(text, "WRONG", "~")], { columns: 60 });
    expect(shown).toMatchInlineSnapshot(`
      "1 │ … + a + a + = b + b + b … + b + b + WRONG + c + c + …
        │             ^                       ~~~~~"
    `);
    expect(shown.split("\n").every((line) => displayWidth(line) <= 60)).toBe(true);
  });

  it("shows what lies between the lines by a sign, and numbers to the right", () => {
    const text = `${"x\n".repeat(7)}left\n${"\n".repeat(5)}= right\n`;
    expect(frame(text, [under(text, "="), under(text, "left", "~")])).toMatchInlineSnapshot(`
      " 8 │ left
         │ ~~~~
       ⋮
      14 │ = right
         │ ^"
    `);
  });

  it("shows the whole step if it is short", () => {
    const text = "p(x)\n\n= q(x)";
    expect(frame(text, [under(text, "=")], { around: { start: 0, end: text.length } })).toMatchInlineSnapshot(`
      "1 │ p(x)
      2 │
      3 │ = q(x)
        │ ^"
    `);
  });

  it("underlines each line of a part that runs over several, without its indentation", () => {
    const text = "= a +\r\n    b +\r\n    c\r\n";
    expect(frame(text, [under(text, "a +\r\n    b +\r\n    c", "~", "differs")])).toMatchInlineSnapshot(`
      "1 │ = a +
        │   ~~~
      2 │     b +
        │     ~~~
      3 │     c
        │     ~  differs"
    `);
  });

  it("puts a label that does not fit below the end of its part", () => {
    const text = "left = right and some more of it";
    expect(frame(text, [under(text, "of it", "~", "is not what it was")], { columns: 40 })).toMatchInlineSnapshot(`
      "1 │ left = right and some more of it
        │                            ~~~~~
        │               is not what it was"
    `);
  });

  it("draws with ASCII where that is all there is", () => {
    const text = `${"a + ".repeat(50)}= b`;
    expect(frame(text, [under(text, "=")], { columns: 40, glyphs: ASCII })).toMatchInlineSnapshot(`
      "1 | ...+ a + a + a + a + a + a + a + = b
        |                                  ^"
    `);
  });

  it("marks the end of the text, and places outside it, without failing", () => {
    expect(frame("ab", [{ start: 2, end: 2, line: "^", tone: "bad" }])).toBe("1 │ ab\n  │   ^");
    expect(frame("ab", [{ start: 90, end: 95, line: "^", tone: "bad" }])).toBe("1 │ ab\n  │   ^");
    expect(frame("", [{ start: 0, end: 1, line: "^", tone: "bad" }])).toBe("1 │\n  │ ^");
  });

  const line = fc
    .array(
      fc.constantFrom(
        "a",
        "b ",
        "变",
        "噪声",
        "e\u0301",
        "👩‍👩‍👧",
        "🇩🇪",
        "\t",
        "\u202e",
        "\u001b[31m",
        "\\log",
        "שלום",
        "ﾊﾟ",
        "x".repeat(30),
      ),
      {
        minLength: 1,
        maxLength: 60,
      },
    )
    .map((pieces) => pieces.join(""));

  it("puts the underline under exactly its part, in any line cropped to any width", () => {
    fc.assert(
      fc.property(
        line,
        fc.nat(),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 40, max: 120 }),
        (text, at, length, columns) => {
          const cells = cellsOf(text);
          const from = at % cells.length;
          const part = cells.slice(from, from + length);
          const [first, last] = [part[0], part.at(-1)];
          fc.pre(first !== undefined && last !== undefined && part.some((cell) => cell.text.trim() !== ""));
          const mark: Mark = { start: first.start, end: last.end, line: "^", tone: "bad" };
          const [shown = "", drawn = ""] = frame(text, [mark], { columns }).split("\n");
          expect(displayWidth(shown)).toBeLessThanOrEqual(columns);
          const carets = drawn.slice(GUTTER);
          const start = carets.indexOf("^");
          const above = columnsOf(shown.slice(GUTTER), start, carets.length);
          expect(carets.slice(start)).toMatch(/^\^+$/u);
          // Blanks at the ends are not underlined; a part cropped away is replaced by the sign for that.
          if (!above.includes("…"))
            expect(above).toBe(
              part
                .map((cell) => cell.text)
                .join("")
                .trim(),
            );
          expect(displayWidth(above)).toBe(carets.length - start);
        },
      ),
    );
  });

  it("takes a line of a megabyte in stride", () => {
    const text = `${"x + ".repeat(250_000)}= y${" + z".repeat(250_000)}`;
    const shown = frame(text, [under(text, "= y")], { columns: 100 });
    const [line = ""] = shown.split("\n");
    expect(displayWidth(line)).toBeGreaterThan(90);
    expect(displayWidth(line)).toBeLessThanOrEqual(100);
    expect(shown).toContain("= y");
  });
});
