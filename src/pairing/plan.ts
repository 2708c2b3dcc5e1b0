import { EvaluationError } from "../claims/algebra.js";
import type { ConcreteSubject } from "../claims/concrete-values.js";
import { elementKey, entityKey } from "../claims/dimensions.js";
import type { Claim } from "../claims/setting.js";
import { nameLatex } from "../kernel/name.js";
import type { Term } from "../kernel/term.js";
import { children, termKey, walk } from "../kernel/traverse.js";
import { rootOf, variableRoot } from "../kernel/variable.js";
import { distributionsOf, freeVariables } from "../meaning/vocabulary.js";
import type { DeclaredArgument } from "../document/types.js";
import { concreteSubject } from "../verdicts/concrete-subject.js";
import type { Formula, Formulas } from "../verdicts/formulas.js";

/** A letter of an argument along which its values lie: an index of a vector, or a variable that takes finitely many values. */
export interface FormulaAxis {
  /** As LaTeX: `k`, `z`. */
  readonly letter: string;
  /** How many values there are; null for a variable's. */
  readonly size: Term | null;
}

/** What a function is given, with every formula read. */
export type ArgumentPlan =
  | {
      readonly kind: "formula";
      readonly name: string;
      readonly latex: string;
      readonly term: Term;
      readonly axes: readonly FormulaAxis[];
    }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "list"; readonly items: readonly ArgumentPlan[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [string, ArgumentPlan])[] };

/** A formula of a document with what its implementation is given. */
export interface PairPlan {
  /** What the function computes, where the document has it. */
  readonly formula: Formula;
  readonly term: Term;
  /** Everything that the document writes as equal to it, itself first. */
  readonly sides: readonly Formula[];
  readonly arguments: readonly ArgumentPlan[];
  readonly method: { readonly name: string; readonly arguments: readonly ArgumentPlan[] } | null;
  readonly subject: ConcreteSubject;
  /** Values that letters are drawn from, where these are narrower than their domains. */
  readonly ranges: ReadonlyMap<string, { readonly low: number; readonly high: number }>;
}

/** Why a pair cannot be compared: what the document or its front matter lacks. */
export class PlanError extends Error {
  constructor(
    message: string,
    /** Where, in the document. */
    readonly line: number,
  ) {
    super(message);
    this.name = "PlanError";
  }
}

export interface PairRequest {
  /** What the function computes. */
  readonly formula: Term;
  readonly latex: string;
  readonly arguments: readonly DeclaredArgument[];
  readonly method: { readonly name: string; readonly arguments: readonly DeclaredArgument[] } | null;
  readonly ranges: readonly { readonly symbol: string; readonly low: number; readonly high: number }[];
  /** Of what asks for the pair, for messages. */
  readonly line: number;
}

/** @throws PlanError where a formula is not in the document, or an argument is not understood */
export function planPair(formulas: Formulas, request: PairRequest): PairPlan {
  const formula = place(formulas, request);
  const arguments_ = request.arguments.map((argument) =>
    readArgument(argument, formulas, formula.section, request.line, "argument"),
  );
  const method =
    request.method === null
      ? null
      : {
          name: request.method.name,
          arguments: request.method.arguments.map((argument) =>
            readArgument(argument, formulas, formula.section, request.line, "argument"),
          ),
        };
  const read = [...arguments_, ...(method?.arguments ?? [])].flatMap(leaves);
  const sides = [{ ...formula, term: request.formula }, ...formulas.equalsOf(request.formula)];
  const distinct = [...new Map(sides.map((side) => [termKey(side.term), side] as const)).values()];
  const terms = [...distinct.map(({ term }) => term), ...read.map(({ term }) => term)];
  const subject = subjectOf(formulas, request.formula, terms, formula.section);
  const complete = (argument: ArgumentPlan): ArgumentPlan => withAxes(argument, request.formula, subject, request.line);
  return {
    formula,
    term: request.formula,
    sides: distinct,
    arguments: arguments_.map(complete),
    method: method === null ? null : { ...method, arguments: method.arguments.map(complete) },
    subject,
    ranges: new Map(
      request.ranges.map(({ symbol, low, high }) => [letterOf(symbol, formulas, formula.section), { low, high }] as const),
    ),
  };
}

