import type { Hypothesis } from "../claims/hypothesis.js";
import type { Position } from "../document/types.js";
import type { Term } from "../terms/term.js";
import { termKey } from "../terms/traverse.js";
import type { Formula, FormulaLink, Formulas } from "../verdicts/formulas.js";
import type { Verdict } from "../verdicts/result.js";
import type { Selector } from "./selector.js";

/** A formula that equals the one that was named. */
export interface Candidate {
  readonly formula: Formula;
  /** The weakest verdict of the steps that show it. */
  readonly verdict: Verdict;
}

/** What is to be compiled: sides that are equal, the best one first. */
export interface Selection {
  readonly candidates: readonly Candidate[];
  /** What the name stands for, as the document writes it: `KL(p \| q) = …`. */
  readonly left: string;
  readonly at: Position;
  /** The label, where it was chosen by one. */
  readonly label: string | null;
}

/** What was named is no formula that could be compiled. `wrong` says whether the document is, rather than the request. */
export class SelectionError extends Error {
  constructor(
    message: string,
    readonly wrong = false,
  ) {
    super(message);
    this.name = "SelectionError";
  }
}

/** What a link may be shown by, weakest first. */
const ACCEPTED: readonly Verdict[] = ["assumed", "supported", "exact", "proved"];

const isAccepted = ({ verdict }: FormulaLink): boolean => ACCEPTED.includes(verdict);

const weaker = (a: Verdict, b: Verdict): Verdict => (ACCEPTED.indexOf(a) < ACCEPTED.indexOf(b) ? a : b);

const isEquality = ({ relation }: FormulaLink): boolean => relation === "equal" || relation === "define" || relation === "same";

/** @throws SelectionError when nothing of the name stands in the document, or what does is not shown */
export function select(formulas: Formulas, selector: Selector): Selection {
  const label = selector.kind === "label" ? selector.label : null;
  const link = selector.kind === "label" ? labelled(formulas, selector.label) : atLine(formulas, selector.line);
  const { line } = link.at;
  if (!isEquality(link))
    throw new SelectionError(`line ${line}: is no equation but an inequality or a proportion: there is nothing to compute`);
  refuseWrong(formulas, link);
  return {
    candidates: equalTo(formulas, link),
    left: link.left.latex.trim(),
    at: link.at,
    label,
  };
}

function refuseWrong(formulas: Formulas, link: FormulaLink): void {
  if (isAccepted(link)) return;
  const wrong = link.verdict === "refuted";
  throw new SelectionError(
    `line ${link.at.line}: the step is ${link.verdict}: qedmark explain ${formulas.checked.path}#${link.id}`,
    wrong,
  );
}

/** The labels that a document has. */
export function labelsOf(formulas: Formulas): readonly string[] {
  const own = formulas.frontMatter?.label;
  const { equations, text } = formulas.document;
  const inside = equations.flatMap(({ outer }) => labelsIn(text.slice(outer.start, outer.end)).map(({ name }) => name));
  return [...(own === null || own === undefined ? [] : [own]), ...inside];
}

function labelsIn(latex: string): readonly { readonly name: string; readonly at: number }[] {
  return [...latex.matchAll(/\\label\s*\{([^{}]*)\}/g)].map((match) => ({ name: (match[1] ?? "").trim(), at: match.index }));
}

function labelled(formulas: Formulas, label: string): FormulaLink {
  const { frontMatter, document } = formulas;
  if (frontMatter?.label === label) return resultOf(formulas, label);
  for (const { outer } of document.equations) {
    const found = labelsIn(document.text.slice(outer.start, outer.end)).find(({ name }) => name === label);
    if (found === undefined) continue;
    const at = formulas.positionOf(outer.start + found.at);
    const inside = formulas.links.filter((link) => isWithin(link.right, outer) || isWithin(link.left, outer));
    const before = inside.filter((link) => link.at.line < at.line || (link.at.line === at.line && link.at.column <= at.column));
    const link = before.at(-1) ?? inside[0];
    if (link !== undefined) return link;
    throw new SelectionError(`line ${at.line}: the equation with the label ${label} was not understood, or is no equation`);
  }
  const known = labelsOf(formulas);
  const list = known.length === 0 ? "it has none: name a line, FILE:LINE" : `it has ${known.join(", ")}`;
  throw new SelectionError(`no formula has the label ${label}: ${list}`);
}

const isWithin = ({ range }: Formula, outer: { readonly start: number; readonly end: number }): boolean =>
  outer.start <= range.start && range.end <= outer.end;

