import type { Span } from "../terms/term.js";

/**
 * Thrown inside the notation layer where a piece of math cannot be read, and caught at the border of the side or statement that holds it:
 * it never leaves `parseEquation`.
 */
export class NotUnderstood extends Error {
  constructor(
    readonly span: Span,
    readonly reason: string,
    /** Whether it could be read in two ways. */
    readonly disputed = false,
  ) {
    super(reason);
    this.name = "NotUnderstood";
  }
}
