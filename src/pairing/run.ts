import fc from "fast-check";
import type { Contract } from "../oracles/monte-carlo/plan.js";
import { hash128 } from "../numbers/random.js";
import type { Budget } from "../verdicts/result.js";
import { type Callable, Examiner, type Finding } from "./examine.js";
import { hintFor } from "./hint.js";
import { reasonOf } from "./problem.js";
import type { RunOptions } from "./options.js";
import type { PairPlan } from "./plan.js";
import { exampleOf, linesOf, shown } from "./present.js";
import type { PairExample, PairResult, PairVerdict } from "./result.js";
import { samplePair } from "./sampling.js";
import { type Manner, plainerNumbers, type World, worlds } from "./worlds.js";
import { isEmpty, sizesOf, writePair, writeSide, type WrittenPair } from "./written.js";

/** How much is tried: inputs a size in each manner, inputs a size and manner at which gradients are compared, and what sampling promises. */
interface Effort {
  readonly plain: number;
  readonly ordinary: number;
  readonly extreme: number;
  readonly gradients: number;
  readonly contract: Contract | null;
}

/** At most a few dozen checks by sampling are made in a run: their allowances sum to far less than one in a million. */
const EFFORTS: Readonly<Record<Budget, Effort>> = {
  quick: { plain: 4, ordinary: 8, extreme: 8, gradients: 3, contract: null },
  standard: { plain: 8, ordinary: 40, extreme: 60, gradients: 12, contract: { alpha: 1e-9, beta: 1e-3, delta: 0.01 } },
  thorough: { plain: 30, ordinary: 300, extreme: 500, gradients: 60, contract: { alpha: 1e-9, beta: 1e-3, delta: 0.003 } },
};

/** Examples that are stacked along an axis. */
const STACK = 4;

/** Inputs at which other sides of the document are compared with the code. */
const OTHER_SIDES = 4;

/** How many inputs of plain numbers are tried at each size for a counterexample that a person can recompute. */
const PLAIN_TRIES = 24;

/** What a comparison came to; the caller knows the names. */
export type Outcome = Omit<PairResult, "path" | "line" | "formula" | "function" | "functionLine">;

interface Failure {
  readonly pair: WrittenPair;
  readonly world: World;
  readonly finding: Extract<Finding, { kind: "differs" | "broken" }>;
  readonly manner: Manner;
}

/** Compares a function with a formula on inputs that are a function of the seed alone. */
export async function runPair(plan: PairPlan, callable: Callable, options: RunOptions): Promise<Outcome> {
  return await new PairRun(plan, callable, options).run();
}

class PairRun {
  private readonly effort: Effort;
  private inputs = 0;
  private extremes = 0;
  private gradients = 0;
  private skipped = 0;
  /** Why the formula had no value at an input. */
  private reason = "";
  private ulps: number | null = null;
  private readonly notes = new Set<string>();
  /** Writing out the derivatives of a pair takes longer than an input. */
  private readonly examiners = new Map<WrittenPair, Examiner>();
  /** Why gradients were not compared at some size. */
  private noGradients: string | null = null;

  constructor(
    private readonly plan: PairPlan,
    private readonly callable: Callable,
    private readonly options: RunOptions,
  ) {
    this.effort = EFFORTS[options.budget];
  }

  async run(): Promise<Outcome> {
    const written = this.write();
    if (typeof written === "string") return this.outcome("not compared", { message: written });
    const failure =
      (await this.search(written, "plain")) ??
      (await this.search(written, "ordinary")) ??
      (await this.stack(written)) ??
      (await this.search(written, "extreme"));
    if (failure !== null) return await this.explain(failure, written);
    if (this.inputs === 0) {
      const message = `the formula has no value at any input that was tried: ${this.reason}`;
      return this.outcome("not compared", { message });
    }
    if (this.skipped > this.inputs)
      this.notes.add(
        `at ${this.skipped} of ${this.skipped + this.inputs} inputs the formula has no value (${this.reason}): declare its letters' domains in the front matter`,
      );
    if (this.gradients === 0 && this.noGradients !== null) this.notes.add(this.noGradients);
    const other = await this.otherSide(written);
    if (other !== null) return other;
    const sampled = await this.sample();
    const different = sampled.find(({ result, certified }) => result === "different" && certified);
    if (different === undefined) return this.outcome("holds", { sampled });
    const message = `samples contradict line ${different.line}, with a false-alarm rate of ${different.alpha}`;
    return this.outcome("contradicts", { sampled, message });
  }