/** The formula's place in the document; of what stands around a part of it, where only that is there. */
function place(formulas: Formulas, { formula, latex, line }: PairRequest): Formula {
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

function readArgument(argument: DeclaredArgument, formulas: Formulas, section: number, line: number, name: string): ArgumentPlan {
  switch (argument.kind) {
    case "literal":
      return argument;
    case "list":
      return {
        kind: "list",
        items: argument.items.map((item, i) => readArgument(item, formulas, section, line, `${name} ${i + 1}`)),
      };
    case "record":
      return {
        kind: "record",
        entries: argument.entries.map(([key, value]) => [key, readArgument(value, formulas, section, line, key)] as const),
      };
    case "formula": {
      const term = formulas.read(argument.latex, section);
      if (typeof term === "string") throw new PlanError(`the argument ${argument.latex} is not understood: ${term}`, line);
      return { kind: "formula", name, latex: argument.latex, term, axes: [] };
    }
  }
}

/** The formulas among an argument's parts. */
export function leaves(argument: ArgumentPlan): readonly Extract<ArgumentPlan, { kind: "formula" }>[] {
  switch (argument.kind) {
    case "formula":
      return [argument];
    case "literal":
      return [];
    case "list":
      return argument.items.flatMap(leaves);
    case "record":
      return argument.entries.flatMap(([, value]) => leaves(value));
  }
}

function subjectOf(formulas: Formulas, formula: Term, terms: readonly Term[], section: number): ConcreteSubject {
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
    if (dimension.kind === "named") for (const letter of lettersIn(dimension.size)) declared.add(letter);
  const used = [...roles.scalars].filter((letter) => declared.has(letter));
  const scalars = new Set([...roles.scalars].filter((letter) => !declared.has(letter)));
  return { ...subject, roles: { ...roles, naturals: new Set([...roles.naturals, ...used]), scalars } };
}

function withAxes(argument: ArgumentPlan, formula: Term, subject: ConcreteSubject, line: number): ArgumentPlan {
  switch (argument.kind) {
    case "literal":
      return argument;
    case "list":
      return { ...argument, items: argument.items.map((item) => withAxes(item, formula, subject, line)) };
    case "record":
      return {
        ...argument,
        entries: argument.entries.map(([key, value]) => [key, withAxes(value, formula, subject, line)] as const),
      };
    case "formula":
      return { ...argument, axes: axesOf(argument, formula, subject, line) };
  }
}

/**
 * The letters along which an argument's values lie: its free indices, and the variables with finitely many values that are free in it and not in the formula,
 * which says what it computes for every value of those that are free in both.
 */
function axesOf(
  { term, latex }: Extract<ArgumentPlan, { kind: "formula" }>,
  formula: Term,
  subject: ConcreteSubject,
  line: number,
): readonly FormulaAxis[] {
  const axes = new Map<string, FormulaAxis>();
  const fixed = openVariables(formula, subject.finiteRoots);
  const sizes = new Map<string, Term | null>();
  const note = (indices: readonly Term[], size: Term | null): void => {
    for (const index of indices) {
      for (const letter of freeVariables(index, lettersIn(index)))
        if (letter.kind === "symbol") sizes.set(nameLatex(letter.name), sizes.get(nameLatex(letter.name)) ?? size);
    }
  };
  const named = (key: string): Term | null => {
    const dimension = subject.shapes.get(key)?.dimension;
    return dimension?.kind === "named" ? dimension.size : null;
  };
  const bound = new Set<string>();
  walk(term, (node) => {
    if ((node.kind === "sum" || node.kind === "product") && node.index.kind === "symbol") bound.add(nameLatex(node.index.name));
    if (node.kind === "apply" && node.function.kind === "component") {
      const entity = entityKey(node, subject.roles.generalFunctions);
      if (entity !== null) note(node.function.indices, named(entity));
    } else if (node.kind === "component" && node.of.kind === "symbol") {
      const root = rootOf(node.of.name);
      note(node.indices, named(root) ?? named(elementKey(root)));
    }
  });
  const dimensions = dimensionLetters(subject);
  for (const [letter, size] of sizes) {
    if (bound.has(letter) || dimensions.has(letter)) continue;
    if (size === null)
      throw new PlanError(`the argument ${latex} has the index ${letter}, whose range is not known: declare a dimension`, line);
    axes.set(letter, { letter, size });
  }
  for (const letter of openVariables(term, subject.finiteRoots)) if (!fixed.has(letter)) axes.set(letter, { letter, size: null });
  return [...axes.values()];
}

/** Variables that a term has a value for each value of. A divergence and an entropy average over the targets of their densities. */
function openVariables(term: Term, among: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: Term, bound: ReadonlySet<string>): void => {
    const own = distributionsOf(node).flatMap((distribution) =>
      node.kind !== "density" && distribution.kind === "family" ? distribution.targets : [],
    );
    const binders = [...own, ...boundBy(node)].map(variableRoot).filter((root) => root !== null);
    const inner = binders.length === 0 ? bound : new Set([...bound, ...binders]);
    if (node.kind === "symbol" && among.has(rootOf(node.name)) && !inner.has(rootOf(node.name))) found.add(rootOf(node.name));
    for (const child of children(node)) visit(child, inner);
  };
  visit(term, new Set());
  return found;
}

function boundBy(node: Term): readonly Term[] {
  switch (node.kind) {
    case "sum":
    case "product":
      return [node.index];
    case "integral":
      return node.variables;
    case "expectation":
    case "variance":
      return node.binders.flatMap(({ variables }) => variables);
    default:
      return [];
  }
}

function lettersIn(term: Term): ReadonlySet<string> {
  const found = new Set<string>();
  walk(term, (node) => {
    if (node.kind === "symbol") found.add(rootOf(node.name));
  });
  return found;
}

/** Letters that count components. */
export function dimensionLetters(subject: ConcreteSubject): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { dimension } of subject.shapes.values()) {
    if (dimension.kind === "named") for (const letter of lettersIn(dimension.size)) found.add(letter);
  }
  return found;
}

function letterOf(symbol: string, formulas: Formulas, section: number): string {
  const term = formulas.read(symbol, section);
  return (typeof term === "string" ? null : variableRoot(term)) ?? symbol;
}

/** The reason of an `EvaluationError`; anything else is a defect and goes on. */
export function reasonOf(error: unknown): string {
  if (error instanceof EvaluationError) return error.message;
  throw error;
}
