import { EvaluationError } from "../claims/algebra.js";

/** Why a pair cannot be compared: what the document or its front matter lacks. */
export class PlanError extends Error {
  constructor(
    message: string,
    /** Where, in the document. */
    readonly line: number,
  ) {
    super(message);
    this.name = "PlanError";
  }
}

/** The reason of an `EvaluationError`; anything else is a defect and goes on. */
export function reasonOf(error: unknown): string {
  if (error instanceof EvaluationError) return error.message;
  throw error;
}
