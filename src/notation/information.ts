import type { Name } from "../terms/name.js";
import type { Term } from "../terms/term.js";
import { readArguments, subRow } from "./arguments.js";
import { isBar } from "./calls.js";
import { isFamilyLetter, readDistribution } from "./distributions.js";
import { NotUnderstood } from "./failure.js";
import { VARIABLE, type Construct, type Grammar } from "./grammar.js";
import { fenceOf, headOf, type Head } from "./heads.js";
import { isBlank, isSign, splitItems, type Fence, type Layout, type Row } from "./layout.js";
import { lawOf } from "./laws.js";
import { contextKey, readName } from "./names.js";
import { withScripts } from "./scripts.js";

/** `H(p)`, `H(p, q)`, `H(p(z|x))` of distributions; `H(Z)`, `H(Z|X)`, `H_p(Z)` of variables. */
export const entropy: Construct = (cursor, head, grammar) => {
  const call = bracket(cursor.peek(1));
  if (call === null) return null;
  if (head.key === "H" && grammar.context.functions.has("H")) return null;
  const start = cursor.position;
  cursor.position += 2;
  const span = cursor.spanBelow(start);
  const row = call.fence.row;
  const parts = splitItems(row.items, (item) => isSign(item, ",")).map((part) => subRow(part, row.span));
  const [first, second, ...more] = parts;
  const distributions = parts.every((part) => isDistribution(part, grammar));
  if (first === undefined || !distributions) {
    const { targets, given } = readVariables(row.items, row, grammar);
    const term: Term = { kind: "variableEntropy", targets, given, family: familyOf(head, grammar), span };
    return withScripts(term, call.sub, call.sup, cursor.spanFrom(start), grammar);
  }
  if (more.length > 0 || head.sub !== null) throw new NotUnderstood(span, "an entropy takes one or two distributions");
  const cross = second === undefined ? null : readDistribution(second, grammar);
  const term: Term = { kind: "entropy", distribution: readDistribution(first, grammar), cross, span };
  return withScripts(term, call.sub, call.sup, cursor.spanFrom(start), grammar);
};

/** `I(X;Y)`, `I(X;Y|Z)`, `I_p(X;Y)`. Without a semicolon `I` is something else. */
export const mutualInformation: Construct = (cursor, head, grammar) => {
  const call = bracket(cursor.peek(1));
  if (!call?.fence.row.items.some((item) => isSign(item, ";"))) return null;
  const start = cursor.position;
  cursor.position += 2;
  const span = cursor.spanBelow(start);
  const row = call.fence.row;
  const [left = [], rest = [], ...more] = splitItems(row.items, (item) => isSign(item, ";"));
  if (more.length > 0) throw new NotUnderstood(span, "mutual information stands between two groups of variables");
  const first = readVariables(left, row, grammar);
  const { targets: right, given } = readVariables(rest, row, grammar);
  if (first.given.length > 0) throw new NotUnderstood(span, "the condition of a mutual information stands last");
  const term: Term = { kind: "mutualInformation", left: first.targets, right, given, family: familyOf(head, grammar), span };
  return withScripts(term, call.sub, call.sup, cursor.spanFrom(start), grammar);
};

function bracket(item: Layout | undefined): { fence: Fence; sub: Row | null; sup: Row | null } | null {
  const call = fenceOf(item);
  return call !== null && /^(?:\(|\[|\\\{)$/.test(call.fence.open) ? call : null;
}

/** `p(z|x)`, `\mathcal{N}(0, I)`, or a bare letter that is a density; `q` and `p` count without being known. */
function isDistribution(row: Row, grammar: Grammar): boolean {
  const items = row.items.filter((item) => !isBlank(item));
  const [first, second] = items;
  if (first === undefined || items.length > 2) return false;
  if (second === undefined) {
    const head = headOf(first);
    const key =
      head?.base.kind === "sign" && head.sub === null
        ? contextKey({ base: head.base.text, accents: [], labels: [], marks: [] })
        : null;
    // A capital Q or P under H is a variable unless the document calls it.
    if (key !== null && /^[A-Z]$/.test(key)) return grammar.context.families.has(key);
    return isFamilyLetter(first, grammar);
  }
  const head = headOf(first);
  const call = fenceOf(second);
  return head !== null && call !== null && call.fence.open === "(" && (lawOf(head) !== null || isFamilyLetter(first, grammar));
}

function readVariables(items: readonly Layout[], row: Row, grammar: Grammar): { targets: Term[]; given: Term[] } {
  const [targets = [], given, ...more] = splitItems(items, isBar);
  if (more.length > 0) throw new NotUnderstood(row.span, "two bars between variables");
  const read = (part: readonly Layout[]): Term[] => {
    const terms = readArguments(subRow(part, row.span), VARIABLE, grammar);
    if (terms.length === 0 || !terms.every(isVariable)) throw new NotUnderstood(row.span, "variables are expected here");
    return terms;
  };
  return { targets: read(targets), given: given === undefined ? [] : read(given) };
}

function isVariable(term: Term): boolean {
  return term.kind === "symbol" || term.kind === "component" || term.kind === "range" || term.kind === "event";
}

/** `H_p`: the family in force. */
function familyOf(head: Head, grammar: Grammar): Name | null {
  if (head.sup !== null) throw new NotUnderstood(head.sup.span, "a superscript here has no meaning");
  if (head.sub === null) return null;
  const items = head.sub.items.filter((item) => !isBlank(item));
  const first = items[0];
  const family = first === undefined || items.length !== 1 ? null : headOf(first);
  if (family === null || !isFamilyLetter(first, grammar)) throw new NotUnderstood(head.sub.span, "a family is expected here");
  return readName(family, "density", grammar).name;
}
