/** Where the subscript and the superscript of a name begin, at the outermost level of braces; −1 where there is none. */
function scriptsOf(name: string): { readonly sub: number; readonly sup: number } {
  let depth = 0;
  const found = { sub: -1, sup: -1 };
  for (let at = 0; at < name.length; at++) {
    const sign = name[at];
    if (sign === "\\") at++;
    else if (sign === "{") depth++;
    else if (sign === "}") depth--;
    else if (depth === 0 && sign === "_") found.sub = at;
    else if (depth === 0 && (sign === "^" || sign === "'") && found.sup < 0) found.sup = at;
  }
  return found;
}

/**
 * A name as LaTeX that TeX takes: what the kernel named after its depth is a letter, and the primes of a fresh name are moved into the
 * superscript that stands already.
 */
export function nameLatex(name: string): string {
  if (name === "π") return "\\pi";
  const [, depth, marks] = /^‹(\d+)›('*)$/u.exec(name) ?? [];
  if (depth !== undefined && marks !== undefined) return `v_{${depth}}${marks}`;
  const [, before, inside, primes] = /^(.*\^\{)([^{}]*)\}('+)$/su.exec(name) ?? [];
  return before === undefined || inside === undefined || primes === undefined
    ? name
    : `${before}${inside}${"\\prime".repeat(primes.length)}}`;
}

/** Whether a superscript on the name would be a second one. */
export const hasSuperscript = (latex: string): boolean => scriptsOf(latex).sup >= 0;

/** The name with an index, beside the labels that it has already. */
export function withSubscript(latex: string, index: string): string {
  const { sub, sup } = scriptsOf(latex);
  const [stem, mark] = sup < 0 || sup < sub ? [latex, ""] : [latex.slice(0, sup), latex.slice(sup)];
  if (sub < 0) return `${stem}_{${index}}${mark}`;
  const label = stem.slice(sub + 1);
  return label.startsWith("{") && label.endsWith("}")
    ? `${stem.slice(0, -1)},${index}}${mark}`
    : `${stem.slice(0, sub)}_{${label},${index}}${mark}`;
}
