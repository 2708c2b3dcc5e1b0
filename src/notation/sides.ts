import type { Span, Term } from "../terms/term.js";
import { subRow } from "./arguments.js";
import { createGrammar } from "./expression.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, type Grammar } from "./grammar.js";
import { headOf } from "./heads.js";
import { formulaItems, spanOf, type Layout, type Row } from "./layout.js";
import { lawOf, readLaw } from "./laws.js";
import { relationOf } from "./relations.js";
import type { Guess, Side, Sign } from "./types.js";

export function readSign(item: Layout, latex: string): Sign {
  return { relation: relationOf(item) ?? "other", span: item.span, latex: latex.slice(item.span.start, item.span.end) };
}

/** One side of a chain. `place` is where a missing side would stand; `previous` is the side before it, if that was read. */
export function readSide(items: readonly Layout[], place: number, previous: Term | null, latex: string, grammar: Grammar): Side {
  const formula = formulaItems(items);
  const span = spanOf(formula, { start: place, end: place });
  if (formula.length === 0) return { span, latex: "", term: null, problem: { span, reason: "a side is missing" }, guess: null };
  const text = sourceOf(items, span, latex);
  const row = subRow(
    items.filter((item) => item.kind !== "note"),
    span,
  );
  try {
    const term = readLawSide(formula, previous, grammar) ?? grammar.row(row, ORDINARY);
    return { span, latex: text, term, problem: null, guess: null };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return {
      span,
      latex: text,
      term: null,
      problem: { span: error.span, reason: error.reason },
      guess: error.disputed ? guessOf(row, grammar) : null,
    };
  }
}

/** `\log \frac{a}{b} \frac{c}{d}` is customarily the logarithm of the product, and not always. */
function guessOf(row: Row, grammar: Grammar): Guess | null {
  try {
    const term = createGrammar(grammar.context, true).row(row, ORDINARY);
    return { term, note: "a logarithm takes all fractions after it" };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return null;
  }
}

/** `p(z) = \mathcal{N}(\mu, \Sigma)`: after a density of one variable, a law without its point is the law's density at that variable. */
function readLawSide(items: readonly Layout[], previous: Term | null, grammar: Grammar): Term | null {
  const [first, second, ...more] = items;
  const head = first === undefined ? null : headOf(first);
  const law = head === null ? null : lawOf(head);
  const targets = previous?.kind === "density" ? previous.distribution.targets : [];
  const [point] = targets;
  if (head === null || law === null || second?.kind !== "fence" || more.length > 0 || point === undefined || targets.length > 1)
    return null;
  const read = readLaw(law, head, second, grammar);
  return { kind: "lawDensity", law, point: read.point ?? point, parameters: read.parameters, span: spanOf(items, second.span) };
}

/** The source of a side without the alignment marks and remarks inside it. */
function sourceOf(items: readonly Layout[], span: Span, latex: string): string {
  let text = "";
  let at = span.start;
  for (const item of items) {
    const removed = item.kind === "align" || item.kind === "newRow" || item.kind === "note";
    if (!removed || item.span.start < at || item.span.end > span.end) continue;
    text += latex.slice(at, item.span.start);
    at = item.span.end;
  }
  return (text + latex.slice(at, span.end)).trim();
}
