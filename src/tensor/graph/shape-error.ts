/** Axes that do not fit an operation. The message is one line for people: the operation, the axis, its sizes, what to do. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";

  constructor(operation: string, problem: string, remedy: string) {
    super(`${operation}: ${problem}; ${remedy}`);
  }
}
