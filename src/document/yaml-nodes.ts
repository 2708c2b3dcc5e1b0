import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { ParsedNode } from "yaml";
import type { SourceRange } from "./types.js";

/** The range of a node's own characters; behind a block map it still holds white space. */
export function rangeOf(node: ParsedNode): SourceRange {
  return { start: node.range[0], end: node.range[1] };
}

/** From the key of an entry to the end of its value. */
export function rangeOfEntry(key: ParsedNode, value: ParsedNode | null): SourceRange {
  return { start: rangeOf(key).start, end: Math.max(rangeOf(key).end, value === null ? 0 : rangeOf(value).end) };
}

/** Whether nothing is written here. */
export function isNothing(node: ParsedNode | null): node is null {
  return node === null || (isScalar(node) && node.value === null);
}

/** The text of a node: a string, or a number or date as it is written. Null for anything else. */
export function textOf(node: ParsedNode | null): string | null {
  if (!isScalar(node) || node.tag !== undefined || node.value === null) return null;
  if (typeof node.value === "string") return node.value;
  return node.source;
}

/** What a node is, for a complaint about it. */
export function describe(node: ParsedNode | null): string {
  if (isNothing(node)) return "nothing";
  if (isAlias(node)) return "an alias";
  if (node.tag !== undefined) return `tagged \`${node.tag}\``;
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  return `\`${node.source}\``;
}
