/**
 * The name of a mathematical symbol: a letter with its decorations.
 *
 * Weight and slant are not part of a name (`\mathbf{x}` and `x` are one symbol); script and blackboard letters are
 * letters of their own (`\mathcal{L}` is not `L`).
 */
export interface Name {
  /** The letter or word as LaTeX: `x`, `\mu`, `\mathcal{L}`, `\text{ELBO}`. */
  readonly base: string;
  /** Accents, outermost first: `["\\tilde"]` in `\tilde{p}`. */
  readonly accents: readonly string[];
  /** Subscripts that name rather than count, as LaTeX: `["\\theta"]` in `p_\theta`, `["\\text{data}"]` in `p_{data}`. */
  readonly labels: readonly string[];
  /** Superscripts that name rather than count, as LaTeX: `["*"]` in `\theta^*`, `["\\prime"]` in `x'`. */
  readonly marks: readonly string[];
}

export function plainName(base: string): Name {
  return { base, accents: [], labels: [], marks: [] };
}

/** LaTeX of a name; also its identity: two names are the same symbol exactly when these strings agree. */
export function nameLatex(name: Name): string {
  let text = name.base;
  for (const accent of [...name.accents].reverse()) text = `${accent}{${text}}`;
  if (name.labels.length > 0) text += `_{${name.labels.join(",")}}`;
  if (name.marks.length > 0) text += `^{${name.marks.join("")}}`;
  return text;
}

export function sameName(a: Name, b: Name): boolean {
  return nameLatex(a) === nameLatex(b);
}
