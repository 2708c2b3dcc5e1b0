import type { Outcome } from "../mutation/outcome.js";
import type { ListedMutant, MutatedDocument, MutationResult, OperatorResult, OutcomeCounts } from "../mutation/result.js";
import { paint } from "../report/paint.js";
import { EMPTY, exactly, indent, padEnd, prose, type Line, type Tone } from "../report/styled.js";
import { oneLine } from "../report/visible.js";
import { cropEnd, displayWidth } from "../report/width.js";
import { wrap } from "../report/wrap.js";
import type { Look } from "./terminal.js";

/** The survivors one by one, then a table of the operators, then one sentence. */
export function renderMutations(result: MutationResult, look: Look): string {
  const lines = [
    ...result.documents.flatMap((document) => documentLines(document, look)),
    ...tableLines(result.operators, result.summary),
    EMPTY,
    ...wrap([exactly(sentence(result.summary), "strong")], look.width),
  ];
  return paint(lines, look.colour);
}

const WORDS: Readonly<Record<Outcome, string>> = {
  refuted: "refuted",
  equivalent: "changes nothing",
  lenient: "changes nothing, read leniently",
  implied: "follows from what was there",
  holds: "accepted, but says something else",
  redefinition: "defines something else",
  accepted: "accepted",
  undecided: "undecided",
  "not-understood": "not understood",
};

const TONES: Readonly<Record<Outcome, Tone>> = {
  refuted: "good",
  equivalent: "faint",
  lenient: "faint",
  implied: "faint",
  holds: "doubt",
  redefinition: "given",
  accepted: "bad",
  undecided: "doubt",
  "not-understood": "doubt",
};

function documentLines({ path, leftOut, listed }: MutatedDocument, look: Look): readonly Line[] {
  if (listed.length === 0 && leftOut === 0) return [];
  const steps = leftOut === 1 ? "1 step has" : `${leftOut} steps have`;
  const left = leftOut === 0 ? [] : [[exactly(`  ${steps} no mutants: not accepted as written, or too long`, "faint")]];
  return [[exactly(path, "strong")], ...left, ...listed.flatMap((mutant) => mutantLines(mutant, look)), EMPTY];
}

/** Columns of a place, `229:123`. */
const PLACE = 10;

function mutantLines(mutant: ListedMutant, { width, unicode }: Look): readonly Line[] {
  const { line, column, operator, outcome, caught, reason } = mutant;
  const later = caught === undefined ? "" : `, refuted on line ${caught}`;
  const head: Line = [
    ...padEnd([exactly(`  ${line}:${column}`, "faint")], PLACE),
    exactly(`${WORDS[outcome]}${later}`, TONES[outcome]),
    exactly(`  ${operator}`, "faint"),
  ];
  const room = width - PLACE - 2;
  const edit = (sign: string, text: string): Line => [
    exactly(`${sign} `, "faint"),
    exactly(cropEnd(oneLine(text), room, unicode ? "…" : "...")),
  ];
  const body = [
    edit("-", mutant.before),
    edit("+", mutant.after),
    ...(reason === "" ? [] : wrap([prose(reason, "faint")], room)),
  ];
  return [head, ...body.map((each) => indent(each, PLACE))];
}

/** What a count of outcomes is called in a table. */
export const COLUMNS: readonly (readonly [keyof OutcomeCounts, string])[] = [
  ["mutants", "mutants"],
  ["refuted", "refuted"],
  ["equivalent", "no change"],
  ["lenient", "read alike"],
  ["implied", "implied"],
  ["holds", "hold too"],
  ["redefinition", "redefined"],
  ["accepted", "accepted"],
  ["undecided", "undecided"],
  ["notUnderstood", "not understood"],
  ["survivors", "survive"],
];

function tableLines(operators: readonly OperatorResult[], total: OutcomeCounts): readonly Line[] {
  const shown = COLUMNS.filter(([key]) => total[key] > 0 || key === "mutants" || key === "survivors");
  const names = Math.max(...operators.map(({ name }) => displayWidth(name)), displayWidth("operator"));
  const row = (name: string, cells: readonly string[], tone: Tone): Line => [
    ...padEnd([exactly(name, tone)], names),
    exactly(cells.map((cell, i) => cell.padStart((shown[i]?.[1] ?? "").length + 2)).join(""), tone),
  ];
  return [
    row(
      "operator",
      shown.map(([, title]) => title),
      "faint",
    ),
    ...operators.map(({ name, summary }) =>
      row(
        name,
        shown.map(([key]) => String(summary[key])),
        summary.survivors > 0 ? "doubt" : "plain",
      ),
    ),
    row(
      "all",
      shown.map(([key]) => String(total[key])),
      "strong",
    ),
  ];
}

function sentence({ mutants, equivalent, survivors }: OutcomeCounts): string {
  if (mutants === 0) return "No mutants: no step here is accepted as it stands.";
  const seen = mutants - equivalent;
  return survivors === 0 ? `None of ${seen} slips would go unseen.` : `${survivors} of ${seen} slips would go unseen.`;
}
