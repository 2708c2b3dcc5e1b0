const closing: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/** Comments and texts, none of which hold commas or brackets that mean something. */
const opaque = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/**
 * The names of a function's parameters, from its source text as JavaScript gives it. Null where one has none: a pattern, a rest parameter, a native function.
 * A text or a regular expression among the default values may hold what is read wrongly; then the names are wrong and nothing else is.
 */
export function parametersOf(text: string): readonly string[] | null {
  const code = text.replace(opaque, (found) => (found.startsWith("/") ? " " : "0"));
  if (/\{\s*\[native code\]\s*\}\s*$/.test(code)) return null;
  const [, single] = /^(?:async\s+)?([\p{L}\p{Nl}$_][\p{L}\p{N}$_]*)\s*=>/u.exec(code) ?? [];
  if (single !== undefined) return [single];
  const start = code.indexOf("(");
  const parts = start < 0 ? null : partsWithin(code, start);
  if (parts === null) return null;
  const names = parts.map((part) => /^\s*([\p{L}\p{Nl}$_][\p{L}\p{N}$_]*)\s*(?:=(?!>)|$)/u.exec(part)?.[1]);
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length ? known : null;
}

/** What stands between the bracket at `start` and the one that closes it, at its commas; the last may be followed by a comma. */
function partsWithin(code: string, start: number): readonly string[] | null {
  const open: string[] = [];
  const parts: string[] = [];
  let from = start + 1;
  for (let i = start; i < code.length; i++) {
    const character = code.charAt(i);
    const close = closing.get(character);
    if (close !== undefined) open.push(close);
    else if (character === open.at(-1)) open.pop();
    if (open.length > 1 || (character !== "," && open.length > 0)) continue;
    parts.push(code.slice(from, i));
    from = i + 1;
    if (open.length === 0) return parts.at(-1)?.trim() === "" ? parts.slice(0, -1) : parts;
  }
  return null;
}
