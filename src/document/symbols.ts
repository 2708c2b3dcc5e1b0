import { isMap } from "yaml";
import type { ParsedNode } from "yaml";
import { describe, isNothing, rangeOf, rangeOfEntry, textOf } from "./yaml-nodes.js";
import type { SourceRange, SymbolDeclaration, Unread } from "./types.js";

const sorts: readonly SymbolDeclaration["sort"][] = ["variable", "scalar", "function", "family", "index"];
const domains: readonly NonNullable<SymbolDeclaration["domain"]>[] = [
  "any",
  "real",
  "positive",
  "unit",
  "simplex",
  "binary",
  "discrete",
  "natural",
];

/** Turns ranges of the front matter into ranges of the document. */
export interface Placing {
  readonly locate: (range: SourceRange) => SourceRange;
  readonly complain: (range: SourceRange, reason: string) => void;
}

/**
 * The entries of `symbols:`. One that is wrong in any part is complained of and left out, so that nothing is declared by half;
 * of several for one symbol, which YAML itself complains of, the first one counts.
 */
export function readSymbols(node: ParsedNode | null, place: Placing): readonly SymbolDeclaration[] {
  if (isNothing(node)) return [];
  if (!isMap<ParsedNode, ParsedNode | null>(node) || node.tag !== undefined) {
    place.complain(rangeOf(node), `\`symbols\` is ${describe(node)}, not a map from symbols to what they are`);
    return [];
  }
  const declarations = new Map<string, SymbolDeclaration | null>();
  for (const { key, value } of node.items) {
    const symbol = textOf(key);
    if (symbol === null || symbol.trim() === "") {
      place.complain(rangeOf(key), `a symbol is written as LaTeX, but this is ${describe(key)}`);
    } else if (!declarations.has(symbol)) {
      declarations.set(symbol, readSymbol(symbol, rangeOfEntry(key, value), value, place));
    }
  }
  return [...declarations.values()].filter((declaration) => declaration !== null);
}

function readSymbol(symbol: string, range: SourceRange, node: ParsedNode | null, place: Placing): SymbolDeclaration | null {
  if (!isMap<ParsedNode, ParsedNode | null>(node) || node.tag !== undefined) {
    const found = isNothing(node) ? range : rangeOf(node);
    place.complain(found, `\`${symbol}\` needs a map such as \`{ sort: variable }\`, but this is ${describe(node)}`);
    return null;
  }
  let sort: SymbolDeclaration["sort"] | null = null;
  let domain: SymbolDeclaration["domain"] = null;
  let dimension: string | null = null;
  const faults: Unread[] = [];
  const refuse = (fault: SourceRange, reason: string): void => {
    faults.push({ range: fault, reason });
  };
  for (const { key, value } of node.items) {
    const written = isNothing(value) ? rangeOfEntry(key, value) : rangeOf(value);
    const name = textOf(key);
    const text = textOf(value);
    const what = describe(value);
    switch (name) {
      case "sort":
        sort = sorts.find((known) => known === text) ?? null;
        if (sort === null) refuse(written, `${what} is no sort: ${sorts.join(", ")}`);
        break;
      case "domain":
        domain = domains.find((known) => known === text) ?? null;
        if (domain === null) refuse(written, `${what} is no domain: ${domains.join(", ")}`);
        break;
      case "dimension":
        dimension = text;
        if (text === null) refuse(written, `${what} is no dimension: a number or LaTeX`);
        break;
      default:
        refuse(rangeOf(key), `${describe(key)} says nothing about a symbol: sort, domain and dimension do`);
    }
  }
  if (sort === null && faults.length === 0) refuse(range, `\`${symbol}\` has no sort: ${sorts.join(", ")}`);
  for (const fault of faults) place.complain(fault.range, fault.reason);
  return sort !== null && faults.length === 0 ? { symbol, sort, domain, dimension, range: place.locate(range) } : null;
}
