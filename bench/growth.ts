import { checkDocument } from "../src/verdicts/check.js";
import type { Outcome } from "./outcome.js";
import { alternate, processorClock, spreadText } from "./samples.js";

/** Three steps that hold, of three kinds, with a constant that makes each differ from every other part's. */
function part(constant: number): string {
  return `## Part ${constant}

$$\\mathbb{E}_{p(x,z)}[${constant} \\log p(x,z)] = ${constant}\\,\\mathbb{E}_{p(x,z)}[\\log p(x)] + ${constant}\\,\\mathbb{E}_{p(x,z)}[\\log p(z|x)]$$

$$KL(p(x)\\|q(x)) + ${constant} = \\int p(x) \\left[\\log \\frac{p(x)}{q(x)} + ${constant}\\right] dx$$

$$\\mathbb{E}_{z \\sim \\mathcal{N}(${constant}, 1)}[z^2] = ${constant * constant} + 1$$
`;
}

function documentOf(parts: number): string {
  return Array.from({ length: parts }, (_, index) => part(index + 2)).join("\n");
}

/** How many steps the document has. All of them are decided for themselves: what is given up or only repeated is quick, and shows nothing. */
function check(text: string): number {
  const { steps } = checkDocument(text, "growth.md", { seed: 0, budget: "standard" });
  const odd = steps.find((step) => step.verdict !== "exact" || step.repeats !== undefined);
  if (odd !== undefined)
    throw new Error(`line ${odd.line} is ${odd.verdict}${odd.repeats === undefined ? "" : " by repetition"}, not exact`);
  return steps.length;
}

/** Checking takes work in proportion to a document's length. */
export function measureGrowth(rounds: number): Outcome[] {
  const shortParts = 4;
  const short = documentOf(shortParts);
  const shortSteps = check(short);
  return [10, 100].map((factor) => {
    const long = documentOf(shortParts * factor);
    const longSteps = check(long);
    if (longSteps !== shortSteps * factor) throw new Error(`${longSteps} steps were read where ${shortSteps * factor} stand`);
    const [ours, baseline] = alternate([() => check(long), () => check(short)], rounds, processorClock);
    if (ours === undefined || baseline === undefined) throw new Error("two pieces of work have two times");
    return {
      kind: "measured",
      name: `checking a document ${factor} times as long, time per step`,
      ours: `${spreadText(ours)} for ${longSteps} steps`,
      baseline: `${spreadText(baseline, 1)} for ${shortSteps} steps`,
      ratio: ours.median / longSteps / (baseline.median / shortSteps),
      rounds,
      target: { relation: "at most", bound: 1.5 },
    };
  });
}
