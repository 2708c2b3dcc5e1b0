import { checkResult } from "../../src/report/summary.js";
import type { CheckResult, DocumentResult, StepResult } from "../../src/verdicts/result.js";

/** A document and a result for it as the checker could give it. */
export const SOURCE = `# 变分下界 The bound

The evidence splits:

$$
\\begin{aligned}
\\log p(x) &= E_{q(z|x)}[\\log p(x,z)] - E_{q(z|x)}[\\log q(z|x)] \\\\
          &= E_{q(z|x)}[\\log p(x|z)] + KL(q(z|x)\\|p(z))
\\end{aligned}
$$

where $q(z|x) = N(z; \\mu, \\sigma^2)$ and $C = \\log 2\\pi$. 噪声 $z \\sim N(0, 1)$.
`;

export const PATH = "notes/bound.md";

const at = (text: string, from = 0): number => {
  const found = SOURCE.indexOf(text, from);
  if (found < 0) throw new Error(`not in the fixture: ${text}`);
  return found;
};

const place = (offset: number): { line: number; column: number } => {
  const before = SOURCE.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
};

const step = (id: string, left: string, right: string, sign: number, rest: Partial<StepResult>): StepResult => ({
  id,
  ...place(sign),
  relation: "=",
  left,
  right,
  understoodAs: `${left} = ${right}`,
  verdict: "exact",
  reading: [],
  evidence: [],
  range: { sign: { start: sign, end: sign + 1 }, step: { start: sign, end: sign + 2 + right.length } },
  ...rest,
});

const first = at("= E_");
const second = at("= E_", first + 1);
const third = at("= N");
const fourth = at("= \\log 2");

export const REFUTED: StepResult = step("b2c3", "\\log p(x)", "E_{q(z|x)}[\\log p(x|z)] + KL(q(z|x)\\|p(z))", second, {
  verdict: "refuted",
  message: "The sides differ: the right side is larger by 2 KL(q(z|x) || p(z)).",
  hint: "With - in place of + before the KL the step holds.",
  blame: { start: at("+ KL"), end: at("p(z))\n") + 5, note: "this sign" },
  counterexample: {
    model: ["z ∈ {z₁, z₂}, x ∈ {x₁}", "q(z₁|x₁) = 1/3, q(z₂|x₁) = 2/3", "p(z₁) = 1/2, p(z₂) = 1/2"],
    left: "-log 2",
    right: "2/3 log 2 - log 3",
    leftValue: -Math.log(2),
    rightValue: (2 / 3) * Math.log(2) - Math.log(3),
  },
  evidence: [
    {
      oracle: "finite",
      result: "different",
      detail: "differs in 24 of 24 models",
      worlds: 24,
      data: { seed: 0, support: "2 x 1" },
    },
    { oracle: "quadrature", result: "unknown", detail: "no concrete density" },
  ],
  replay: "qedmark explain notes/bound.md#b2c3 --seed 0",
});

export const DOCUMENT: DocumentResult = {
  path: PATH,
  steps: [
    step("a1b2", "\\log p(x)", "E_{q(z|x)}[\\log p(x,z)] - E_{q(z|x)}[\\log q(z|x)]", first, {
      evidence: [{ oracle: "finite", result: "equal", detail: "equal in 24 models", worlds: 24 }],
      reading: ["p(X,z) is p(x,z)"],
    }),
    REFUTED,
    step("c3d4", "q(z|x)", "N(z; \\mu, \\sigma^2)", third, { verdict: "assumed", repeats: "a1b2" }),
    step("d4e5", "C", "\\log 2\\pi", fourth, {
      verdict: "undecided",
      message: "C stands on one side only and is defined nowhere: it would have to be the constant that the bound leaves out.",
    }),
  ],
  assumptions: [{ ...place(at("z \\sim")), text: "z is standard normal" }],
  unread: [{ ...place(at("噪声")), endLine: 12, endColumn: 60, reason: "the math is cut by a table cell" }],
};

export const RESULT: CheckResult = checkResult([DOCUMENT]);

export const SOURCES: ReadonlyMap<string, string> = new Map([[PATH, SOURCE]]);
