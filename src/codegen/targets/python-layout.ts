export const WIDTH = 88;

/** `return` with an expression, broken over lines as Black breaks it. */
export function returnLines(expression: string): readonly string[] {
  const flat = `    return ${expression}`;
  if (flat.length <= WIDTH) return [flat];
  const parts = operands(expression);
  if (parts.length === 1 || isScaledCall(parts)) return lastBrackets(`return ${expression}`, 4);
  return ["    return (", ...split(expression, 8), "    )"];
}

/** Lines of an expression at an indentation: whole, its operands each on a line, or its last brackets on lines of their own. */
function split(text: string, indent: number): readonly string[] {
  const pad = " ".repeat(indent);
  if (indent + text.length <= WIDTH) return [`${pad}${text}`];
  const parts = operands(text);
  if (parts.length > 1) return parts.flatMap((part) => split(part, indent));
  return lastBrackets(text, indent);
}

/** `0.5 * np.sum(…)`. */
function isScaledCall(parts: readonly string[]): boolean {
  const [scale = "", call = "", ...others] = parts;
  return others.length === 0 && /^-?[\d.]+$/.test(scale) && /^\* .*\)$/.test(call);
}

/** What the last brackets hold on lines of its own. */
function lastBrackets(text: string, indent: number): readonly string[] {
  const pad = " ".repeat(indent);
  const open = lastOpening(text);
  if (open === null) return [`${pad}${text}`];
  const [head, body, tail] = [text.slice(0, open + 1), text.slice(open + 1, -1), text.slice(-1)];
  const inside = `${pad}    ${body}`;
  if (inside.length <= WIDTH) return [`${pad}${head}`, inside, `${pad}${tail}`];
  const items = cut(body, [", "]);
  const lines =
    items.length > 1
      ? items.flatMap((item) => withLast(split(item, indent + 4), ","))
      : cut(body, [" for "]).flatMap((item, i) => split(i === 0 ? item : `for ${item}`, indent + 4));
  return [`${pad}${head}`, ...lines, `${pad}${tail}`];
}

const withLast = (lines: readonly string[], end: string): readonly string[] =>
  lines.map((line, i) => (i === lines.length - 1 ? `${line}${end}` : line));

/** The operands of the loosest operators, each but the first with the operator before it. */
function operands(text: string): readonly string[] {
  const terms = cut(text, [" + ", " - "], true);
  return terms.length > 1 ? terms : cut(text, [" * ", " / "], true);
}

/** Pieces between separators that stand outside all brackets. */
function cut(text: string, separators: readonly string[], keep = false): readonly string[] {
  const pieces: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charAt(i);
    if ("([".includes(character)) depth += 1;
    if (")]".includes(character)) depth -= 1;
    const found = depth === 0 && i > start ? separators.find((separator) => text.startsWith(separator, i)) : undefined;
    if (found === undefined) continue;
    pieces.push(text.slice(start, i));
    start = keep ? i + 1 : i + found.length;
    i += found.length - 1;
  }
  return [...pieces, text.slice(start)];
}

/** Where the bracket opens that the text ends with. */
function lastOpening(text: string): number | null {
  if (!/[)\]]$/.test(text)) return null;
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i -= 1) {
    const character = text.charAt(i);
    if (")]".includes(character)) depth += 1;
    if ("([".includes(character)) depth -= 1;
    if (depth === 0) return i;
  }
  return null;
}
