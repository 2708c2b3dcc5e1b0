import type { Binder, Term } from "../terms/term.js";
import { readArguments, subRow } from "./arguments.js";
import { isBar } from "./calls.js";
import { isVariableTerm } from "./big-operators.js";
import { isFamilyLetter, readDistribution } from "./distributions.js";
import { NotUnderstood } from "./failure.js";
import { VARIABLE, type Grammar } from "./grammar.js";
import { fenceOf, headOf } from "./heads.js";
import { isBlank, isSign, spanOf, splitItems, type Layout, type Row } from "./layout.js";
import { lawOf } from "./laws.js";

export interface Binders {
  readonly binders: readonly Binder[];
  readonly given: readonly Term[];
}

/**
 * What stands under an expectation: `x \sim p(x)`, `q(z|x)`, `q`, `x`, `z|x`, several of them with commas between. Variables wait for the `\sim` that
 * follows them: in `x, y \sim p, z \sim q` both x and y come from p.
 */
export function readBinders(row: Row, grammar: Grammar): Binders {
  const items = row.items.filter((item) => !isBlank(item));
  const binders: Binder[] = [];
  const given: Term[] = [];
  let waiting: Layout[][] = [];
  const flush = (): void => {
    if (waiting.length === 0) return;
    const span = spanOf(waiting.flat(), row.span);
    binders.push({ variables: waiting.map((part) => readVariable(part, row, grammar)), distribution: null, span });
    waiting = [];
  };
  for (const part of splitItems(items, (item) => isSign(item, ",", ";"))) {
    if (part.length === 0) throw new NotUnderstood(row.span, "a variable is missing under the expectation");
    const tilde = part.findIndex((item) => isTilde(item));
    if (tilde >= 0) {
      const variables = [...waiting, part.slice(0, tilde)];
      waiting = [];
      const span = spanOf([...variables.flat(), ...part], row.span);
      const read = variables.flatMap((variable) => readVariables(variable, row, grammar));
      binders.push({ variables: read, distribution: readDistribution(subRow(part.slice(tilde + 1), row.span), grammar), span });
    } else if (isDistribution(part, grammar)) {
      flush();
      binders.push({
        variables: [],
        distribution: readDistribution(subRow(part, row.span), grammar),
        span: spanOf(part, row.span),
      });
    } else {
      const [variable = [], condition, ...more] = splitItems(part, isBar);
      if (more.length > 0) throw new NotUnderstood(row.span, "two bars under the expectation");
      waiting.push(variable);
      if (condition !== undefined) given.push(...readArguments(subRow(condition, row.span), VARIABLE, grammar));
    }
  }
  flush();
  return { binders, given };
}

function isTilde(item: Layout): boolean {
  if (isSign(item, "\\sim")) return true;
  return item.kind === "stack" && item.base.items.length === 1 && isSign(item.base.items[0], "\\sim");
}

/** A density with its arguments, a law, or a letter known as a density. */
function isDistribution(part: readonly Layout[], grammar: Grammar): boolean {
  const [first, second] = part;
  if (part.length === 2 && first !== undefined) {
    const head = headOf(first);
    const call = fenceOf(second);
    return head !== null && call !== null && (lawOf(head) !== null || call.fence.open === "(");
  }
  return part.length === 1 && isFamilyLetter(first, grammar);
}

function readVariable(items: readonly Layout[], row: Row, grammar: Grammar): Term {
  const term = grammar.row(subRow(items, row.span), VARIABLE);
  if (!isVariableTerm(term)) throw new NotUnderstood(row.span, "a variable is expected under the expectation");
  return term;
}

/** `x`, or `(x, y)` in front of its distribution. */
function readVariables(items: readonly Layout[], row: Row, grammar: Grammar): Term[] {
  const only = items[0];
  if (items.length !== 1 || only?.kind !== "fence" || only.open !== "(") return [readVariable(items, row, grammar)];
  const terms = readArguments(only.row, VARIABLE, grammar);
  if (!terms.every(isVariableTerm)) throw new NotUnderstood(only.span, "a variable is expected under the expectation");
  return terms;
}
