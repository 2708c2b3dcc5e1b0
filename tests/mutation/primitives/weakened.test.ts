import { beforeAll, expect, it } from "vitest";
import type { Weakening } from "./load.js";
import type { Mutant } from "./mutants.js";
import { Project } from "./project.js";
import { runWeakened } from "./run.js";

/** A check that is taken out of its file, and what then comes through that the file kills else. */
interface Weakened {
  readonly check: string;
  readonly path: string;
  readonly head: string;
  readonly files: readonly string[];
  /** Whether a test of these files plants an error that the check must complain of. */
  readonly hasTwin: boolean;
  readonly survive: RegExp;
}

const weakened: readonly Weakened[] = [
  {
    check: "all probabilities sum to 1",
    path: "tests/probability/checks.ts",
    head: "export function summed(point: Point, more: Suspects = {}): Complaint {",
    files: ["tests/probability/mutants.test.ts"],
    hasTwin: true,
    survive:
      /discretized-logistic\.ts .*logMass\.(?:below|above|inside): (?:add|subtract|softplus|log|expm1)\(.*→ (?:add|subtract|relu|log1p|exp)\(/u,
  },
  {
    check: "taking every sample twice changes nothing",
    path: "tests/probability/promises.test.ts",
    head: "const checkDuplicated = (own: Sampled): Complaint => {",
    files: ["tests/probability/promises.test.ts", "tests/probability/bounds.test.ts"],
    hasTwin: true,
    survive: /bounds\.ts sampledElbo: mean\(logWeights, \[samples\]\) → sum\(/u,
  },
  {
    check: "an engine computes what is expected, of which the test waits for the values",
    path: "tests/tensor/contracts.ts",
    head: "check: (values) => {",
    files: ["tests/tensor/operations/reductions.ts"],
    hasTwin: false,
    survive: /graph\/reductions\.ts mean: divide\(.*→ (?:multiply|subtract)\(/u,
  },
];

/** Of each check. */
const MOST = process.env.QEDMARK_FULL === "1" ? 4 : 1;

let project: Project;
let all: readonly Mutant[];
beforeAll(() => {
  project = new Project();
  all = project.mutants();
});

it.each(weakened)(
  "without the check that $check mutants survive that it kills",
  { timeout: 120_000 },
  async ({ path, head, files, hasTwin, survive }) => {
    const meant = all.filter(({ key }) => survive.test(key));
    const mutants = meant.slice(0, MOST).filter((mutant) => project.isProgram(mutant));
    expect(mutants).not.toEqual([]);
    const survivors = async (weaken: Weakening) => {
      const { judgements, failures } = await runWeakened(project, mutants, files, weaken);
      return { failures, keys: judgements.filter(({ killer }) => killer === null).map(({ mutant }) => mutant.key) };
    };
    expect(await survivors((_, text) => text)).toEqual({ failures: [], keys: [] });
    const weak = await survivors((own, text) => (own === path ? text.replace(head, `${head} if (true) return null;`) : text));
    expect(weak.keys).toEqual(mutants.map(({ key }) => key));
    // The twin says so at once.
    expect(weak.failures.every((name) => name.endsWith("is seen"))).toBe(true);
    expect(weak.failures.length > 0).toBe(hasTwin);
  },
);
