/**
 * Bounds on the work one equation may cost. They count tokens, nodes and levels, never time, so that the same input meets the same limit
 * everywhere. Beyond them an equation is reported as not understood.
 */
export const LIMITS = {
  /** UTF-16 units of LaTeX. */
  length: 20_000,
  /** Macro calls expanded, and tokens after expansion. */
  expansions: 1_000,
  tokens: 40_000,
  /** Braces, fractions, scripts and brackets inside one another. */
  nesting: 60,
  /** Operators whose operand is again an operator: `- - - x`, `\log \log x`. */
  depth: 150,
  /** Nodes read, repeated attempts included. */
  work: 60_000,
} as const;
