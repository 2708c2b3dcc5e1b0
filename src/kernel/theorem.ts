import { type Context, demand, inScope } from "./algebra.js";
import { EQUATIONS, INEQUALITIES, type Place } from "./axioms.js";
import { settle } from "./conditions.js";
import { bindersOf, type Proposition } from "./proposition.js";
import { insist, Refusal } from "./refusal.js";
import { checkTerm, isInside, termKey, times } from "./structure.js";
import type { Term } from "./term.js";

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
    checkTerm(term);
    for (const { claim } of facts) if (claim.kind === "equal") [claim.left, claim.right].forEach(checkTerm);
    return new Theorem(term, "equal", term, [], facts);
  }

  /** @throws Refusal where the rule does not apply, or would turn the relation around */
  rewrite(line: Line): Theorem {
    const at: Place = { binders: [], conditions: [], facts: this.#facts };
    [...line.terms, ...(line.back === null ? [] : [line.back])].forEach(checkTerm);
    const [right, direction] = rewritten(this.right, line, line.path, at);
    const relation = this.relation === "equal" ? direction : this.relation;
    insist(direction === "equal" || direction === relation, "wrong-direction", "the step goes the other way");
    const found = at.conditions.flatMap((condition) => settle(condition, this.#facts));
    const conditions = new Map([...this.conditions, ...found].map((each) => [JSON.stringify(each), each]));
    return new Theorem(this.left, relation, right, [...conditions.values()], this.#facts);
  }
}

function rewritten(term: Term, line: Line, path: readonly number[], at: Place): readonly [Term, Relation] {
  const [next, ...rest] = path;
  if (next === undefined) return rewrittenHere(term, line, at);
  const part = term.parts[next];
  insist(part !== undefined, "no-such-place", `${term.kind} has no part ${next}`);
  const scope = isInside(term, next) ? { ...at, ...inScope(at, bindersOf(term)) } : at;
  const [inner, direction] = rewritten(part, line, rest, scope);
  const whole = { ...term, parts: term.parts.with(next, inner) };
  return [
    whole,
    direction === "equal"
      ? direction
      : lifted(term, next, direction === "atMost" ? [part, inner] : [inner, part], scope, direction),
  ];
}

function rewrittenHere(term: Term, { rule, terms, back }: Line, at: Place): readonly [Term, Relation] {
  const equation = Object.hasOwn(EQUATIONS, rule) ? EQUATIONS[rule] : undefined;
  const inequality = Object.hasOwn(INEQUALITIES, rule) ? INEQUALITIES[rule] : undefined;
  const apply = equation ?? inequality;
  insist(apply !== undefined, "no-such-rule", `there is no rule ${rule}`);
  const direction = equation === undefined ? "atMost" : "equal";
  const result = apply(at, back ?? term, ...terms);
  if (back === null) return [result, direction];
  insist(termKey(result) === termKey(term), "wrong-result", "backwards, the rule leads elsewhere");
  return [back, REVERSED[direction]];
}

/** How a node changes when one part grows from `smaller` to `larger`, or shrinks. */
function lifted(
  term: Term,
  part: number,
  [smaller, larger]: readonly [Term, Term],
  scope: Context,
  direction: Relation,
): Relation {
  const others = term.parts.filter((_, i) => i !== part);
  switch (term.kind === "defined" ? term.name : term.kind) {
    case "multiply": {
      const negative = others.filter(({ kind, name }) => kind === "number" && name.startsWith("-"));
      demand(scope, { kind: "nonnegative", term: times(...others.filter((other) => !negative.includes(other))) });
      return negative.length % 2 === 0 ? direction : REVERSED[direction];
    }
    case "log":
      demand(scope, { kind: "positive", term: smaller });
      return direction;
    case "integral":
    case "expectation": {
      insist(part === term.parts.length - 1, "wrong-direction", "only what is averaged may change");
      const weight = times(...others);
      demand(scope, { kind: "nonnegative", term: weight });
      for (const each of [smaller, larger])
        demand(scope, { kind: "integrable", variables: term.bound, term: times(weight, each) });
      return direction;
    }
    case "add":
    case "exp":
      return direction;
    case "sum":
      insist(part === 2, "wrong-direction", "only the body of a sum may change");
      return direction;
    default:
      throw new Refusal("wrong-direction", `${term.kind} need not grow with its part`);
  }
}
