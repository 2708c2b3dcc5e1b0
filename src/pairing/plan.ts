import type { ConcreteSubject } from "../claims/concrete-values.js";
import { type Claim, domainOf } from "../claims/setting.js";
import type { DeclaredArgument } from "../document/types.js";
import type { Term } from "../terms/term.js";
import { nameLatex } from "../terms/name.js";
import { termKey } from "../terms/traverse.js";
import { variableRoot } from "../terms/variable.js";
import { lettersOf, mentionsLetter } from "../meaning/vocabulary.js";
import { printTerm } from "../notation/print.js";
import { concreteSubject } from "../verdicts/concrete-subject.js";
import type { Formula, Formulas } from "../verdicts/formulas.js";
import { type ArgumentPlan, axesOf } from "./axes.js";
import { PlanError } from "./problem.js";
import { leavesOf, mapTree } from "./tree.js";

/** A formula of a document with what its implementation is given. */
export interface PairPlan {
  /** What the function computes, where the document has it. */
  readonly formula: Formula;
  /** Everything that the document writes as equal to it, itself first where it says what it is. */
  readonly sides: readonly Formula[];
  /** Those of them that the checker did not refute, by number. */
  readonly accepted: readonly number[];
  readonly arguments: readonly ArgumentPlan[];
  readonly method: { readonly name: string; readonly arguments: readonly ArgumentPlan[] } | null;
  readonly subject: ConcreteSubject;
  /** Values that letters are drawn from, where these are narrower than their domains. */
  readonly ranges: ReadonlyMap<string, { readonly low: number; readonly high: number }>;
}

/** As in the front matter, or with the formula read already. */
export type RequestedArgument = DeclaredArgument | { readonly kind: "term"; readonly term: Term };

export interface PairRequest {
  /** What the function computes. */
  readonly formula: Term;
  readonly latex: string;
  readonly arguments: readonly RequestedArgument[];
  readonly method: { readonly name: string; readonly arguments: readonly DeclaredArgument[] } | null;
  readonly ranges: readonly { readonly symbol: string; readonly low: number; readonly high: number }[];
  /** Of what asks for the pair, for messages. */
  readonly line: number;
}

/** @throws PlanError where a formula is not in the document, or an argument is not understood */
export function planPair(formulas: Formulas, request: PairRequest): PairPlan {
  const [problem] = formulas.frontMatter?.problems ?? [];
  if (problem !== undefined)
    throw new PlanError(`the front matter is not read: ${problem.reason}`, formulas.positionOf(problem.range.start).line);
  const formula = place(formulas, request);
  const arguments_ = request.arguments.map((argument) => readArgument(argument, formulas, formula.section, request.line, null));
  const method =
    request.method === null
      ? null
      : {
          name: request.method.name,
          arguments: request.method.arguments.map((argument) =>
            readArgument(argument, formulas, formula.section, request.line, null),
          ),
        };
  const read = [...arguments_, ...(method?.arguments ?? [])].flatMap(leavesOf);
  const sides = sidesOf(formulas, request.formula, formula);
  const terms = [...sides.map(({ term }) => term), ...read.map(({ term }) => term)];
  const subject = subjectOf(formulas, request.formula, terms, formula.section);
  checkLetters(request, sides, subject, read);
  const complete = (argument: ArgumentPlan): ArgumentPlan =>
    mapTree(argument, (leaf) => ({ ...leaf, axes: axesOf(leaf, request.formula, subject, request.line) }));
  return {
    formula,
    sides,
    accepted: sides.flatMap((side, i) => (formulas.isRefuted(side) ? [] : [i])),
    arguments: arguments_.map(complete),
    method: method === null ? null : { ...method, arguments: method.arguments.map(complete) },
    subject,
    ranges: rangesOf(request, formulas, formula.section, subject),
  };
}

/** A formula, where it stands in the document, and everything written as equal to it, each once. */
export function sidesOf(formulas: Formulas, term: Term, here: Formula | null): readonly Formula[] {
  const all = [...(here === null ? [] : [{ ...here, term }]), ...formulas.equalsOf(term)];
  return definedBy([...new Map(all.map((side) => [termKey(side.term), side] as const)).values()]);
}

/** Without what only gives a name to the others: the left side of W² = …, whose W stands nowhere else. */
function definedBy(sides: readonly Formula[]): readonly Formula[] {
  const own = sides.filter(({ term }, i) => {
    const name = nameIn(term);
    return name === null || sides.some((side, j) => j !== i && mentionsLetter(side.term, name));
  });
  return own.length === 0 ? sides : own;
}

/** The letter that a term is, or a power or value of. */
function nameIn(term: Term): string | null {
  switch (term.kind) {
    case "symbol":
      return nameLatex(term.name);
    case "component":
      return nameIn(term.of);
    case "apply":
      return nameIn(term.function);
    case "power":
      return nameIn(term.base);
    case "negate":
    case "elementary":
      return nameIn(term.argument);
    case "labelled":
      return nameIn(term.body);
    default:
      return null;
  }
}

