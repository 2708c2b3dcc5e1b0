import { type Algebra, EvaluationError } from "./algebra.js";

/** A matrix of numbers; a column vector has one column, its transpose one row. */
export class Tensor<T> {
  constructor(readonly rows: readonly (readonly T[])[]) {}

  static column<T>(items: readonly T[]): Tensor<T> {
    return new Tensor(items.map((item) => [item]));
  }

  get height(): number {
    return this.rows.length;
  }

  get width(): number {
    return this.rows[0]?.length ?? 0;
  }

  /** The entries, row by row. */
  entries(): T[] {
    return this.rows.flat();
  }

  map<U>(f: (entry: T, row: number, column: number) => U): Tensor<U> {
    return new Tensor(this.rows.map((row, i) => row.map((entry, j) => f(entry, i, j))));
  }
}

export type Value<T> = T | Tensor<T>;

/** A value where a number is needed; a 1×1 matrix counts as its entry. */
export function asScalar<T>(value: Value<T>): T {
  if (!(value instanceof Tensor)) return value;
  const entry = value.rows[0]?.[0];
  if (value.height === 1 && value.width === 1 && entry !== undefined) return entry;
  throw new EvaluationError("unsupported", "a vector stands where a number is needed");
}

/** A number changed, or every component of a vector or matrix. */
export function mapValue<T>(value: Value<T>, f: (entry: T) => T): Value<T> {
  return value instanceof Tensor ? value.map(f) : f(value);
}

/** Component by component; a number acts on every component. */
export function elementwise<T>(a: Value<T>, b: Value<T>, f: (x: T, y: T) => T): Value<T> {
  if (a instanceof Tensor) {
    if (!(b instanceof Tensor)) return a.map((x) => f(x, b));
    if (a.height !== b.height || a.width !== b.width) {
      throw new EvaluationError(
        "unsupported",
        `vectors of ${a.height}×${a.width} and ${b.height}×${b.width} components do not fit`,
      );
    }
    return a.map((x, i, j) => {
      const y = b.rows[i]?.[j];
      if (y === undefined) throw new EvaluationError("unsupported", "a ragged matrix");
      return f(x, y);
    });
  }
  return b instanceof Tensor ? b.map((y) => f(a, y)) : f(a, b);
}

/** The product as mathematicians juxtapose: matrix product where the shapes call for it, component by component for two columns. */
export function product<T>(algebra: Algebra<T>, a: Value<T>, b: Value<T>): Value<T> {
  if (!(a instanceof Tensor) || !(b instanceof Tensor)) return elementwise(a, b, (x, y) => algebra.multiply(x, y));
  if (a.width === b.height && !(a.width === 1 && b.width === 1)) {
    const result = a.rows.map((row) =>
      Array.from({ length: b.width }, (_, j) =>
        row.reduce((sum, x, k) => {
          const y = b.rows[k]?.[j];
          return y === undefined ? sum : algebra.add(sum, algebra.multiply(x, y));
        }, algebra.zero),
      ),
    );
    const tensor = new Tensor(result);
    return tensor.height === 1 && tensor.width === 1 ? asScalar<T>(tensor) : tensor;
  }
  return elementwise(a, b, (x, y) => algebra.multiply(x, y));
}

export function transpose<T>(value: Value<T>): Value<T> {
  if (!(value instanceof Tensor)) return value;
  return new Tensor(Array.from({ length: value.width }, (_, j) => value.rows.map((row) => entryAt(row, j))));
}

function entryAt<T>(row: readonly T[], column: number): T {
  const entry = row[column];
  if (entry === undefined) throw new EvaluationError("unsupported", "a ragged matrix");
  return entry;
}

/** By expansion along the first row; meant for the small matrices of worlds (at most 3×3). */
export function determinant<T>(algebra: Algebra<T>, value: Value<T>): T {
  if (!(value instanceof Tensor)) return value;
  if (value.height !== value.width) throw new EvaluationError("unsupported", "the determinant of a matrix that is not square");
  if (value.height === 1) return asScalar(value);
  const [first = []] = value.rows;
  return first.reduce((sum, entry, j) => {
    const part = algebra.multiply(entry, determinant(algebra, minor(value, 0, j)));
    return algebra.add(sum, j % 2 === 0 ? part : algebra.negate(part));
  }, algebra.zero);
}

function minor<T>(value: Tensor<T>, row: number, column: number): Tensor<T> {
  return new Tensor(value.rows.filter((_, i) => i !== row).map((r) => r.filter((_, j) => j !== column)));
}

/** Inverse by the adjugate. @throws EvaluationError when the matrix is singular */
export function inverse<T>(algebra: Algebra<T>, value: Value<T>): Value<T> {
  if (!(value instanceof Tensor)) return algebra.divide(algebra.one, value);
  const scale = determinant(algebra, value);
  if (value.height === 1) return algebra.divide(algebra.one, scale);
  return new Tensor(
    value.rows.map((row, i) =>
      row.map((_, j) => {
        const cofactor = determinant(algebra, minor(value, j, i));
        return algebra.divide((i + j) % 2 === 0 ? cofactor : algebra.negate(cofactor), scale);
      }),
    ),
  );
}

/** The matrix with a column on its diagonal; the diagonal of a matrix. A number stands for a matrix of one entry. */
export function diagonal<T>(algebra: Algebra<T>, value: Value<T>): Value<T> {
  if (!(value instanceof Tensor)) return value;
  if (value.width > 1) return Tensor.column(value.rows.map((row, i) => entryAt(row, i)));
  return new Tensor(value.entries().map((entry, i, all) => all.map((_, j) => (i === j ? entry : algebra.zero))));
}

export function trace<T>(algebra: Algebra<T>, value: Value<T>): T {
  if (!(value instanceof Tensor)) return value;
  return value.rows.reduce((sum, row, i) => algebra.add(sum, entryAt(row, i)), algebra.zero);
}
