import { describe, expect, it } from "vitest";
import { CLOSED, closedNumber } from "../../src/claims/closed-algebra.js";
import type { ClosedTerm } from "../../src/claims/closed.js";
import { diagonal, Tensor, trace, type Value } from "../../src/claims/tensor.js";
import { rational } from "../../src/numbers/rational.js";

const number = (value: number): ClosedTerm => closedNumber(rational(value));
const rowsOf = (value: Value<ClosedTerm>) => (value instanceof Tensor ? value.rows : value);

describe("diag", () => {
  it("makes a matrix of a column", () => {
    const [zero, two, three] = [number(0), number(2), number(3)];
    expect(rowsOf(diagonal(CLOSED, Tensor.column([two, three])))).toEqual([
      [two, zero],
      [zero, three],
    ]);
  });

  it("takes the column of a matrix", () => {
    const matrix = new Tensor([
      [number(1), number(2)],
      [number(3), number(4)],
    ]);
    expect(rowsOf(diagonal(CLOSED, matrix))).toEqual([[number(1)], [number(4)]]);
  });

  it("leaves a number, which is a matrix of one entry, and keeps the trace", () => {
    expect(diagonal(CLOSED, number(5))).toEqual(number(5));
    expect(trace(CLOSED, diagonal(CLOSED, Tensor.column([number(2), number(3)])))).toEqual(number(5));
  });
});
