import type { Term } from "../../src/terms/term.js";
import type { Domain } from "../../src/claims/domain.js";
import { type Claim, NOTHING_FIXED, type Setting } from "../../src/claims/setting.js";
import { makeExplicit } from "../../src/meaning/explicit.js";
import { vocabularyOf } from "../../src/meaning/vocabulary.js";
import { parseEquation } from "../../src/notation/parse.js";
import { surveyNotation } from "../../src/notation/survey.js";
import type { Chain } from "../../src/notation/types.js";

/** The one chain of a piece of LaTeX, read as a document of its own. */
export function chain(latex: string): Chain {
  const { families, functions } = surveyNotation([{ latex, environment: null }], {});
  const { statements, unread } = parseEquation(latex, null, { families, functions, macros: {} });
  const [statement] = statements;
  if (statement?.kind !== "chain" || statements.length > 1 || unread.length > 0) throw new Error(`no single relation: ${latex}`);
  return statement;
}

/** Both sides of a relation, as they are written. */
export function sides(latex: string): readonly [Term, Term] {
  const [left, right] = chain(latex).sides;
  const [a, b] = [left?.term ?? null, right?.term ?? null];
  if (a === null || b === null) throw new Error(`not understood: ${latex}`);
  return [a, b];
}

/** A term, as it is written; letters are read as in a document that holds nothing else. */
export function term(latex: string): Term {
  return sides(`${latex} = 0`)[0];
}

/** A claim with every binder and family written out, as the checker would put it to an oracle. */
export function claim(latex: string, setting: Partial<Setting> = {}): Claim {
  const [sign] = chain(latex).signs;
  const [left, right] = sides(latex);
  const surroundings = { vocabulary: vocabularyOf([left, right], []), laws: new Map(), step: [left, right] };
  const [a, b] = [makeExplicit(left, surroundings), makeExplicit(right, surroundings)];
  if (a.kind === "problem" || b.kind === "problem" || sign === undefined) throw new Error(`not explicit: ${latex}`);
  return { left: a.term, right: b.term, relation: sign.relation, targets: [], setting: { ...NOTHING_FIXED, ...setting } };
}

/** A setting in which letters have these domains. */
export function domains(of: Readonly<Record<string, Domain>>): Partial<Setting> {
  return { domains: new Map(Object.entries(of)) };
}
