import { spawnSync } from "node:child_process";
import { plainName } from "../src/terms/name.js";
import { rational, type Rational } from "../src/numbers/rational.js";
import type { Term } from "../src/terms/term.js";
import { estimate } from "../src/oracles/monte-carlo/estimate.js";
import type { Outcome } from "./outcome.js";
import { milliseconds, spread, spreadText } from "./samples.js";

const NAME = "Monte Carlo estimate of a KL divergence, 10⁶ samples";
const PYTHON = "/usr/bin/python3";
const SCRIPT = "bench/monte-carlo-numpy.py";
const SAMPLES = 1_000_000;
const MEAN = rational(3, 4);
const DEVIATION = rational(5, 4);
const VARIANCE = rational(25, 16);

const number = (value: Rational): Term => ({ kind: "number", value });
const z: Term = { kind: "symbol", name: plainName("z") };
const logNormal = (mean: Rational, variance: Rational): Term => ({
  kind: "elementary",
  name: "log",
  argument: { kind: "lawDensity", law: "normal", point: z, parameters: [number(mean), number(variance)] },
});

/** E_{z ~ N(μ, σ²)} [log N(z; μ, σ²) − log N(z; 0, 1)]. */
const KL: Term = {
  kind: "expectation",
  binders: [{ variables: [z], distribution: { kind: "law", law: "normal", parameters: [number(MEAN), number(VARIANCE)] } }],
  given: [],
  body: {
    kind: "add",
    terms: [logNormal(MEAN, VARIANCE), { kind: "negate", argument: logNormal(rational(0), rational(1)) }],
  },
};

function truth(): number {
  const mean = Number(MEAN.numerator) / Number(MEAN.denominator);
  const deviation = Number(DEVIATION.numerator) / Number(DEVIATION.denominator);
  return (mean * mean + deviation * deviation - 1) / 2 - Math.log(deviation);
}

/** Refuses to time an estimate that is wrong. */
function demandNear(value: number, who: string): void {
  if (!(Math.abs(value - truth()) < 0.02)) throw new Error(`${who} estimates ${value} where ${truth()} is right`);
}

function ours(key: string): number {
  let value = NaN;
  const time = milliseconds(() => {
    const result = estimate(KL, SAMPLES, key);
    if (result.kind === "value") value = result.value;
  });
  demandNear(value, "qedmark");
  return time;
}

/** Null where Python or NumPy is missing. */
function numpy(seed: number): number | null {
  const { status, stdout } = spawnSync(PYTHON, [SCRIPT, String(SAMPLES), String(seed)], { encoding: "utf8" });
  if (status !== 0) return null;
  const [time = NaN, value = NaN] = stdout.split(" ").map(Number);
  demandNear(value, "NumPy");
  return time;
}

/** Time of one estimate inside each process, after one that is not counted, in alternation. */
export function measureMonteCarlo(rounds: number): Outcome[] {
  if (numpy(0) === null) return [{ kind: "skipped", name: NAME, reason: `${PYTHON} with NumPy is not there` }];
  for (let round = 0; round < 10; round++) ours(`warm ${round}`);
  const times = { ours: new Array<number>(), numpy: new Array<number>() };
  for (let round = 1; round <= rounds; round++) {
    const theirs = numpy(round);
    if (theirs === null) throw new Error("NumPy was there and is gone");
    times.numpy.push(theirs);
    times.ours.push(ours(`round ${round}`));
  }
  const [fast, slow] = [spread(times.ours), spread(times.numpy)];
  return [
    {
      kind: "measured",
      name: NAME,
      ours: spreadText(fast, 1),
      baseline: `${spreadText(slow, 1)} NumPy`,
      ratio: slow.median / fast.median,
      rounds,
      target: { relation: "at least", bound: 1 },
    },
  ];
}