  /** The pair at every size; the reason where there is none at which the formula can be computed. */
  private write(): readonly WrittenPair[] | string {
    const written: WrittenPair[] = [];
    let reason = "";
    for (const sizes of sizesOf(this.plan)) {
      try {
        written.push(writePair(this.plan, sizes));
      } catch (error) {
        reason = reasonOf(error);
      }
    }
    if (written.length === 0) return `the formula cannot be computed: ${reason}`;
    // In one dimension a product of vectors looks like a vector of one component; in more it is a number.
    const isNumber = written.some(({ isVector }) => !isVector);
    return isNumber ? written.map((pair) => ({ ...pair, isVector: false })) : written;
  }

  private async search(written: readonly WrittenPair[], manner: Manner): Promise<Failure | null> {
    for (const pair of written) {
      // Vectors without components belong to the ends of the domains.
      if (manner !== "extreme" && isEmpty(pair.sizes)) continue;
      const failure = await this.searchIn(pair, manner, this.effort[manner]);
      if (failure === null) continue;
      // What a person's function makes of no components at all is worth a note.
      if (!isEmpty(pair.sizes) || this.callable.kind === "graph") return failure;
      this.notes.add(`at ${sizesText(pair)} the code ${emptyText(failure)}`);
    }
    return null;
  }

  private async searchIn(pair: WrittenPair, manner: Manner, runs: number): Promise<Failure | null> {
    const examiner = this.examinerOf(pair);
    if (examiner.noGradients !== null && this.callable.kind === "graph" && !isEmpty(pair.sizes))
      this.noGradients = `gradients are not compared: ${examiner.noGradients}`;
    const failures: { broken?: Failure; differs?: Failure } = {};
    let examined = 0;
    const property = fc.asyncProperty(worlds(examiner.unknowns, this.plan.ranges, manner), async (world) => {
      if (failures.broken !== undefined) return true;
      const finding = await examiner.examine(world, failures.differs === undefined && examined < this.effort.gradients);
      examined += 1;
      if (finding.kind === "broken") failures.broken = { pair, world, finding, manner };
      if (finding.kind === "differs") failures.differs = { pair, world, finding, manner };
      if (failures.differs === undefined) this.count(finding, manner);
      return finding.kind !== "differs";
    });
    await fc.check(property, { seed: this.seedOf(pair, manner), numRuns: runs });
    return failures.broken ?? failures.differs ?? null;
  }

  private examinerOf(pair: WrittenPair): Examiner {
    const examiner = this.examiners.get(pair) ?? new Examiner(pair, this.callable);
    this.examiners.set(pair, examiner);
    return examiner;
  }

  private count(finding: Finding, manner: Manner): void {
    if (finding.kind === "skipped") {
      this.skipped += 1;
      this.reason = finding.reason;
    }
    if (finding.kind !== "agrees") return;
    this.inputs += 1;
    if (manner === "extreme") this.extremes += 1;
    if (finding.gradients) this.gradients += 1;
    if (finding.ulps !== null) this.ulps = Math.max(this.ulps ?? 0, finding.ulps);
    if (finding.printed !== null) this.notes.add(`the code prints: ${finding.printed.split("\n", 1)[0] ?? ""}`);
  }

  /** Functions of graphs take examples along an axis of their own. */
  private async stack(written: readonly WrittenPair[]): Promise<Failure | null> {
    if (this.callable.kind === "plain") return null;
    for (const pair of written) {
      const examiner = this.examinerOf(pair);
      const drawn = fc.sample(worlds(examiner.unknowns, this.plan.ranges, "ordinary"), {
        seed: this.seedOf(pair, "ordinary") ^ 1,
        numRuns: STACK,
      });
      const finding = await examiner.examineStack(drawn);
      const [world] = drawn;
      if ((finding.kind === "broken" || finding.kind === "differs") && world !== undefined)
        return { pair, world, finding, manner: "ordinary" };
    }
    return null;
  }

  /** What else the document writes as equal to the formula must be what the code computes too. */
  private async otherSide(written: readonly WrittenPair[]): Promise<Outcome | null> {
    for (const pair of written) {
      if (isEmpty(pair.sizes)) continue;
      for (const [i, side] of this.plan.sides.entries()) {
        const value = i === pair.side ? "" : writeSide(this.plan, side.term, pair.sizes);
        if (typeof value === "string" || value.length !== pair.formula.length) continue;
        const examiner = new Examiner(pair, this.callable, value);
        const drawn = fc.sample(worlds(examiner.unknowns, this.plan.ranges, "plain"), {
          seed: this.seedOf(pair, "plain"),
          numRuns: OTHER_SIDES,
        });
        for (const world of drawn) {
          const finding = await examiner.examine(world, false);
          if (finding.kind !== "differs") continue;
          const lines = linesOf(this.plan, pair, world, finding.returned);
          const message = `the code agrees with the formula, and not with line ${side.at.line}, which the document writes as equal to it`;
          return this.outcome("contradicts", { message, example: exampleOf(pair, world, finding), lines });
        }
      }
    }
    return null;
  }

