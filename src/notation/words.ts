/** Words that are customarily typed as a run of italic letters, and the sign each stands for; null for one that is a name. */
const ITALIC_WORDS: ReadonlyMap<string, string | null> = new Map([
  ...["KL", "JS", "JSD", "ELBO", "Var", "Cov", "MSE", "NLL", "MI", "const", "tr"].map((word) => [word, null] as const),
  ...["log", "ln", "exp", "sin", "cos", "tan", "tanh", "min", "max", "sup", "inf", "det"].map(
    (word) => [word, `\\${word}`] as const,
  ),
]);

/** Names of functions that are recognised only before brackets. */
const CALLED_WORDS: ReadonlySet<string> = new Set([
  "pa",
  "Pa",
  "pdf",
  "cdf",
  "erf",
  "abs",
  "sqrt",
  "diag",
  "sgn",
  "sign",
  "prob",
]);

/** `undecided` may be a name or a product. */
export type ItalicWord =
  { readonly kind: "sign"; readonly text: string } | { readonly kind: "word" } | { readonly kind: "undecided" };

/**
 * What a run of adjacent italic letters is as a whole; null where it is so many letters multiplied.
 *
 * Nobody multiplies four letters by a bracket right after them (`cost(`, `Score(`); with fewer, with capitals (`AB(x)`) and with a last letter that is
 * customarily called (`xyp(x,y)`) nobody can tell, or it is a product.
 */
export function italicWord(word: string, called: boolean): ItalicWord | null {
  const sign = ITALIC_WORDS.get(word);
  if (sign !== undefined) return sign === null ? { kind: "word" } : { kind: "sign", text: sign };
  if (!called || word.length < 2) return null;
  if (CALLED_WORDS.has(word) || /^[A-Z][a-z]{2,}$/.test(word) || /^[A-Z]{3,}$/.test(word)) return { kind: "word" };
  if (/^[A-Z]{2}$/.test(word)) return { kind: "undecided" };
  if (word.length < 3 || word.startsWith("d")) return null;
  const product = /[pqfgh]$/.test(word);
  if (word.length === 3) return product ? null : { kind: "undecided" };
  return product ? { kind: "undecided" } : { kind: "word" };
}
