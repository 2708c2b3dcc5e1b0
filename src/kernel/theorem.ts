import { demand, inScope } from "./algebra.js";
import { EQUATIONS, INEQUALITIES, siteOf } from "./axioms.js";
import { type Place, settle } from "./conditions.js";
import { bindersOf, closed, integrable, keyOfProposition, positive } from "./proposition.js";
import type { Proposition, Propositions } from "./proposition.js";
import { insist } from "./refusal.js";
import { checkNode, checkTerm, isInside, MOST_DEPTH, termKey } from "./structure.js";
import { type Term, type Terms, times } from "./term.js";

type Path = readonly number[];
export type Relation = "equal" | "atMost" | "atLeast";
const REVERSED = { equal: "equal", atMost: "atLeast", atLeast: "atMost" } as const;

/**
 * One step of a proof: a rule, applied to the part of the right side at `path`, with what it needs to be told. With `back`, the rule
 * is applied backwards: it leads from `back` to the part, and `back` takes the part's place.
 */
export type Line = Readonly<{ rule: string; path: Path; terms: Terms; back: Term | null }>;

/**
 * `left relation right` holds in every model in which the conditions hold. Only the kernel makes one: it starts with a term that is
 * equal to itself and lets the rules rewrite its right side.
 */
export class Theorem {
  private constructor(
    readonly left: Term,
    readonly relation: Relation,
    readonly right: Term,
    readonly conditions: Propositions,
    private readonly facts: Propositions,
  ) {}

  /** A term is equal to itself. Facts are what conditions may be traced back to, and hypotheses by their number. */
  static reflexive(term: Term, facts: Propositions): Theorem {
    [term, ...facts.map(closed)].forEach(checkTerm);
    return new Theorem(term, "equal", term, [], facts);
  }

  /** @throws Refusal where the rule does not apply, or would turn the relation around */
  rewrite(line: Line): Theorem {
    const at: Place = { binders: [], facts: this.facts, conditions: [] };
    insist(line.path.length <= MOST_DEPTH, "too-large", "a path of too many steps");
    const [right, direction] = rewritten(this.right, line, line.path, at);
    const relation = this.relation === "equal" ? direction : this.relation;
    const isOneWay = direction === "equal" || direction === relation;
    insist(isOneWay, "wrong-direction", "the step goes the other way");
    const found = at.conditions.flatMap((condition) => settle(condition, this.facts));
    const keyed = new Map<string, Proposition>();
    for (const each of [...this.conditions, ...found]) keyed.set(keyOfProposition(each), each);
    return new Theorem(this.left, relation, right, [...keyed.values()], this.facts);
  }
}

/** A term with the part at a path rewritten, and how that changes it. */
function rewritten(term: Term, line: Line, path: Path, at: Place): readonly [Term, Relation] {
  const [next, ...rest] = path;
  if (next === undefined) return rewrittenHere(term, line, at);
  const part = term.kind === "variable" ? undefined : term.parts[next];
  insist(part !== undefined, "no-such-place", `${term.kind} has no part ${next}`);
  const scope = isInside(term, next) ? inScope(at, bindersOf(term)) : at;
  const [inner, direction] = rewritten(part, line, rest, scope);
  const whole = { ...term, parts: term.parts.with(next, inner) };
  checkNode(whole);
  if (direction === "equal") return [whole, direction];
  const [smaller, larger] = direction === "atMost" ? [part, inner] : [inner, part];
  return [whole, grows(term, next, smaller, larger, at) ? direction : REVERSED[direction]];
}

function rewrittenHere(term: Term, { rule, terms, back }: Line, at: Place): readonly [Term, Relation] {
  const direction = Object.hasOwn(INEQUALITIES, rule) ? "atMost" : "equal";
  const rules = direction === "equal" ? EQUATIONS : INEQUALITIES;
  const apply = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  insist(apply !== undefined, "no-such-rule", `there is no rule ${rule}`);
  [...(back === null ? [] : [back]), ...terms].forEach(checkTerm);
  const result = apply(siteOf(at, back ?? term), ...terms);
  checkTerm(result);
  if (back === null) return [result, direction];
  insist(termKey(result) === termKey(term), "wrong-result", "backwards, the rule leads elsewhere");
  return [back, REVERSED[direction]];
}

/** Whether a node grows or shrinks when a part grows from `smaller` to `larger`. @throws Refusal when it need do neither */
function grows(term: Term, part: number, smaller: Term, larger: Term, at: Place): boolean {
  const { kind, bound, parts } = term;
  const isNegative = ({ kind, name }: Term): boolean => kind === "number" && name.startsWith("-");
  const isAverage = kind === "integral" || (kind === "defined" && term.name === "expectation");
  const isMonotone = isAverage || ["add", "multiply", "log", "exp", "sum"].includes(kind);
  const isThere = bound.length === 0 || part === parts.length - 1;
  insist(isMonotone && isThere, "wrong-direction", `${kind} need not grow with its part`);
  const others = parts.filter((_, i) => i !== part);
  const weight = kind === "multiply" ? others.filter((other) => !isNegative(other)) : others;
  if (kind === "log") demand(at, positive(smaller));
  if (kind === "multiply" || isAverage) demand(inScope(at, bindersOf(term)), { kind: "nonnegative", term: times(...weight) });
  for (const each of isAverage ? [smaller, larger] : []) demand(at, integrable(bound, times(...weight, each)));
  return (others.length - weight.length) % 2 === 0;
}
