import type { Claim } from "../../claims/setting.js";
import type { Proposition } from "../../kernel/proposition.js";
import { Refusal } from "../../kernel/refusal.js";
import { checkTerm, isFree } from "../../kernel/structure.js";
import type { Term } from "../../kernel/term.js";
import type { RelationName, Term as Surface } from "../../terms/term.js";
import { children, walk } from "../../terms/traverse.js";
import { rootOf } from "../../terms/variable.js";
import { presupposeSizes, presupposeWeights } from "./statement/facts.js";
import { presuppose } from "./statement/hypotheses.js";
import { renameHeads } from "./statement/names.js";
import { renameIn, termsOf } from "./statement/propositions.js";
import { NOTHING_BOUND, type Scope } from "./statement/scope.js";
import { type Subject, subjectOf } from "./statement/subject.js";
import { TermWriter } from "./statement/terms.js";
import { need, Unsupported } from "./statement/unsupported.js";
import { isVariable, variableOf } from "./statement/variables.js";

/** A claim in the kernel's language: in every model in which the facts hold, the left side has that relation to the right side. */
export type Statement =
  | {
      readonly kind: "statement";
      readonly left: Term;
      readonly right: Term;
      readonly relation: "equal" | "atMost" | "atLeast" | "similar" | "proportional";
      readonly facts: readonly Proposition[];
      /** The free variables on which the difference of two similar, or the ratio of two proportional sides must not depend. */
      readonly constantIn: readonly Term[];
    }
  | { readonly kind: "unsupported"; readonly reason: string };

type StatedRelation = Extract<Statement, { kind: "statement" }>["relation"];

const RELATIONS: Readonly<Record<RelationName, StatedRelation | null>> = {
  equal: "equal",
  define: "equal",
  same: "equal",
  lessEqual: "atMost",
  greaterEqual: "atLeast",
  similar: "similar",
  proportional: "proportional",
  less: null,
  greater: null,
  notEqual: null,
  approximate: null,
  other: null,
};

/** Formulas beyond these are refused, so that none can exhaust the stack. */
const LARGEST = 20_000;
const DEEPEST = 200;

/** What a claim says, for all models. Nothing is guessed: what has no certain counterpart in the kernel's language is unsupported. */
export function stateClaim(claim: Claim): Statement {
  try {
    return state(claim);
  } catch (error) {
    if (error instanceof Unsupported) return { kind: "unsupported", reason: error.message };
    if (error instanceof Refusal) return { kind: "unsupported", reason: `the kernel refuses it: ${error.message}` };
    throw error;
  }
}

function state(claim: Claim): Statement {
  const relation = RELATIONS[claim.relation];
  need(relation !== null, "a relation that no theorem has");
  const { hypotheses } = claim.setting;
  const calls = hypotheses.map(({ call }): Surface => ({ kind: "density", distribution: call }));
  checkExtent([claim.left, claim.right, ...hypotheses.map(({ body }) => body), ...calls]);
  const subject = subjectOf(claim);
  const writer = new TermWriter(subject);
  const scope = scopeOf(relation, subject);
  const [left, right] = [writer.number(claim.left, scope), writer.number(claim.right, scope)];
  for (const hypothesis of hypotheses) presuppose(hypothesis, writer);
  presupposeWeights(writer);
  const { presupposed, names } = writer;
  presupposeSizes([left, right, ...presupposed.facts.flatMap(({ claim: fact }) => termsOf(fact))], writer);
  const renamed = names.settled();
  const sides = [renameHeads(left, renamed), renameHeads(right, renamed)] as const;
  const facts = presupposed.facts.map((fact) => renameIn(fact, renamed));
  for (const term of [...sides, ...facts.flatMap(({ claim: fact }) => termsOf(fact))]) checkTerm(term);
  const constantIn = constantVariables(relation, sides, subject);
  return { kind: "statement", left: sides[0], right: sides[1], relation, facts, constantIn };
}

/** Where the variables must not matter, no label may name one, as none may name what is bound. */
function scopeOf(relation: StatedRelation, subject: Subject): Scope {
  return isUpToConstant(relation) ? { ...NOTHING_BOUND, variables: variablesOf(subject, null) } : NOTHING_BOUND;
}

function isUpToConstant(relation: StatedRelation): boolean {
  return relation === "similar" || relation === "proportional";
}

/** The variables of a claim; with `roots`, those of these letters. */
function variablesOf(subject: Subject, roots: readonly string[] | null): readonly Term[] {
  const found = new Map<string, Term>();
  const note = (node: Surface): void => {
    const letter = node.kind === "component" ? node.of : node;
    if (letter.kind !== "symbol" || !isVariable(letter.name, subject)) return;
    if (roots !== null && !roots.includes(rootOf(letter.name))) return;
    const { variable } = variableOf(node, subject);
    found.set(variable.name, variable);
  };
  for (const term of subject.terms) walk(term, note);
  return [...found.values()];
}

/** The variables on which the sides' difference or ratio must not depend. @throws Unsupported where there are none */
function constantVariables(relation: StatedRelation, sides: readonly Term[], subject: Subject): readonly Term[] {
  if (!isUpToConstant(relation)) return [];
  const { targets } = subject.claim;
  const found = variablesOf(subject, targets.length > 0 ? targets : null).filter((variable) =>
    sides.some((side) => isFree(variable, side)),
  );
  need(found.length > 0, "nothing varies in which it would have to be constant");
  return found;
}

/** @throws Unsupported for a formula that is too large or too deep */
function checkExtent(terms: readonly Surface[]): void {
  const open = terms.map((term) => ({ term, depth: 0 }));
  for (let count = 0; ; count++) {
    const next = open.pop();
    if (next === undefined) return;
    need(count < LARGEST && next.depth < DEEPEST, "the formula is too large");
    for (const term of children(next.term)) open.push({ term, depth: next.depth + 1 });
  }
}
