import { COLUMNS } from "../../src/cli/mutate-pretty.js";
import type { ListedMutant, MutationResult, OutcomeCounts } from "../../src/mutation/result.js";
import { TRUE_STATEMENTS } from "./true-statements.js";

const code = (latex: string): string => {
  const text = latex.replace(/\s+/gu, " ").trim().replaceAll("|", "\\|");
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
};

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

/** Survivors have lists of their own. */
const HEADS = COLUMNS.filter(([key]) => key !== "survivors");

function table(title: string, rows: readonly (readonly [string, OutcomeCounts])[]): string {
  return [
    row(title, ...HEADS.map(([, head]) => head)),
    row("---", ...HEADS.map(() => "---:")),
    ...rows.map(([name, counts]) => row(name, ...HEADS.map(([key]) => counts[key]))),
  ].join("\n");
}

/** Of a document that is not the project's own, only the place is told. */
function mutantTable(path: string, mutants: readonly ListedMutant[]): string {
  const own = !path.startsWith("..");
  const text = (latex: string): string => (own ? code(latex) : "");
  const rows = mutants.map(({ line, column, operator, before, after, outcome, reason }) =>
    row(`${line}:${column}`, operator, text(before), text(after), outcome, own ? reason.replaceAll("|", "\\|") : ""),
  );
  const head = [row("place", "slip", "before", "after", "outcome", "reason"), row("---:", "---", "---", "---", "---", "---")];
  return [`### ${path}`, [...head, ...rows].join("\n")].join("\n\n");
}

function mutantTables(result: MutationResult, isListed: (mutant: ListedMutant) => boolean): readonly string[] {
  const tables = result.documents
    .map(({ path, listed }) => ({ path, mutants: listed.filter(isListed) }))
    .filter(({ mutants }) => mutants.length > 0)
    .map(({ path, mutants }) => mutantTable(path, mutants));
  return tables.length === 0 ? ["None."] : tables;
}

/** docs/mutants.md: what became of every mutant of the derivations. */
export function mutantsPage(result: MutationResult, date: string): string {
  const { summary, documents, operators } = result;
  const claims = summary.refuted + summary.accepted + summary.undecided + summary.notUnderstood;
  const percent = ((100 * summary.refuted) / claims).toFixed(2);
  return `${[
    "# Mutants: what the checker makes of slips",
    "`qedmark mutate` spoils a derivation by one edit at a time and checks it again. This page is the outcome for the derivations of the project and for a" +
      " set of lecture slides that is not part of it; it is written by `QEDMARK_FULL=1 QEDMARK_RECORD=1 npx vitest run tests/mutation/survivors.test.ts`.",
    `Run on ${date}.`,
    `${summary.mutants} mutants. Of the ${claims} that spoil a claim, ${summary.refuted} (${percent} %) are refuted at their own line, ${summary.accepted} are accepted, ${summary.undecided} are` +
      ` undecided and ${summary.notUnderstood} are not understood.`,
    "- *no change*: the checker decides that the edited side equals the side before; *read alike*: so under a lenient reading that the report names.\n" +
      "- *implied*: an inequality that follows from the one before. *hold too*: another statement that is accepted; each was looked at and is true (below).\n" +
      "- *redefined*: the edited line only defines or assumes something, so nothing on it can be refuted.",
    "## Documents",
    table("document", [...documents.map(({ path, summary: counts }) => [path, counts] as const), ["all", summary]]),
    "## Slips",
    table(
      "slip",
      operators.map(({ name, summary: counts }) => [name, counts]),
    ),
    "## Accepted, undecided or not understood",
    ...mutantTables(result, ({ outcome }) => outcome === "accepted" || outcome === "undecided" || outcome === "not-understood"),
    "## True all the same",
    ...TRUE_STATEMENTS.map(
      ({ why, statements }) => `${why}\n\n${statements.map((statement) => `- ${code(statement)}`).join("\n")}`,
    ),
    "## Redefinitions that no later line refutes",
    ...mutantTables(result, ({ outcome, survives }) => outcome === "redefinition" && survives),
  ].join("\n\n")}\n`;
}
