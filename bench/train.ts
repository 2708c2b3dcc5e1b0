import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome, Target } from "./outcome.js";
import { peerEnvironment, pytorch, THREADS, worker } from "./processes.js";
import { spread, wallClock } from "./samples.js";
import type { Spread } from "./samples.js";

const WORKER = ".bench/bench/train-worker.js";
const PEER = "bench/train-torch.py";

interface Comparison {
  readonly name: string;
  readonly network: "mlp" | "convolutional" | "pixelcnn";
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
    name: "training the PixelCNN (7 × 7 A, 8 residual 3 × 3 B, 64 channels)",
    network: "pixelcnn",
    engine: "onnx",
    target: { relation: "at least", bound: 1 },
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
      const peer = pytorch(PEER, [network, String(seconds), String(THREADS)], environment);
      const { imagesPerSecond = NaN } = worker(WORKER, ["--engine", engine, "--network", network, "--seconds", String(seconds)]);
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
  const { before = NaN, after = NaN } = worker(WORKER, ["--steps", "10000"]);
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

function rateText({ median, minimum, maximum }: Spread): string {
  const text = (rate: number): string => Math.round(rate).toLocaleString("en-US");
  return `${text(median)} images/s (${text(minimum)}–${text(maximum)})`;
}
