import { SEED } from "./collect.js";
import { DROP_STATEMENT, OPERATORS } from "./mutants.js";
import type { Mutant } from "./mutants.js";
import { KNOWN_SURVIVORS } from "./known-survivors.js";
import type { Outcome } from "./run.js";

const HEAD = "## The primitives";

/** The part of docs/mutants.md that is about the primitives; it comes last. */
export function primitivesPart(page: string): string {
  const start = page.indexOf(`${HEAD}\n`);
  return start === -1 ? "" : page.slice(start);
}

/** The page with another part about the primitives: each of the two full runs writes its own part and keeps the other's. */
export function withPrimitivesPart(page: string, part: string): string {
  const start = page.indexOf(`${HEAD}\n`);
  const others = (start === -1 ? page : page.slice(0, start)).trimEnd();
  return part === "" ? `${others}\n` : `${others}\n\n${part}`;
}

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
const code = (text: string): string => {
  const own = text.replaceAll("|", "\\|");
  return own.includes("`") ? `\`\` ${own} \`\`` : `\`${own}\``;
};

interface Counts {
  readonly edits: number;
  readonly noPrograms: number;
  readonly killed: number;
  readonly endless: number;
  readonly survive: number;
}

function countsOf({ noPrograms, judgements, known }: Outcome, isMeant: (mutant: Mutant) => boolean): Counts {
  const own = judgements.filter(({ mutant }) => isMeant(mutant));
  const killed = own.filter(({ killer }) => killer !== null);
  const left = noPrograms.filter(isMeant).length;
  const survive = own.length - killed.length + known.filter(isMeant).length;
  return {
    edits: left + killed.length + survive,
    noPrograms: left,
    killed: killed.length,
    endless: killed.filter(({ killer }) => killer?.isEndless === true).length,
    survive,
  };
}

function table(title: string, rows: readonly (readonly [string, Counts])[]): string {
  return [
    row(title, "edits", "no program", "mutants", "killed", "endless", "survive"),
    row("---", "---:", "---:", "---:", "---:", "---:", "---:"),
    ...rows.map(([name, { edits, noPrograms, killed, endless, survive }]) =>
      row(name, edits, noPrograms, killed + survive, killed, endless, survive),
    ),
  ].join("\n");
}

/** Of all mutants, how many are killed, in percent. */
export function killedPercent(outcome: Outcome): number {
  const { killed, survive } = countsOf(outcome, () => true);
  return (100 * killed) / (killed + survive);
}

export function primitivesSection(outcome: Outcome, date: string): string {
  const all = countsOf(outcome, () => true);
  const paths = [...new Set([...outcome.noPrograms, ...outcome.judgements.map(({ mutant }) => mutant)].map(({ path }) => path))];
  const operators = [...OPERATORS.map(({ name }) => name), DROP_STATEMENT];
  const examples = OPERATORS.map(({ name, example }) => `- *${name}*: ${code(example.before)} → ${code(example.after)}`);
  return `${[
    HEAD,
    "The code that builds distributions, divergences, losses, bounds, masks and gradients, and the tensor graph they are made of, edited in one place at a time, at every" +
      " place, and run against the tests of these folders. Written by `QEDMARK_FULL=1 QEDMARK_RECORD=1 npx vitest run tests/mutation/primitives/primitives.test.ts`.",
    `Run on ${date}; the tests draw their cases by the seed ${SEED}.`,
    `${all.edits} edits, of which ${all.noPrograms} do not type-check or are the program that was there before. Of the ${all.killed + all.survive} mutants that are left ` +
      `${all.killed} (${killedPercent(outcome).toFixed(2)} %) are killed, ${all.endless} of them because a loop did not end; ${all.survive} survive. Each of these was looked at, stands below with the reason, and is not run again.`,
    "Left alone: types, names, templates and what a `throw` says (messages are no mathematics), and the arguments of functions that take them in any order, which exchanged change" +
      " nothing but the order of axes in memory. A mutant is no program, too, when only the file that it stands in does not type-check; that an import is no longer used is no mistake.",
    `### Edits\n\n${examples.join("\n")}\n- *${DROP_STATEMENT}*`,
    table(
      "edit",
      operators.map((name) => [name, countsOf(outcome, ({ operator }) => operator === name)]),
    ),
    "### Files",
    table("file", [...paths.sort().map((own) => [own, countsOf(outcome, ({ path }) => path === own)] as const), ["all", all]]),
    "### Survivors",
    ...KNOWN_SURVIVORS.map(({ why, edits }) => `${why}\n\n${edits.map((edit) => `- ${code(edit)}`).join("\n")}`),
  ].join("\n\n")}\n`;
}