/** The step that the front matter calls the document's result. */
function resultOf(formulas: Formulas, label: string): FormulaLink {
  const result = formulas.frontMatter?.result ?? null;
  if (result === null)
    throw new SelectionError(`the front matter has the label ${label} and no \`result\`: add one, or name a line`);
  const sections = formulas.document.sections.map((_, i) => i);
  const sides = [-1, ...sections]
    .map((section) => formulas.readEquation(result, section))
    .find((read) => typeof read !== "string");
  if (sides === undefined || typeof sides === "string") {
    const reason = formulas.readEquation(result, -1);
    throw new SelectionError(
      `the front matter's result is no equation that can be compiled: ${typeof reason === "string" ? reason : result}`,
    );
  }
  const [left, right] = [termKey(sides.left), termKey(sides.right)];
  const written = formulas.links.filter((link) => termKey(link.right.term) === right);
  const direct = written.find((link) => termKey(link.left.term) === left);
  if (direct !== undefined) return direct;
  // The two sides may stand in one chain with others between them.
  for (const last of written) {
    const chain = formulas.links.filter((link) => link.chain === last.chain);
    const end = chain.indexOf(last);
    const start = chain.slice(0, end + 1).findLastIndex((link) => termKey(link.left.term) === left);
    if (start < 0) continue;
    const run = chain.slice(start, end + 1);
    const failed = run.find((link) => !isAccepted(link) || !isEquality(link));
    const first = run[0];
    if (failed !== undefined) return failed;
    if (first !== undefined) return { ...last, left: first.left, verdict: run.map(({ verdict }) => verdict).reduce(weaker) };
  }
  throw new SelectionError(`the front matter's result stands nowhere in the document as it is written there`);
}

function atLine(formulas: Formulas, line: number): FormulaLink {
  const onLine = formulas.links.filter((link) => link.at.line === line);
  const over = formulas.links.filter(
    ({ left, right }) =>
      formulas.positionOf(left.range.start).line <= line &&
      line <= formulas.positionOf(Math.max(left.range.end, right.range.end)).line,
  );
  const found = onLine.findLast(isEquality) ?? onLine.at(-1) ?? over.findLast(isEquality) ?? over.at(-1);
  if (found !== undefined) return found;
  const lines = [...new Set(formulas.links.map((link) => link.at.line))];
  const near = [lines.findLast((own) => own < line), lines.find((own) => own > line)].filter((own) => own !== undefined);
  throw new SelectionError(
    `line ${line}: no equation that was understood stands here: ${near.length === 0 ? "the document has none" : `the nearest stand on ${near.map((own) => `line ${own}`).join(" and ")}`}`,
  );
}

/**
 * The link's right side, its left side, and every other formula that accepted equalities connect with the left one, in the document's order. Densities must have
 * the same forms along the way.
 */
function equalTo(formulas: Formulas, link: FormulaLink): readonly Candidate[] {
  const keys = new Map<Formula, string>();
  const keyOf = (formula: Formula): string => {
    const known = keys.get(formula);
    if (known !== undefined) return known;
    const key = [termKey(formula.term), ...formsOf(formulas, formula).map(formKey)].join("\n");
    keys.set(formula, key);
    return key;
  };
  const links = [link, ...formulas.links.filter((other) => isEquality(other) && isAccepted(other))];
  // The best of the weakest links on the ways from the left side to each formula.
  const left = keyOf(link.left);
  const shown = new Map<string, Verdict>([[left, "proved"]]);
  for (let changed = true; changed;) {
    changed = false;
    for (const { left, right, verdict } of links) {
      for (const [from, to] of [
        [keyOf(left), keyOf(right)],
        [keyOf(right), keyOf(left)],
      ] as const) {
        const start = shown.get(from);
        const before = shown.get(to);
        if (start === undefined) continue;
        const found = weaker(start, verdict);
        if (before !== undefined && weaker(found, before) === found) continue;
        shown.set(to, found);
        changed = true;
      }
    }
  }
  const sides = [link.right, link.left, ...links.slice(1).flatMap(({ left, right }) => [left, right])];
  const distinct = new Map<string, Formula>();
  for (const side of sides) if (!distinct.has(keyOf(side))) distinct.set(keyOf(side), side);
  // A definition's two sides have one key, as its left side is read as its right one: that either is computed rests on the link.
  return [...distinct].flatMap(([key, formula]) => {
    const verdict = key === left ? link.verdict : shown.get(key);
    return verdict === undefined ? [] : [{ formula, verdict }];
  });
}

function formsOf(formulas: Formulas, { term, section }: Formula): readonly Hypothesis[] {
  return formulas.settingOf([term], section).hypotheses;
}

function formKey({ call, body, space }: Hypothesis): string {
  const density: Term = { kind: "density", distribution: call };
  return `${termKey(density)} ${termKey(body)} ${space}`;
}
