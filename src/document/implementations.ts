import { isMap, isScalar, isSeq } from "yaml";
import type { ParsedNode } from "yaml";
import type { Placing } from "./symbols.js";
import { describe, isNothing, rangeOf, textOf } from "./yaml-nodes.js";
import type { DeclaredArgument, ImplementationDeclaration } from "./types.js";

/**
 * `implementation:`, one or a list of them. Each is a function's path, `src/kl.ts#kl`, or a map with it. One that is wrong in any part is complained of and
 * left out: half a declaration would compare something else than what was meant.
 */
export function readImplementations(node: ParsedNode | null, place: Placing): readonly ImplementationDeclaration[] {
  if (isNothing(node)) return [];
  const entries: readonly (ParsedNode | null)[] = isSeq<ParsedNode | null>(node) ? node.items : [node];
  return entries
    .map((entry) => (entry === null ? null : readImplementation(entry, place)))
    .filter((declaration) => declaration !== null);
}

const KEYS = "function, arguments, formula, method and ranges";

function readImplementation(node: ParsedNode, place: Placing): ImplementationDeclaration | null {
  const range = place.locate(rangeOf(node));
  const nothing = { range, arguments: null, formula: null, method: null, ranges: [] };
  const path = textOf(node);
  if (path !== null) return { ...nothing, function: path };
  if (!isMap<ParsedNode, ParsedNode | null>(node) || node.tag !== undefined) {
    place.complain(rangeOf(node), `an implementation is \`path#name\` or a map with \`function\`, but this is ${describe(node)}`);
    return null;
  }
  const faults: string[] = [];
  const refuse = (found: ParsedNode, reason: string): null => {
    faults.push(reason);
    place.complain(rangeOf(found), reason);
    return null;
  };
  let declaration: { -readonly [K in keyof ImplementationDeclaration]: ImplementationDeclaration[K] } = {
    ...nothing,
    function: "",
  };
  for (const { key, value } of node.items) {
    const name = textOf(key);
    if (value === null) refuse(key, `${describe(key)} has no value`);
    else if (name === "function" || name === "formula") {
      const text = textOf(value);
      if (text === null) refuse(value, `\`${name}\` is ${describe(value)}, not text`);
      else declaration = { ...declaration, [name]: text };
    } else if (name === "arguments") declaration.arguments = readArguments(value, refuse);
    else if (name === "method") declaration.method = readMethod(value, refuse);
    else if (name === "ranges") declaration.ranges = readRanges(value, refuse);
    else refuse(key, `${describe(key)} says nothing about an implementation: ${KEYS} do`);
  }
  if (faults.length === 0 && declaration.function === "") refuse(node, "an implementation needs `function: path#name`");
  return faults.length === 0 ? declaration : null;
}

type Refuse = (found: ParsedNode, reason: string) => null;

function readArguments(node: ParsedNode, refuse: Refuse): readonly DeclaredArgument[] | null {
  if (!isSeq<ParsedNode | null>(node)) return refuse(node, `\`arguments\` is ${describe(node)}, not a list`);
  const items = node.items.map((item) => readArgument(item, node, refuse));
  return items.every((item) => item !== null) ? items : null;
}

function readArgument(node: ParsedNode | null, around: ParsedNode, refuse: Refuse): DeclaredArgument | null {
  if (isNothing(node)) return refuse(around, "an argument is empty");
  if (isSeq<ParsedNode | null>(node)) {
    const items = node.items.map((item) => readArgument(item, node, refuse));
    return items.every((item) => item !== null) ? { kind: "list", items } : null;
  }
  if (isMap<ParsedNode, ParsedNode | null>(node)) {
    const entries = node.items.map(({ key, value }): readonly [string, DeclaredArgument] | null => {
      const name = textOf(key);
      const argument = readArgument(value, node, refuse);
      return name === null || argument === null ? null : [name, argument];
    });
    return entries.every((entry) => entry !== null) ? { kind: "record", entries } : null;
  }
  if (isScalar(node) && typeof node.value === "number") return { kind: "literal", value: node.value };
  if (isScalar(node) && typeof node.value === "boolean") return { kind: "literal", value: node.value };
  const text = textOf(node);
  if (text === null) return refuse(node, `an argument is ${describe(node)}`);
  const formula = /^\$(.+)\$$/s.exec(text.trim())?.[1];
  return formula === undefined ? { kind: "literal", value: text } : { kind: "formula", latex: formula };
}

function readMethod(node: ParsedNode, refuse: Refuse): ImplementationDeclaration["method"] {
  const [entry, more] = isMap<ParsedNode, ParsedNode | null>(node) ? node.items : [];
  const name = entry === undefined ? null : textOf(entry.key);
  if (name === null || more !== undefined || isNothing(entry?.value ?? null))
    return refuse(node, "`method` is one name with a list of arguments: `{ logProb: [$x$] }`");
  const value = entry?.value ?? null;
  const own = value === null ? null : readArguments(value, refuse);
  return own === null ? null : { name, arguments: own };
}

function readRanges(node: ParsedNode, refuse: Refuse): ImplementationDeclaration["ranges"] {
  if (!isMap<ParsedNode, ParsedNode | null>(node)) {
    refuse(node, `\`ranges\` is ${describe(node)}, not a map from symbols to \`[lowest, highest]\``);
    return [];
  }
  return node.items.flatMap(({ key, value }) => {
    const symbol = textOf(key);
    const bounds = isSeq<ParsedNode | null>(value) ? value.items.map((item) => (isScalar(item) ? Number(item.value) : NaN)) : [];
    const [low, high, more] = bounds;
    if (symbol !== null && low !== undefined && high !== undefined && more === undefined && low <= high)
      return [{ symbol, low, high }];
    refuse(value ?? key, "a range is `[lowest, highest]`, two numbers");
    return [];
  });
}
