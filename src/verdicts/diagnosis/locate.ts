import type { Term, TermOf } from "../../terms/term.js";
import { mapChildren, termKey } from "../../terms/traverse.js";
import { sameColumn, type Valuer } from "./values.js";

/** The smallest parts of both sides that differ: the rest of the step agrees. Null stands for a part that has no partner. */
export interface Difference {
  readonly left: Term | null;
  readonly right: Term | null;
}

const DEEPEST = 12;

/** Descends from both sides as long as everything but one part on each agrees in value. */
export function locate(left: Term, right: Term, values: Valuer, depth = 0): Difference {
  const here: Difference = { left, right };
  if (depth > DEEPEST) return here;
  const inner = pairs(left, right, values);
  if (inner === null) return here;
  if (inner.left === null || inner.right === null) return inner;
  return locate(inner.left, inner.right, values, depth + 1);
}

function pairs(left: Term, right: Term, values: Valuer): Difference | null {
  const a = summands(left);
  const b = summands(right);
  if (a.length > 1 || b.length > 1) return cancel(a, b, values, false);
  return sameHead(left, right) ?? factorPair(left, right, values);
}

/** Signed summands; a minus in front of a sum goes to its parts. */
function summands(term: Term): Term[] {
  if (term.kind === "labelled") return summands(term.body);
  if (term.kind === "add") return term.terms.flatMap(summands);
  if (term.kind === "negate" && (term.argument.kind === "add" || term.argument.kind === "labelled")) {
    return summands(term.argument).map((part): Term =>
      part.kind === "negate" ? part.argument : { kind: "negate", argument: part, span: part.span },
    );
  }
  return [term];
}

/** Longer sides are not compared part by part. */
const MOST_PARTS = 60;

/** Strikes out parts of equal value; what is left must be smaller than what there was. */
function cancel(a: readonly Term[], b: readonly Term[], values: Valuer, exactKeys: boolean): Difference | null {
  if (a.length + b.length > MOST_PARTS) return null;
  const rows = exactKeys ? [] : values([...a, ...b]);
  const restA = [...a.keys()];
  const restB = [...b.keys()];
  for (const i of a.keys()) {
    const at = restB.findIndex((j) => {
      const [x, y] = [a[i], b[j]];
      return (
        x !== undefined && y !== undefined && (termKey(x) === termKey(y) || (!exactKeys && sameColumn(rows, i, a.length + j)))
      );
    });
    if (at < 0) continue;
    restB.splice(at, 1);
    restA.splice(restA.indexOf(i), 1);
  }
  if (restA.length === a.length && restB.length === b.length) return null;
  if (restA.length > 1 || restB.length > 1) return null;
  const [i] = restA;
  const [j] = restB;
  return { left: i === undefined ? null : (a[i] ?? null), right: j === undefined ? null : (b[j] ?? null) };
}

function factorPair(left: Term, right: Term, values: Valuer): Difference | null {
  if (left.kind === "multiply" || right.kind === "multiply") {
    const a = left.kind === "multiply" ? left.factors : [left];
    const b = right.kind === "multiply" ? right.factors : [right];
    return cancel(a, b, values, true);
  }
  return null;
}

/** The one part in which two nodes of the same kind differ, where everything else about them is the same. */
function sameHead(left: Term, right: Term): Difference | null {
  const only = (...parts: readonly (readonly [Term, Term])[]): Difference | null => {
    const different = parts.filter(([x, y]) => termKey(x) !== termKey(y));
    const [first] = different;
    return first !== undefined && different.length === 1 ? { left: first[0], right: first[1] } : null;
  };
  if (left.kind === "negate" && right.kind === "negate") return only([left.argument, right.argument]);
  if (left.kind === "elementary" && right.kind === "elementary" && left.name === right.name)
    return only([left.argument, right.argument]);
  if (left.kind === "divide" && right.kind === "divide")
    return only([left.numerator, right.numerator], [left.denominator, right.denominator]);
  if (left.kind === "power" && right.kind === "power") return only([left.base, right.base], [left.exponent, right.exponent]);
  if (left.kind === "expectation" && right.kind === "expectation" && sameShell(left, right)) return only([left.body, right.body]);
  if (left.kind === "integral" && right.kind === "integral" && sameShell(left, right)) return only([left.body, right.body]);
  if (left.kind === "sum" && right.kind === "sum" && sameShell(left, right)) return only([left.body, right.body]);
  if (left.kind === "product" && right.kind === "product" && sameShell(left, right)) return only([left.body, right.body]);
  return null;
}

type WithBody = TermOf<"expectation"> | TermOf<"integral"> | TermOf<"sum">;

/** Whether two binders bind the same variables in the same way. */
function sameShell(left: WithBody, right: WithBody): boolean {
  const hollow: Term = { kind: "tuple", items: [] };
  const shell = (term: WithBody): string => termKey(mapChildren(term, (child) => (child === term.body ? hollow : child)));
  return shell(left) === shell(right);
}
