import { demand, inScope } from "./algebra.js";
import { EQUATIONS, INEQUALITIES, type Place } from "./axioms.js";
import { settle } from "./conditions.js";
import { bindersOf, closed, positive, type Proposition } from "./proposition.js";
import { insist } from "./refusal.js";
import { checkTerm, isInside, type Term, termKey, times } from "./structure.js";

export type Relation = "equal" | "atMost" | "atLeast";

/** One step of a proof: a rule, applied to the part of the right side at `path`. */
export interface Line {
  readonly rule: string;
  readonly path: readonly number[];
  /** What the rule needs to be told. */
  readonly terms: readonly Term[];
  /** What the part becomes where the rule leads from it to what stands there now: backwards. Null forwards. */
  readonly back: Term | null;
}

const REVERSED = { equal: "equal", atMost: "atLeast", atLeast: "atMost" } as const;

/**
 * `left relation right` holds in every model in which the conditions hold. Only the kernel makes one: it starts with a term that is
 * equal to itself and lets the rules rewrite its right side.
 */
export class Theorem {
  readonly #facts: readonly Proposition[];

  private constructor(
    readonly left: Term,
    readonly relation: Relation,
    readonly right: Term,
    readonly conditions: readonly Proposition[],
    facts: readonly Proposition[],
  ) {
    this.#facts = facts;
  }

  /** A term is equal to itself. Facts are what conditions may be traced back to, and hypotheses by their number. */
  static reflexive(term: Term, facts: readonly Proposition[]): Theorem {
    [term, ...facts.map(closed)].forEach(checkTerm);
    return new Theorem(term, "equal", term, [], facts);
  }

  /** @throws Refusal where the rule does not apply, or would turn the relation around */
  rewrite(line: Line): Theorem {
    const at: Place = { binders: [], conditions: [], facts: this.#facts };
    [...line.terms, ...(line.back === null ? [] : [line.back])].forEach(checkTerm);
    const [right, direction] = rewritten(this.right, line, line.path, at);
    checkTerm(right);
    const relation = this.relation === "equal" ? direction : this.relation;
    const isOneWay = direction === "equal" || direction === relation;
    insist(isOneWay, "wrong-direction", "the step goes the other way");
    const found = at.conditions.flatMap((condition) => settle(condition, this.#facts));
    const all = new Map([...this.conditions, ...found].map((each) => [termKey(closed(each)), each]));
    return new Theorem(this.left, relation, right, [...all.values()], this.#facts);
  }
}

/** A term with the part at a path rewritten, and how that changes it. */
function rewritten(term: Term, line: Line, path: readonly number[], at: Place): readonly [Term, Relation] {
  const [next, ...rest] = path;
  if (next === undefined) return rewrittenHere(term, line, at);
  const part = term.parts[next];
  insist(part !== undefined && term.kind !== "variable", "no-such-place", `${term.kind} has no part ${next}`);
  const scope = isInside(term, next) ? inScope(at, bindersOf(term)) : at;
  const [inner, direction] = rewritten(part, line, rest, scope);
  const whole = { ...term, parts: term.parts.with(next, inner) };
  if (direction === "equal") return [whole, direction];
  const [smaller, larger] = direction === "atMost" ? [part, inner] : [inner, part];
  return [whole, grows(term, next, smaller, larger, at) ? direction : REVERSED[direction]];
}

function rewrittenHere(term: Term, { rule, terms, back }: Line, at: Place): readonly [Term, Relation] {
  const direction = Object.hasOwn(EQUATIONS, rule) ? "equal" : "atMost";
  const rules = direction === "equal" ? EQUATIONS : INEQUALITIES;
  const apply = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  insist(apply !== undefined, "no-such-rule", `there is no rule ${rule}`);
  const result = apply(at, back ?? term, ...terms);
  if (back === null) return [result, direction];
  insist(termKey(result) === termKey(term), "wrong-result", "backwards, the rule leads elsewhere");
  return [back, REVERSED[direction]];
}

/** Whether a node grows or shrinks when a part grows from `smaller` to `larger`. @throws Refusal when it need do neither */
function grows(term: Term, part: number, smaller: Term, larger: Term, at: Place): boolean {
  const others = term.parts.filter((_, i) => i !== part);
  switch (term.kind === "defined" ? term.name : term.kind) {
    case "add":
    case "exp":
      return true;
    case "log":
      demand(at, positive(smaller));
      return true;
    case "multiply": {
      const isNegative = ({ kind, name }: Term): boolean => kind === "number" && name.startsWith("-");
      const rest = times(...others.filter((other) => !isNegative(other)));
      demand(at, { kind: "nonnegative", term: rest });
      return others.filter(isNegative).length % 2 === 0;
    }
  }
  const isAveraged = ["sum", "integral", "expectation"].includes(term.kind === "defined" ? term.name : term.kind);
  insist(isAveraged && part === term.parts.length - 1, "wrong-direction", `${term.kind} need not grow with its part`);
  if (term.kind === "sum") return true;
  demand(inScope(at, bindersOf(term)), { kind: "nonnegative", term: times(...others) });
  const variables = term.bound;
  for (const each of [smaller, larger]) demand(at, { kind: "integrable", variables, term: times(...others, each) });
  return true;
}
