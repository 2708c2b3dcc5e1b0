import type { DocumentResult, StepResult } from "../verdicts/result.js";

/** The line of every step of a document, by the step's id. */
export type LinesById = ReadonlyMap<string, number>;

export const linesById = ({ steps }: DocumentResult): LinesById => new Map(steps.map(({ id, line }) => [id, line]));

/** Which step a repetition says again; null for a step that is none. */
export function repetitionText({ repeats }: StepResult, lines: LinesById): string | null {
  if (repeats === undefined) return null;
  const line = lines.get(repeats);
  return line === undefined ? `repeats step ${repeats}` : `repeats line ${line}`;
}
