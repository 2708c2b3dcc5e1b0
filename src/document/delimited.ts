import type { Findings } from "./findings.js";
import type { Source } from "./source.js";
import type { SourceRange } from "./types.js";

/** Longest formula that is handed on. */
const MAX_FORMULA = 100_000;

/** A candidate for a display: delimiters were found, nothing is known of what stands between them. */
export interface Candidate {
  readonly outer: SourceRange;
  readonly inner: SourceRange;
  readonly environment: string | null;
  readonly display: boolean;
  /** The opening delimiter, as the reader is told of it. */
  readonly opening: string;
}

/**
 * Takes in a display if what stands between its delimiters can be one formula; otherwise its closing delimiter belongs to another one, and the opening
 * one is reported. Returns where the scan goes on.
 */
export function takeDisplay(source: Source, findings: Findings, candidate: Candidate): number {
  const { outer, inner, opening } = candidate;
  const isBounded = inner.end - inner.start <= MAX_FORMULA;
  if (isBounded && source.barrier(outer.start, inner.end) !== -1)
    return reportUnclosed(source, findings, outer.start, inner.end, opening);
  return takeBounded(source, findings, candidate);
}

/** Takes in a display whose end is certain, unless it is too long. Returns where the scan goes on. */
export function takeBounded(source: Source, findings: Findings, { outer, inner, environment, display }: Candidate): number {
  if (inner.end - inner.start > MAX_FORMULA)
    findings.report(outer.start, outer.end, `a formula of more than ${MAX_FORMULA} characters`);
  else findings.add(source, outer, inner, environment, display);
  return outer.end;
}

/** Reports an opening delimiter that nothing closes, with the rest of its block up to `limit`. Returns where the scan goes on. */
export function reportUnclosed(source: Source, findings: Findings, start: number, limit: number, opening: string): number {
  const last = Math.min(source.blockAt(start).end, limit);
  const barrier = source.barrier(start, last);
  const end = Math.max(start + 1, trimmedEnd(source.text, start, barrier === -1 ? last : barrier));
  findings.report(start, end, `\`${opening}\` is opened here and not closed`);
  return end;
}

/** `end` without the white space before it. */
function trimmedEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && /\s/.test(text.charAt(last - 1))) last -= 1;
  return last;
}