  private async sample(): Promise<PairResult["sampled"]> {
    if (this.effort.contract === null) return [];
    const key = `pair|${this.options.key}|${this.options.seed}`;
    const sampling = await samplePair(this.plan, this.callable, this.effort.contract, key);
    return sampling.kind === "sampled" ? sampling.checks : [];
  }

  private async explain(found: Failure, written: readonly WrittenPair[]): Promise<Outcome> {
    if (found.finding.kind === "broken") return this.broken(found, found.finding);
    const failure = found.finding.gradient === null ? await this.simplest(found, written) : found;
    const { finding, pair, world } = failure;
    if (finding.kind === "broken") return this.broken(failure, finding);
    const example: PairExample = exampleOf(pair, world, finding);
    if (finding.gradient !== null) {
      const { key, expected, returned } = finding.gradient;
      const message = `the values agree, the gradients do not: with respect to ${shown(key)} the formula's is ${expected}, the code's ${returned}`;
      return this.outcome("contradicts", { message, example });
    }
    const lines = linesOf(this.plan, pair, world, finding.returned);
    if (failure.manner !== "extreme" && isNear(finding)) {
      const message = "the code computes the formula, and loses digits";
      return this.outcome("unstable", { message, example, lines });
    }
    if (failure.manner === "extreme") {
      const why = finding.returned.some((value) => !Number.isFinite(value)) ? "it overflows" : "it loses digits";
      const message = isEmpty(pair.sizes)
        ? "the code differs from the formula where there are no components"
        : `the code agrees at ordinary inputs and differs at the ends of the domains: ${why}`;
      return this.outcome("unstable", { message, example, lines });
    }
    const hint = await hintFor(this.plan, this.callable, written, this.options);
    const nothing = finding.returned.find((value) => !Number.isFinite(value));
    const message = nothing === undefined ? "the code does not compute the formula" : `the code returns ${nothing}`;
    return this.outcome("contradicts", { message, example, lines, ...(hint === null ? {} : { hint }) });
  }

  private broken({ pair, world }: Failure, { returned }: Extract<Finding, { kind: "broken" }>): Outcome {
    const message =
      returned.kind === "shape" || returned.line === null ? returned.message : `${returned.message} (line ${returned.line})`;
    return this.outcome("failed", { message, example: exampleOf(pair, world, null) });
  }

  /** A failure at the smallest size and the plainest numbers that show one. */
  private async simplest(found: Failure, written: readonly WrittenPair[]): Promise<Failure> {
    let best = found;
    if (found.manner !== "extreme") {
      for (const pair of written) {
        if (isEmpty(pair.sizes)) continue;
        const plain = await this.searchIn(pair, "plain", PLAIN_TRIES);
        if (plain?.finding.kind !== "differs") continue;
        best = plain;
        break;
      }
    }
    const examiner = this.examinerOf(best.pair);
    for (const unknown of examiner.unknowns) {
      for (const value of plainerNumbers(unknown, this.plan.ranges)) {
        if (best.world.get(unknown.key) === value) break;
        const world = new Map([...best.world, [unknown.key, value]]);
        const finding = await examiner.examine(world, false);
        if (finding.kind !== "differs") continue;
        best = { ...best, world, finding };
        break;
      }
    }
    return best;
  }

  private seedOf(pair: WrittenPair, manner: Manner): number {
    const [seed = 0] = hash128(`${this.options.key}|${this.options.seed}|${sizesText(pair)}|${manner}`);
    return seed | 0;
  }

  private outcome(verdict: PairVerdict, rest: Partial<Outcome>): Outcome {
    const { inputs, extremes, gradients, skipped, ulps } = this;
    return { verdict, inputs, extremes, gradients, skipped, ulps, sampled: [], notes: [...this.notes], ...rest };
  }
}

function emptyText({ finding }: Failure): string {
  if (finding.kind === "differs") return `gives ${finding.returned.join(", ")}, the formula ${finding.expected.join(", ")}`;
  return `gives no number: ${finding.returned.message}`;
}

/** Whether the code differs by rounding alone: by less than the seventh digit. */
function isNear({ expected, returned }: Extract<Finding, { kind: "differs" }>): boolean {
  return expected.every((value, i) => Math.abs(value - (returned[i] ?? NaN)) <= 1e-7 * Math.abs(value));
}

function sizesText({ sizes }: WrittenPair): string {
  return sizes.size === 0 ? "every size" : [...sizes].map(([letter, size]) => `${letter} = ${size}`).join(", ");
}