/** A letter of an argument that the formula lacks would be drawn without regard to it: then nothing could agree. */
function checkLetters(
  request: PairRequest,
  sides: readonly Formula[],
  { claim, roles }: ConcreteSubject,
  read: readonly { readonly term: Term; readonly latex: string }[],
): void {
  const forms = claim.setting.hypotheses.flatMap(({ call, body }): Term[] => [{ kind: "density", distribution: call }, body]);
  const known = lettersOf([...sides.map(({ term }) => term), ...forms]);
  for (const { term, latex } of read) {
    const own = [...roles.scalars, ...roles.functions, ...roles.arrays].filter((letter) => mentionsLetter(term, letter));
    const foreign = own.find((letter) => !known.has(letter));
    if (foreign !== undefined)
      throw new PlanError(
        `the argument ${latex} has the letter ${foreign}, which the formula ${request.latex} does not have`,
        request.line,
      );
  }
}

function rangesOf(
  { ranges, line }: PairRequest,
  formulas: Formulas,
  section: number,
  { claim }: ConcreteSubject,
): PairPlan["ranges"] {
  return new Map(
    ranges.map(({ symbol, low, high }) => {
      const letter = letterOf(symbol, formulas, section);
      const domain = domainOf(claim.setting, letter);
      const outside = (domain === "positive" && low <= 0) || (domain === "unit" && (low <= 0 || high >= 1));
      if (outside)
        throw new PlanError(`the range of ${symbol}, from ${low} to ${high}, leaves its domain: it is ${domain}`, line);
      return [letter, { low, high }] as const;
    }),
  );
}

/** The formula's place in the document; of what stands around a part of it, where only that is there. */
export function place(formulas: Formulas, { formula, latex, line }: Pick<PairRequest, "formula" | "latex" | "line">): Formula {
  for (let term: Term | null = formula; term !== null; term = inner(term)) {
    const found = formulas.find(term);
    if (found !== null) return { ...found, latex };
  }
  throw new PlanError(`the document has no formula ${latex}`, line);
}

/** What a logarithm or sign is put in front of. */
function inner(term: Term): Term | null {
  if (term.kind === "negate" || term.kind === "elementary") return term.argument;
  if (term.kind === "multiply" || term.kind === "divide") {
    const parts = term.kind === "multiply" ? term.factors : [term.numerator, term.denominator];
    return parts.find((part) => part.kind !== "number") ?? null;
  }
  return null;
}

function readArgument(
  argument: RequestedArgument,
  formulas: Formulas,
  section: number,
  line: number,
  name: string | null,
): ArgumentPlan {
  switch (argument.kind) {
    case "literal":
      return argument;
    case "list":
      return {
        kind: "list",
        items: argument.items.map((item) => readArgument(item, formulas, section, line, null)),
      };
    case "record":
      return {
        kind: "record",
        entries: argument.entries.map(([key, value]) => [key, readArgument(value, formulas, section, line, key)] as const),
      };
    case "term": {
      const latex = printTerm(argument.term);
      return { kind: "leaf", leaf: { name: name ?? latex, latex, term: argument.term, axes: [] } };
    }
    case "formula": {
      const term = formulas.read(argument.latex, section);
      if (typeof term === "string") throw new PlanError(`the argument ${argument.latex} is not understood: ${term}`, line);
      return { kind: "leaf", leaf: { name: name ?? argument.latex, latex: argument.latex, term, axes: [] } };
    }
  }
}

/** What the letters of terms are in a section of the document. */
export function subjectOf(formulas: Formulas, formula: Term, terms: readonly Term[], section: number): ConcreteSubject {
  const setting = formulas.settingOf(terms, section);
  const bodies = setting.hypotheses.map(({ body }) => body);
  const claim: Claim = {
    left: formula,
    right: { kind: "tuple", items: [...terms, ...bodies] },
    relation: "equal",
    targets: [],
    setting,
  };
  return withDeclaredSizes(concreteSubject(claim));
}

/** A letter that the front matter declares as a dimension counts also where nothing of that dimension occurs: D in (D/2) log 2π. */
function withDeclaredSizes(subject: ConcreteSubject): ConcreteSubject {
  const { roles, claim } = subject;
  const declared = new Set<string>();
  for (const dimension of claim.setting.dimensions.values())
    if (dimension.kind === "named") for (const letter of lettersOf([dimension.size])) declared.add(letter);
  const used = [...roles.scalars].filter((letter) => declared.has(letter));
  const scalars = new Set([...roles.scalars].filter((letter) => !declared.has(letter)));
  return { ...subject, roles: { ...roles, naturals: new Set([...roles.naturals, ...used]), scalars } };
}

function letterOf(symbol: string, formulas: Formulas, section: number): string {
  const term = formulas.read(symbol, section);
  return (typeof term === "string" ? null : variableRoot(term)) ?? symbol;
}
