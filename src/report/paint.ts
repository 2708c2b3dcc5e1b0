import pico from "picocolors";
import type { Line, Span, Tone } from "./styled.js";

/** The lines as text, each ended by a line feed. Colour codes are the only control characters it adds. */
export function paint(lines: readonly Line[], colour: boolean): string {
  const colours = pico.createColors(colour);
  const painters: Readonly<Record<Tone, (text: string) => string>> = {
    plain: (text) => text,
    strong: colours.bold,
    faint: colours.dim,
    good: colours.green,
    bad: (text) => colours.bold(colours.red(text)),
    doubt: colours.yellow,
    given: colours.cyan,
  };
  return lines
    .map(
      (line) =>
        merged(line)
          .map((span) => painters[span.tone](span.text))
          .join("")
          .trimEnd() + "\n",
    )
    .join("");
}

/** Neighbours of one tone as one span, so that the output carries no needless codes. */
function merged(line: Line): Line {
  const spans: Span[] = [];
  for (const span of line) {
    const last = spans.at(-1);
    if (last?.tone === span.tone) spans[spans.length - 1] = { text: last.text + span.text, tone: span.tone };
    else spans.push(span);
  }
  return spans;
}
