import type { Equation } from "../document/types.js";
import type { RelationName, Span, Term } from "../terms/term.js";
import { children, mapChildren, termKey } from "../terms/traverse.js";
import { distributionsOf } from "../meaning/vocabulary.js";
import { parseEquation } from "../notation/parse.js";
import { printDistribution, printTerm } from "../notation/print.js";
import type { Chain, NotationContext, ParsedEquation } from "../notation/types.js";

/** A replacement in an equation's LaTeX. */
export interface Splice {
  readonly span: Span;
  readonly latex: string;
}

/** Where a side stands: the chain's place among the equation's statements, and the side's place in the chain. */
export interface SideAddress {
  readonly statement: number;
  readonly side: number;
}

/** An equation as it was read. */
export interface Reading {
  readonly equation: Equation;
  readonly parsed: ParsedEquation;
  readonly context: NotationContext;
}

/**
 * The smallest replacement after which the equation reads as before but for one side, which reads as `edited`; null when LaTeX has no such form. What is
 * tried is read again and compared, so a mutant always says what its operator meant.
 */
export function spliceSide(reading: Reading, address: SideAddress, original: Term, edited: Term): Splice | null {
  const wanted = withSide(outlineOf(reading.parsed), address, termKey(edited));
  for (const splice of candidates(original, edited)) {
    if (readsAs(reading, splice, wanted)) return splice;
  }
  return null;
}

/** As `spliceSide`, for the sign of a relation. */
export function spliceSign(reading: Reading, statement: number, sign: number, relation: RelationName): Splice | null {
  const chain = reading.parsed.statements[statement];
  const latex = SIGNS[relation];
  const span = chain?.kind === "chain" ? chain.signs[sign]?.span : undefined;
  if (span === undefined || latex === undefined) return null;
  const outline = outlineOf(reading.parsed);
  const wanted = outline.map((entry, i) =>
    i === statement ? { ...entry, signs: entry.signs.map((old, k) => (k === sign ? relation : old)) } : entry,
  );
  const splice = { span, latex };
  return readsAs(reading, splice, JSON.stringify(wanted)) ? splice : null;
}

/** Signs that operators write. */
const SIGNS: Partial<Readonly<Record<RelationName, string>>> = {
  equal: "=",
  less: "<",
  lessEqual: "\\le",
  greater: ">",
  greaterEqual: "\\ge",
};

export function applySplice(latex: string, { span, latex: replacement }: Splice): string {
  return latex.slice(0, span.start) + replacement + latex.slice(span.end);
}

/** What an equation says, place by place: statements with their sides and signs. */
interface Outline {
  readonly kind: string;
  readonly sides: readonly (string | null)[];
  readonly signs: readonly RelationName[];
}

function outlineOf(parsed: ParsedEquation): readonly Outline[] {
  return parsed.statements.map((statement) => ({
    kind: statement.kind,
    sides: statement.kind === "chain" ? sideKeys(statement) : [],
    signs: statement.kind === "chain" ? statement.signs.map((sign) => sign.relation) : [],
  }));
}

function sideKeys(chain: Chain): readonly (string | null)[] {
  return chain.sides.map((side) => (side.term === null ? null : termKey(side.term)));
}

function withSide(outline: readonly Outline[], address: SideAddress, key: string): string {
  return JSON.stringify(
    outline.map((entry, i) =>
      i === address.statement ? { ...entry, sides: entry.sides.map((old, k) => (k === address.side ? key : old)) } : entry,
    ),
  );
}

function readsAs({ equation, context }: Reading, splice: Splice, wanted: string): boolean {
  const latex = applySplice(equation.clean ?? equation.latex, splice);
  return JSON.stringify(outlineOf(parseEquation(latex, equation.environment, context))) === wanted;
}

/** Replacements from the smallest to that of the whole side, each as it is and in brackets. */
function* candidates(original: Term, edited: Term): Generator<Splice> {
  for (const { span, latex } of differences(original, edited)) {
    yield { span, latex };
    yield { span, latex: ` ${latex} ` };
    yield { span, latex: `(${latex})` };
    yield { span, latex: `{${latex}}` };
  }
}

/** The places at which two terms differ as a whole, innermost first, with the LaTeX of the second. */
function differences(original: Term, edited: Term): readonly Splice[] {
  const found: Splice[] = [];
  for (let pair: Pair | null = { original, edited }; pair !== null; pair = narrower(pair)) {
    const { span } = pair.original;
    if (span !== undefined) found.unshift({ span, latex: printTerm(pair.edited) });
    const distribution = differingDistribution(pair);
    if (distribution !== null) found.unshift(distribution);
  }
  return found;
}

interface Pair {
  readonly original: Term;
  readonly edited: Term;
}

/** The one child in which two nodes differ; null when they differ in more than one, or otherwise. */
function narrower({ original, edited }: Pair): Pair | null {
  const before = children(original);
  const after = children(edited);
  if (original.kind !== edited.kind || before.length !== after.length) return null;
  const at = before.flatMap((child, i) => {
    const other = after[i];
    return other === undefined || termKey(child) === termKey(other) ? [] : [i];
  });
  const [only] = at;
  if (only === undefined || at.length > 1) return null;
  const [child, other] = [before[only], after[only]];
  if (child === undefined || other === undefined) return null;
  let index = 0;
  const rebuilt = mapChildren(original, (old) => (index++ === only ? other : old));
  return termKey(rebuilt) === termKey(edited) ? { original: child, edited: other } : null;
}

function differingDistribution({ original, edited }: Pair): Splice | null {
  if (original.kind === "density") return null;
  const before = distributionsOf(original);
  const after = distributionsOf(edited);
  if (original.kind !== edited.kind || before.length !== after.length) return null;
  for (const [i, old] of before.entries()) {
    const other = after[i];
    if (other === undefined || old.span === undefined) continue;
    const latex = printDistribution(other);
    if (latex !== printDistribution(old)) return { span: old.span, latex };
  }
  return null;
}

/** A term with one of its nodes, known by identity, replaced. */
export function replaceNode(term: Term, node: Term, replacement: Term): Term {
  return term === node ? replacement : mapChildren(term, (child) => replaceNode(child, node, replacement));
}
