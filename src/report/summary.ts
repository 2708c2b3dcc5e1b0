import type { CheckResult, DocumentResult, StepResult, Summary, Verdict } from "../verdicts/result.js";

/** How many steps have each verdict. Every step counts once, repetitions too. */
export function countVerdicts(documents: readonly DocumentResult[]): Readonly<Record<Verdict, number>> {
  const counts: Record<Verdict, number> = {
    proved: 0,
    exact: 0,
    supported: 0,
    refuted: 0,
    assumed: 0,
    undecided: 0,
    "not-understood": 0,
  };
  for (const document of documents) for (const step of document.steps) counts[step.verdict] += 1;
  return counts;
}

export function summarise(documents: readonly DocumentResult[]): Summary {
  const { "not-understood": notUnderstood, ...counts } = countVerdicts(documents);
  return { steps: documents.reduce((sum, document) => sum + document.steps.length, 0), ...counts, notUnderstood };
}

export function checkResult(documents: readonly DocumentResult[]): CheckResult {
  return { schema: 1, documents, summary: summarise(documents) };
}

/** One sentence that says how the steps fare. The counts in it add up to the number of steps. */
export function closingSentence(summary: Summary): string {
  const { steps } = summary;
  if (steps === 0) return "No steps: no equation here states a relation.";
  const hold = summary.proved + summary.exact + summary.supported;
  const rest = [
    said(summary.assumed, "assumed"),
    said(summary.undecided, "undecided"),
    said(summary.notUnderstood, "not understood"),
    said(summary.refuted, "refuted"),
  ].filter((part) => part !== "");
  const subject =
    hold === steps
      ? steps === 1
        ? "The one step holds"
        : `All ${steps} steps hold`
      : `${hold} of ${steps} steps hold${hold === 1 ? "s" : ""}`;
  const support = summary.supported === 0 ? "" : ` (${summary.supported} by numerical evidence only)`;
  return `${subject}${support}${rest.length === 0 ? "" : `; ${list(rest)}`}.`;
}

const said = (count: number, word: string): string => (count === 0 ? "" : `${count} ${count === 1 ? "is" : "are"} ${word}`);

const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;

/**
 * Steps of which one oracle says that the sides are equal and another that they differ: a defect of qedmark, not of the document.
 * The static pass looks at the writing, not at values, so it contradicts none of the others.
 */
export function contradictions(result: CheckResult): readonly { readonly path: string; readonly step: StepResult }[] {
  return result.documents.flatMap(({ path, steps }) => steps.filter(disagrees).map((step) => ({ path, step })));
}

function disagrees(step: StepResult): boolean {
  const answers = new Set(step.evidence.filter(({ oracle }) => oracle !== "static").map(({ result }) => result));
  return answers.has("equal") && answers.has("different");
}
