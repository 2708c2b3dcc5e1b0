import { isMap, isScalar } from "yaml";
import type { ParsedNode } from "yaml";
import { describe, rangeOf, textOf } from "./yaml-nodes.js";
import type { SourceRange, SymbolDeclaration, Unread } from "./types.js";

const sorts: readonly SymbolDeclaration["sort"][] = ["variable", "scalar", "function", "family", "index"];
const domains: readonly NonNullable<SymbolDeclaration["domain"]>[] = [
  "any",
  "real",
  "positive",
  "unit",
  "binary",
  "discrete",
  "natural",
];

type Complain = (place: SourceRange, reason: string) => void;

/**
 * The entries of `symbols:`. One that is wrong in any part is complained of and left out, so that nothing is declared by half;
 * of several for one symbol, which YAML itself complains of, the first one counts.
 */
export function readSymbols(node: ParsedNode | null, offset: number, complain: Complain): readonly SymbolDeclaration[] {
  if (node === null || (isScalar(node) && node.value === null)) return [];
  if (!isMap<ParsedNode, ParsedNode | null>(node) || node.tag !== undefined) {
    complain(rangeOf(node), `\`symbols\` is ${describe(node)}, not a map from symbols to what they are`);
    return [];
  }
  const declarations: SymbolDeclaration[] = [];
  const declared = new Set<string>();
  for (const { key, value } of node.items) {
    const symbol = textOf(key);
    if (symbol === null || symbol.trim() === "")
      complain(rangeOf(key), `a symbol is written as LaTeX, but this is ${describe(key)}`);
    else if (!declared.has(symbol)) {
      declared.add(symbol);
      const end = value === null ? rangeOf(key).end : rangeOf(value).end;
      const declaration = readSymbol(symbol, { start: rangeOf(key).start, end }, value, complain);
      if (declaration !== null) {
        const { start } = declaration.range;
        declarations.push({ ...declaration, range: { start: start + offset, end: end + offset } });
      }
    }
  }
  return declarations;
}

/** Its range is still relative to the front matter. */
function readSymbol(symbol: string, range: SourceRange, node: ParsedNode | null, complain: Complain): SymbolDeclaration | null {
  if (!isMap<ParsedNode, ParsedNode | null>(node) || node.tag !== undefined) {
    const found = node === null ? "nothing" : describe(node);
    complain(
      node === null ? range : rangeOf(node),
      `\`${symbol}\` needs a map such as \`{ sort: variable }\`, but this is ${found}`,
    );
    return null;
  }
  let sort: SymbolDeclaration["sort"] | null = null;
  let domain: SymbolDeclaration["domain"] = null;
  let dimension: string | null = null;
  const faults: Unread[] = [];
  const refuse = (place: SourceRange, reason: string): void => {
    faults.push({ range: place, reason });
  };
  for (const { key, value } of node.items) {
    const place = value === null ? rangeOf(key) : rangeOf(value);
    const name = textOf(key);
    const text = textOf(value);
    const written = describe(value);
    switch (name) {
      case "sort":
        sort = sorts.find((known) => known === text) ?? null;
        if (sort === null) refuse(place, `${written} is no sort: ${sorts.join(", ")}`);
        break;
      case "domain":
        domain = domains.find((known) => known === text) ?? null;
        if (domain === null) refuse(place, `${written} is no domain: ${domains.join(", ")}`);
        break;
      case "dimension":
        dimension = text;
        if (text === null) refuse(place, `${written} is no dimension: a number or LaTeX`);
        break;
      default:
        refuse(
          rangeOf(key),
          `${name === null ? describe(key) : `\`${name}\``} says nothing about a symbol: sort, domain and dimension do`,
        );
    }
  }
  if (sort === null && faults.length === 0) refuse(range, `\`${symbol}\` has no sort: ${sorts.join(", ")}`);
  for (const { range: place, reason } of faults) complain(place, reason);
  return sort !== null && faults.length === 0 ? { symbol, sort, domain, dimension, range } : null;
}
