import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellsOf, cropEnd, displayWidth } from "../../src/report/width.js";
import { hostileText } from "./hostile.js";

describe("displayWidth", () => {
  it.each([
    ["abc", 3],
    ["变分", 4],
    ["e\u0301", 1],
    ["👩‍👩‍👧", 2],
    ["ﾊﾟ", 2],
    ["α ≥ β", 5],
    ["", 0],
  ])("of %s is %i", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe("cellsOf", () => {
  it("opens tabs up to the next stop", () => {
    expect(
      cellsOf("\ta\tbc")
        .map(({ text }) => text)
        .join(""),
    ).toBe("    a   bc");
  });

  it("gives a lone combining mark something to sit on", () => {
    expect(cellsOf("\u0301x").map(({ width }) => width)).toEqual([1, 1]);
  });

  it("covers the text without gaps, and its widths are those of what is shown", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const cells = cellsOf(text);
        expect(cells.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
        for (const cell of cells) expect(displayWidth(cell.text)).toBe(cell.width);
      }),
    );
  });

  it("cuts a tower of combining marks", () => {
    const [tower, ...rest] = cellsOf(`x${"\u0301".repeat(100_000)}y`);
    expect(tower?.text.length).toBeLessThan(100);
    expect(tower?.end).toBe(100_001);
    expect(rest).toHaveLength(1);
  });
});

describe("cropEnd", () => {
  it.each([
    ["short", 5, "short"],
    ["too long", 5, "too…"],
    ["变分下界", 6, "变分…"],
  ])("fits %s into %i columns", (text, columns, shown) => {
    expect(cropEnd(text, columns, "…")).toBe(shown);
  });

  it("never takes more columns than it is given", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 1, max: 30 }), (text, columns) => {
        const shown = cellsOf(text)
          .map((cell) => cell.text)
          .join("");
        expect(displayWidth(cropEnd(shown, columns, "…"))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
