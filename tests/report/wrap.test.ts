import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactly, lineWidth, prose, type Line } from "../../src/report/styled.js";
import { flow, labelled, wrap } from "../../src/report/wrap.js";
import { hostileText } from "./hostile.js";

const textOf = (lines: readonly Line[]): readonly string[] => lines.map((line) => line.map(({ text }) => text).join(""));

describe("wrap", () => {
  it("breaks at spaces, and lines after the first hang", () => {
    expect(textOf(wrap([prose("one two three four")], 9, 2))).toEqual(["one two", "  three", "  four"]);
  });

  it("breaks a word that is wider than a line", () => {
    expect(textOf(wrap([prose("\\frac变分下界")], 8))).toEqual(["\\frac变", "分下界"]);
  });

  it("keeps a word together whose tone changes within", () => {
    expect(textOf(wrap([prose("a bold"), prose("face", "strong")], 9))).toEqual(["a", "boldface"]);
  });

  it("keeps every character and every limit", () => {
    const squeezed = (text: string): string => text.replace(/ /gu, "");
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 10, max: 40 }), fc.integer({ min: 0, max: 4 }), (text, columns, hanging) => {
        const line = prose(text);
        const lines = wrap([line], columns, hanging);
        for (const wrapped of lines) expect(lineWidth(wrapped)).toBeLessThanOrEqual(columns);
        expect(squeezed(textOf(lines).join(""))).toBe(squeezed(line.text));
      }),
    );
  });
});

describe("labelled", () => {
  it("puts the label before the first line", () => {
    expect(textOf(labelled(exactly("seed"), 6, [prose("one two three")], 14))).toEqual(["seed  one two", "      three"]);
  });

  it("makes room for a long label", () => {
    expect(textOf(labelled(exactly("long label"), 6, [prose("one two")], 30))).toEqual(["long label  one two"]);
  });
});

describe("flow", () => {
  it("breaks between items only", () => {
    const items = ["1 exact", "2 not understood", "3 refuted"].map((text): Line => [exactly(text)]);
    expect(textOf(flow(items, 3, 26))).toEqual(["1 exact   2 not understood", "3 refuted"]);
  });
});
