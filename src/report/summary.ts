import type { CheckResult, DocumentResult, Sampling, StepResult, Summary, Verdict } from "../verdicts/result.js";

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

/** The Monte Carlo checks of a run. A repetition has the evidence of the step that it repeats, and no check of its own. */
export function samplingOf(documents: readonly DocumentResult[]): Sampling {
  const steps = documents.flatMap(({ steps: all }) => all.filter(({ repeats }) => repeats === undefined));
  const checks = steps.flatMap(({ evidence }) => evidence.filter(({ oracle }) => oracle === "monte-carlo"));
  const rates = checks.flatMap(({ data }) => (data?.certified === true && typeof data.alpha === "number" ? [data.alpha] : []));
  return {
    certified: rates.length,
    alpha: Number(rates.reduce((sum, rate) => sum + rate, 0).toPrecision(DIGITS)),
    uncertified: checks.length - rates.length,
  };
}

/** Digits of a sum of rates: fewer than rounding spoils, so that 3e-9 is not 3.0000000000000004e-9. */
const DIGITS = 12;

export function checkResult(documents: readonly DocumentResult[]): CheckResult {
  return { schema: 1, documents, summary: summarise(documents), sampling: samplingOf(documents) };
}

/** What the run owes to chance, in a sentence; null when nothing was sampled. */
export function samplingSentence({ certified, alpha, uncertified }: Sampling): string | null {
  const sure =
    certified === 0
      ? null
      : `Monte Carlo: ${checksOf(certified)}, with a chance of at most ${alpha} that any of them raised a false alarm`;
  const unsure = uncertified === 0 ? null : `${checksOf(uncertified)} by the normal approximation, not certified`;
  if (sure === null) return unsure === null ? null : `Monte Carlo: ${unsure}.`;
  return unsure === null ? `${sure}.` : `${sure}; ${unsure}.`;
}

const checksOf = (count: number): string => `${count} check${count === 1 ? "" : "s"}`;

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
