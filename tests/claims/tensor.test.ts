import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvaluationError } from "../../src/claims/algebra.js";
import {
  asScalar,
  determinant,
  elementwise,
  inverse,
  product,
  Tensor,
  trace,
  transpose,
  type Value,
} from "../../src/claims/tensor.js";
import { DOUBLES } from "../../src/oracles/finite/algebras.js";

const plus = (a: number, b: number): number => a + b;
const times = (a: Value<number>, b: Value<number>): Value<number> => product(DOUBLES, a, b);
const rows = (value: Value<number>): readonly (readonly number[])[] => (value instanceof Tensor ? value.rows : [[value]]);

const entry = fc.integer({ min: -9, max: 9 });
const vector = (size: number): fc.Arbitrary<Tensor<number>> =>
  fc.array(entry, { minLength: size, maxLength: size }).map((items) => Tensor.column(items));
const matrix = (size: number): fc.Arbitrary<Tensor<number>> =>
  fc
    .array(fc.array(entry, { minLength: size, maxLength: size }), { minLength: size, maxLength: size })
    .map((items) => new Tensor(items));

describe("vectors", () => {
  it("are multiplied component by component, and transposed first as a sum", () => {
    const [a, b] = [Tensor.column([1, 2, 3]), Tensor.column([4, 5, 6])];
    expect(rows(times(a, b))).toEqual([[4], [10], [18]]);
    expect(times(transpose(a), b)).toBe(32);
    expect(rows(times(a, transpose(b)))).toEqual([
      [4, 5, 6],
      [8, 10, 12],
      [12, 15, 18],
    ]);
  });

  it("take a number in every component", () => {
    expect(rows(elementwise<number>(Tensor.column([1, 2]), 10, plus))).toEqual([[11], [12]]);
    expect(rows(elementwise<number>(10, Tensor.column([1, 2]), plus))).toEqual([[11], [12]]);
    expect(rows(times(3, Tensor.column([1, 2])))).toEqual([[3], [6]]);
  });

  it("of other sizes do not fit", () => {
    expect(() => elementwise<number>(Tensor.column([1, 2]), Tensor.column([1, 2, 3]), plus)).toThrow(EvaluationError);
    expect(() => asScalar<number>(Tensor.column([1, 2]))).toThrow(EvaluationError);
  });
});

describe("matrices", () => {
  it("transpose twice is nothing, and turns a product round", () => {
    fc.assert(
      fc.property(matrix(3), matrix(3), (a, b) => {
        expect(rows(transpose(transpose(a)))).toEqual(rows(a));
        expect(rows(transpose(times(a, b)))).toEqual(rows(times(transpose(b), transpose(a))));
      }),
    );
  });

  it("determinants multiply, and do not see a transposition", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }).chain((n) => fc.tuple(matrix(n), matrix(n))),
        ([a, b]) => {
          expect(determinant<number>(DOUBLES, times(a, b))).toBeCloseTo(determinant(DOUBLES, a) * determinant(DOUBLES, b), 6);
          expect(determinant(DOUBLES, transpose(a))).toBeCloseTo(determinant(DOUBLES, a), 9);
        },
      ),
    );
  });

  it("times its inverse is the identity", () => {
    fc.assert(
      fc.property(matrix(3), (a) => {
        fc.pre(determinant(DOUBLES, a) !== 0);
        for (const [i, row] of rows(times(a, inverse(DOUBLES, a))).entries()) {
          for (const [j, value] of row.entries()) expect(value).toBeCloseTo(i === j ? 1 : 0, 9);
        }
      }),
    );
  });

  it("a quadratic form is the trace of its outer product", () => {
    fc.assert(
      fc.property(matrix(3), vector(3), (a, x) => {
        expect(asScalar<number>(times(times(transpose(x), a), x))).toBe(trace<number>(DOUBLES, times(a, times(x, transpose(x)))));
      }),
    );
  });

  it("that are singular have no inverse, and those that are not square no determinant", () => {
    expect(() =>
      inverse(
        DOUBLES,
        new Tensor([
          [1, 2],
          [2, 4],
        ]),
      ),
    ).toThrow(EvaluationError);
    expect(() => determinant(DOUBLES, new Tensor([[1, 2]]))).toThrow(EvaluationError);
  });

  it("a number is its own determinant, trace and transpose", () => {
    expect(determinant(DOUBLES, 7)).toBe(7);
    expect(trace(DOUBLES, 7)).toBe(7);
    expect(transpose(7)).toBe(7);
    expect(inverse(DOUBLES, 4)).toBe(0.25);
  });
});
