import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { Positions } from "../../src/document/positions.js";

/** The same answer, counted afresh for every offset. */
function countedPosition(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
  const isInsideCrlf = text.charAt(offset - 1) === "\r" && text.charAt(offset) === "\n";
  const before = isInsideCrlf ? text.slice(0, offset - 1).split(/\r\n|\n|\r/) : lines;
  const last = before.at(-1) ?? "";
  return { line: before.length, column: last.length + (isInsideCrlf ? 2 : 1) };
}

describe("Positions", () => {
  it("counts LF, CRLF and a lone CR as one line end each", () => {
    const positions = new Positions("a\nbc\r\nd\re");
    expect(positions.lines).toBe(4);
    expect(positions.at(0)).toEqual({ line: 1, column: 1 });
    expect(positions.at(2)).toEqual({ line: 2, column: 1 });
    expect(positions.at(5)).toEqual({ line: 2, column: 4 });
    expect(positions.at(6)).toEqual({ line: 3, column: 1 });
    expect(positions.at(8)).toEqual({ line: 4, column: 1 });
    expect(positions.at(9)).toEqual({ line: 4, column: 2 });
  });

  it("counts UTF-16 units", () => {
    expect(new Positions("𝐱 = 1").at(3)).toEqual({ line: 1, column: 4 });
  });

  it("knows which places exist", () => {
    const positions = new Positions("ab\ncd");
    expect(positions.offset(1, 3)).toBe(2);
    expect(positions.offset(1, 4)).toBeNull();
    expect(positions.offset(2, 3)).toBe(5);
    expect(positions.offset(2, 4)).toBeNull();
    expect(positions.offset(3, 1)).toBeNull();
    expect(positions.offset(0, 1)).toBeNull();
  });

  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\r\n", "𝐱", "\ud800"), maxLength: 40 });

  test.prop([text, fc.nat(60)])("agrees with counting, and comes back", (source, nat) => {
    const offset = Math.min(nat, source.length);
    const positions = new Positions(source);
    const { line, column } = positions.at(offset);
    expect({ line, column }).toEqual(countedPosition(source, offset));
    expect(positions.offset(line, column)).toBe(offset);
  });
});
