import type { Verdict } from "../verdicts/result.js";

/** The signs that a report draws with. Text of the document is never replaced by them. */
export interface Glyphs {
  readonly verdict: Readonly<Record<Verdict, string>>;
  readonly rule: string;
  readonly bar: string;
  readonly wall: string;
  readonly leftOut: string;
  readonly linesLeftOut: string;
  readonly nearly: string;
  readonly between: string;
}

export const UNICODE: Glyphs = {
  verdict: { proved: "✓", exact: "✓", supported: "≈", refuted: "✗", assumed: "○", undecided: "?", "not-understood": "?" },
  rule: "─",
  bar: "━",
  wall: "│",
  leftOut: "…",
  linesLeftOut: "⋮",
  nearly: "≈",
  between: "·",
};

/** For terminals whose character set is not Unicode. */
export const ASCII: Glyphs = {
  verdict: { proved: "+", exact: "+", supported: "~", refuted: "x", assumed: "o", undecided: "?", "not-understood": "?" },
  rule: "-",
  bar: "=",
  wall: "|",
  leftOut: "...",
  linesLeftOut: ":",
  nearly: "~",
  between: "-",
};
