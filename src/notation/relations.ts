import type { RelationName } from "../terms/term.js";
import { isBlank, rowText, type Layout } from "./layout.js";

/** What each sign between two sides says. */
const RELATIONS: ReadonlyMap<string, RelationName> = new Map([
  ["=", "equal"],
  ["\\doteq", "equal"],
  ["=:", "equal"],
  ["\\eqqcolon", "equal"],
  [":=", "define"],
  ["\\triangleq", "define"],
  ["\\equiv", "same"],
  ["\\ne", "notEqual"],
  ["<", "less"],
  ["\\le", "lessEqual"],
  [">", "greater"],
  ["\\ge", "greaterEqual"],
  ["\\propto", "proportional"],
  ["\\sim", "similar"],
  ["\\approx", "approximate"],
  ["\\simeq", "approximate"],
  ["\\cong", "approximate"],
  ["\\asymp", "approximate"],
  ["\\to", "other"],
  ["\\mapsto", "other"],
  ["\\leftarrow", "other"],
  ["\\longrightarrow", "other"],
  ["\\longleftarrow", "other"],
  ["\\longmapsto", "other"],
  ["\\hookrightarrow", "other"],
  ["\\ll", "other"],
  ["\\gg", "other"],
  ["\\prec", "other"],
  ["\\succ", "other"],
  ["\\preceq", "other"],
  ["\\succeq", "other"],
  ["\\in", "other"],
  ["\\ni", "other"],
  ["\\notin", "other"],
  ["\\subset", "other"],
  ["\\subseteq", "other"],
  ["\\supset", "other"],
  ["\\supseteq", "other"],
  ["\\models", "other"],
  ["\\vdash", "other"],
]);

const DEFINING = /^(?:\\text\{(?:def|define|defn|definition)\.?\}|def|\\triangle|\\Delta|d)$/;

/** The relation of a node: a sign, or one with a note above it (`\overset{(a)}{=}`, `\stackrel{def}{=}`); null for everything else. */
export function relationOf(item: Layout): RelationName | null {
  if (item.kind === "sign") return item.side === null ? (RELATIONS.get(item.text) ?? null) : null;
  if (item.kind === "group") return only(item.row.items);
  if (item.kind === "scripts") {
    // `=_{(a)}`: a note on the sign; a bare `\to^x` has no meaning.
    return item.base?.kind === "sign" && RELATIONS.has(item.base.text) && noted(item.sub, item.sup)
      ? relationOf(item.base)
      : null;
  }
  if (item.kind !== "stack") return null;
  const relation = only(item.base.items);
  const note = item.above === null ? "" : rowText(item.above.items);
  return relation === "equal" && DEFINING.test(note) ? "define" : relation;
}

function noted(...rows: readonly ({ readonly items: readonly Layout[] } | null)[]): boolean {
  return rows.every((row) => row === null || row.items.every((item) => item.kind === "fence" || item.kind === "word"));
}

function only(items: readonly Layout[]): RelationName | null {
  const solid = items.filter((item) => !isBlank(item));
  const [single] = solid;
  return solid.length === 1 && single !== undefined ? relationOf(single) : null;
}

/** `\implies`, `\iff`, `\therefore`: between statements. */
export function isConnective(item: Layout): boolean {
  return (
    item.kind === "sign" &&
    (item.text === "\\implies" || item.text === "\\iff" || item.text === "\\therefore" || item.text === "\\because")
  );
}
