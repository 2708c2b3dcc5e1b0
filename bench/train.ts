import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Outcome, Target } from "./outcome.js";
import { spread, wallClock } from "./samples.js";
import type { Spread } from "./samples.js";

const WORKER = ".bench/bench/train-worker.js";
const PEER = "bench/train-torch.py";
const PYTHON = "/usr/bin/python3";
const THREADS = 2;

interface Comparison {
  readonly name: string;
  readonly network: "mlp" | "convolutional";
  readonly engine: string;
  readonly target: Target;
}

const comparisons: readonly Comparison[] = [
  { name: "training the dense VAE (784-400-20)", network: "mlp", engine: "onnx", target: { relation: "at least", bound: 1.2 } },
  {
    name: "training the convolutional VAE (32, 64 channels)",
    network: "convolutional",
    engine: "onnx",
    target: { relation: "at least", bound: 1.1 },
  },
  {
    name: "training the dense VAE on onnxruntime-web",
    network: "mlp",
    engine: "onnx-web",
    target: { relation: "at least", bound: 0.25 },
  },
];

/** Images a second of whole training steps: ours with the data read, shuffled and binarized, the peer's on one batch that stays; in alternation. */
export function measureTraining(rounds: number, seconds: number): Outcome[] {
  const environment = peerEnvironment();
  if (typeof environment === "string") return comparisons.map(({ name }) => ({ kind: "skipped", name, reason: environment }));
  const rates = comparisons.map(() => ({ ours: new Array<number>(), peer: new Array<number>() }));
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { network, engine }] of comparisons.entries()) {
      const peer = Number(
        execFileSync(PYTHON, [PEER, network, String(seconds), String(THREADS)], { env: environment, encoding: "utf8" }),
      );
      const { imagesPerSecond = NaN } = worker(["--engine", engine, "--network", network, "--seconds", String(seconds)]);
      if (round === 0) continue;
      rates[i]?.ours.push(imagesPerSecond);
      rates[i]?.peer.push(peer);
    }
  }
  return comparisons.map(({ name, target }, i) => {
    const { ours = [], peer = [] } = rates[i] ?? {};
    const [own, other] = [spread(ours), spread(peer)];
    const ratios = ours.map((rate, round) => rate / (peer[round] ?? NaN));
    return {
      kind: "measured",
      name,
      ours: rateText(own),
      baseline: `${rateText(other)} PyTorch`,
      ratio: spread(ratios).median,
      rounds,
      target,
    };
  });
}

/** The highest resident memory of a training process in the last thousand of 20,000 steps, against that in the last of the first 10,000. */
export function measureMemory(): Outcome {
  const { before = NaN, after = NaN } = worker(["--steps", "10000"]);
  const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return {
    kind: "measured",
    name: "highest resident memory of training in steps 19,001–20,000",
    ours: megabytes(after),
    baseline: `${megabytes(before)} in steps 9,001–10,000`,
    ratio: after / before,
    rounds: 1,
    target: { relation: "at most", bound: 1.05 },
  };
}

/** From the command to the end of the first step on MNIST: the line of metrics that says so. */
export async function measureFirstStep(rounds: number): Promise<Outcome> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const time = await firstStep();
    if (round > 0) times.push(time);
  }
  const { median, minimum, maximum } = spread(times);
  return {
    kind: "measured",
    name: "`qedmark train vae`, from the command to the end of the first step",
    ours: `${median.toFixed(0)} ms (${minimum.toFixed(0)}–${maximum.toFixed(0)})`,
    baseline: "two seconds",
    ratio: median / 2000,
    rounds,
    target: { relation: "at most", bound: 1 },
  };
}

async function firstStep(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "qedmark-bench-"));
  const run = join(folder, "run");
  const start = wallClock();
  const child = spawn(process.execPath, ["dist/cli/main.js", "train", "vae", "--steps", "1", "--out", run], { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    for (;;) {
      if (hasLine(join(run, "metrics.jsonl"))) return wallClock() - start;
      if (child.exitCode !== null && child.exitCode !== 0) throw new Error(`qedmark train ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } finally {
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

function hasLine(path: string): boolean {
  try {
    return readFileSync(path, "utf8").includes("\n");
  } catch {
    return false;
  }
}

function worker(options: readonly string[]): Readonly<Record<string, number>> {
  const output = execFileSync(process.execPath, [WORKER, "--threads", String(THREADS), ...options], { encoding: "utf8" });
  const found: unknown = JSON.parse(output);
  if (typeof found !== "object" || found === null) throw new Error(`the worker said ${output}`);
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, Number(value)]));
}

/** PyTorch at its best here: over OpenBLAS, with memory that is kept. A text says why it cannot be run. */
function peerEnvironment(): NodeJS.ProcessEnv | string {
  if (spawnSync(PYTHON, ["-c", "import torch"]).status !== 0) return `${PYTHON} with PyTorch is not there`;
  const files = spawnSync("dpkg", ["-L", "libopenblas0-openmp"], { encoding: "utf8" });
  const blas = files.stdout.split("\n").find((path) => path.endsWith("/libblas.so.3"));
  if (files.status !== 0 || blas === undefined) return "libopenblas0-openmp is not there, without which PyTorch is slow";
  return {
    ...process.env,
    LD_LIBRARY_PATH: dirname(blas),
    MALLOC_TRIM_THRESHOLD_: "4294967296",
    MALLOC_MMAP_THRESHOLD_: "4294967296",
    MALLOC_TOP_PAD_: "268435456",
  };
}

function rateText({ median, minimum, maximum }: Spread): string {
  const text = (rate: number): string => Math.round(rate).toLocaleString("en-US");
  return `${text(median)} images/s (${text(minimum)}–${text(maximum)})`;
}
