import type { Counterexample, DocumentResult, StepResult } from "../../src/verdicts/result.js";

/** A fenced block ```` ```verdict NAME ```` below an equation: what the checker says of the steps since the block before. */
export interface VerdictBlock {
  /** The slip that the step above it shows, as `qedmark mutate` names it; empty where the step is sound. */
  readonly slip: string;
  readonly steps: readonly StepResult[];
}

const BLOCK = /^```verdict(?: ([\w-]+))?\n[^]*?^```$/gmu;

/** The blocks of a document, each with the steps that it speaks of. */
export function verdictBlocks(text: string, { steps }: DocumentResult): readonly VerdictBlock[] {
  let before = 0;
  return [...text.matchAll(BLOCK)].map((match) => {
    const from = before;
    before = match.index;
    const own = steps.filter(({ range }) => range.sign.start >= from && range.sign.start < match.index);
    return { slip: match[1] ?? "", steps: own };
  });
}

/** The document with every block saying what the checker says. */
export function withVerdicts(text: string, result: DocumentResult): string {
  const blocks = verdictBlocks(text, result);
  let next = 0;
  return text.replace(BLOCK, () => {
    const block = blocks[next++];
    const slip = block?.slip ?? "";
    return ["```verdict" + (slip === "" ? "" : ` ${slip}`), ...(block?.steps ?? []).flatMap(stepLines), "```"].join("\n");
  });
}

function stepLines(step: StepResult): readonly string[] {
  const { verdict, message, hint, blame, reading, counterexample } = step;
  return [
    `${verdict}: ${message ?? ""}`.replace(/: $/u, ""),
    ...(blame === undefined ? [] : [`  where: ${blame.note}`]),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    ...reading.map((note) => `  reading: ${note}`),
    ...(counterexample === undefined ? [] : counterexampleLines(counterexample)),
  ];
}

function counterexampleLines({ model, left, right }: Counterexample): readonly string[] {
  return [...model.map((line) => `  ${line}`), `  left side: ${left}`, `  right side: ${right}`];
}
