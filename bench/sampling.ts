import type { Outcome } from "./outcome.js";
import { peerEnvironment, pytorch, THREADS, worker } from "./processes.js";
import { spread, spreadText } from "./samples.js";

const WORKER = ".bench/bench/sample-worker.js";
const PEER = "bench/train-torch.py";
const KINDS = ["pixelcnn", "gated-pixelcnn", "row-lstm", "diagonal-bilstm"] as const;

const sampled = (...options: readonly string[]): number => worker(WORKER, options).milliseconds ?? NaN;

/** 16 images of 28 × 28: what was computed kept, everything computed anew for each pixel, and the latter by the peer; in alternation. */
export function measureSampling(rounds: number): Outcome[] {
  const environment = peerEnvironment();
  const name = "sampling 16 images of 28 × 28 from the PixelCNN";
  if (typeof environment === "string") return [{ kind: "skipped", name, reason: environment }];
  const times = { incremental: new Array<number>(), naive: new Array<number>(), peer: new Array<number>() };
  for (let round = 0; round < rounds; round++) {
    times.peer.push(pytorch(PEER, ["sample", "0", String(THREADS)], environment));
    times.naive.push(sampled("--method", "naive"));
    times.incremental.push(sampled());
  }
  const { incremental, naive, peer } = times;
  const ratio = (slow: readonly number[], fast: readonly number[]): number =>
    spread(slow.map((time, i) => time / (fast[i] ?? NaN))).median;
  const row = (what: string, ours: readonly number[], slow: readonly number[], by: string, bound: number): Outcome => ({
    kind: "measured",
    name: `${name}${what}`,
    ours: spreadText(spread(ours)),
    baseline: `${spreadText(spread(slow))} ${by}`,
    ratio: ratio(slow, ours),
    rounds,
    target: { relation: "at least", bound },
  });
  return [
    row("", incremental, peer, "PyTorch, all of the network for each pixel", 100),
    row(": by what is kept", incremental, naive, "qedmark, all of the network for each pixel", 50),
    row(": by what computes", naive, peer, "PyTorch, the same work", 1),
  ];
}

/** The time a pixel takes in images of four times the size. */
export function measurePixelCost(rounds: number): Outcome {
  const times = { small: new Array<number>(), large: new Array<number>() };
  for (let round = 0; round < rounds; round++) {
    times.small.push((sampled("--size", "28") * 1000) / 28 ** 2);
    times.large.push((sampled("--size", "56") * 1000) / 56 ** 2);
  }
  const text = (values: readonly number[]): string => {
    const { median, minimum, maximum } = spread(values);
    return `${median.toFixed(0)} µs (${minimum.toFixed(0)}–${maximum.toFixed(0)})`;
  };
  return {
    kind: "measured",
    name: "sampling 16 images from the PixelCNN, time a pixel in images of 56 × 56",
    ours: text(times.large),
    baseline: `${text(times.small)} in images of 28 × 28`,
    ratio: spread(times.large.map((time, i) => time / (times.small[i] ?? NaN))).median,
    rounds,
    target: { relation: "at most", bound: 1.25 },
  };
}

/** From settings to the first step: the graph, its gradients and what the engine makes of them, for training and for sampling. */
export function measurePreparation(rounds: number): Outcome[] {
  return KINDS.map((kind) => {
    const times = Array.from({ length: rounds }, () => sampled("--kind", kind, "--method", "prepare"));
    return {
      kind: "measured",
      name: `preparing a ${kind} of 64 features and 8 blocks for training and sampling`,
      ours: spreadText(spread(times)),
      baseline: "ten seconds",
      ratio: spread(times).median / 10_000,
      rounds,
      target: { relation: "at most", bound: 1 },
    };
  });
}
