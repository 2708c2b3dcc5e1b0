import type { Verdict } from "../verdicts/result.js";
import type { Edit } from "./mutants.js";
import { OPERATORS } from "./operators.js";
import { type Judgement, type Outcome, survives } from "./outcome.js";

/** The outcome of `mutate`, as data. Field names are the contract of `--format json`: fields are added, never renamed. */
export interface MutationResult {
  readonly schema: 1;
  readonly documents: readonly MutatedDocument[];
  /** In the order of the operators; those that made no mutant are left out. */
  readonly operators: readonly OperatorResult[];
  readonly summary: OutcomeCounts;
}

export interface MutatedDocument {
  readonly path: string;
  /** Steps without a mutant: not accepted as they stand, or too long. */
  readonly leftOut: number;
  readonly summary: OutcomeCounts;
  /** Everything but what was refuted or changes nothing, in the order of the document. */
  readonly listed: readonly ListedMutant[];
}

export interface ListedMutant {
  readonly id: string;
  readonly line: number;
  readonly column: number;
  readonly operator: string;
  readonly before: string;
  readonly after: string;
  /** Replaces the range of UTF-16 offsets in the document: the mutant as a whole. */
  readonly edit: Edit;
  readonly outcome: Outcome;
  readonly survives: boolean;
  readonly verdicts: readonly Verdict[];
  readonly reason: string;
  /** The first line below that is refuted because of the edit. */
  readonly caught?: number;
}

export interface OutcomeCounts {
  readonly mutants: number;
  readonly refuted: number;
  readonly equivalent: number;
  readonly lenient: number;
  readonly implied: number;
  readonly holds: number;
  readonly redefinition: number;
  readonly accepted: number;
  readonly undecided: number;
  readonly notUnderstood: number;
  readonly survivors: number;
}

export interface OperatorResult {
  readonly name: string;
  readonly description: string;
  readonly summary: OutcomeCounts;
}

/** A document with what became of its mutants. */
export interface JudgedDocument {
  readonly path: string;
  readonly leftOut: number;
  readonly judgements: readonly Judgement[];
}

export function mutationResult(documents: readonly JudgedDocument[]): MutationResult {
  const all = documents.flatMap(({ judgements }) => judgements);
  return {
    schema: 1,
    documents: documents.map(({ path, leftOut, judgements }) => ({
      path,
      leftOut,
      summary: countOutcomes(judgements),
      listed: judgements.filter(({ outcome }) => outcome !== "refuted" && outcome !== "equivalent").map(listed),
    })),
    operators: OPERATORS.flatMap(({ name, description }) => {
      const own = all.filter(({ mutant }) => mutant.operator === name);
      return own.length === 0 ? [] : [{ name, description, summary: countOutcomes(own) }];
    }),
    summary: countOutcomes(all),
  };
}

function listed(judgement: Judgement): ListedMutant {
  const { mutant, outcome, verdicts, reason, caught } = judgement;
  const { id, line, column, operator, before, edit } = mutant;
  return {
    id,
    line,
    column,
    operator,
    before,
    after: edit.replacement,
    edit,
    outcome,
    survives: survives(judgement),
    verdicts,
    reason,
    ...(caught === null ? {} : { caught }),
  };
}

export function countOutcomes(judgements: readonly Judgement[]): OutcomeCounts {
  const count = (outcome: Outcome): number => judgements.filter((judgement) => judgement.outcome === outcome).length;
  return {
    mutants: judgements.length,
    refuted: count("refuted"),
    equivalent: count("equivalent"),
    lenient: count("lenient"),
    implied: count("implied"),
    holds: count("holds"),
    redefinition: count("redefinition"),
    accepted: count("accepted"),
    undecided: count("undecided"),
    notUnderstood: count("not-understood"),
    survivors: judgements.filter(survives).length,
  };
}
