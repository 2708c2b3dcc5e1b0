import { arch, cpus, loadavg, platform } from "node:os";
import { met, type Outcome } from "./outcome.js";

/** One row for each outcome, whatever it was. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => {
    if (outcome.kind === "skipped") return [outcome.name, "–", "–", "–", "–", "–", `not measured: ${outcome.reason}`];
    const { name, ours, baseline, rounds, ratio, target } = outcome;
    return [
      name,
      ours,
      baseline,
      String(rounds),
      ratio.toFixed(2),
      `${target.relation} ${target.bound}`,
      met(outcome) ? "met" : "**missed**",
    ];
  });
  const head = ["what", "qedmark", "against", "rounds", "ratio", "target", ""];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The page `docs/benchmarks.md`: what was measured, where and how. */
export function benchmarkPage(outcomes: readonly Outcome[], date: string): string {
  const processors = cpus();
  const load = loadavg()[1] ?? Number.NaN;
  const model = processors[0]?.model.trim() ?? "unknown processor";
  return `# Benchmarks

\`npm run bench\` measures these figures and writes this page.

${outcomeTable(outcomes)}

Measured ${date} on ${processors.length} × ${model}, ${platform()} ${arch()}, Node ${process.versions.node}: the median (fastest–slowest)
of all rounds after one that is not counted. What stands in one row ran in alternation in one session, so that both meet the same disturbances: the
ratio holds better than the times do. Over the last five minutes the load average was ${load.toFixed(1)}: above 1 the machine had other
work. *Against* is the other program, or the same one on the smaller input.

- **Start.** Every round is a new process, from the command to its exit, with its output thrown away and the files in the system's cache. The
  baseline is Node running an empty script.
- **Pairs.** All formulas of the derivations against the functions that compute them, each function in a process of its own; on the machine measured a minute
  is about a thousand bare starts of Node.
- **Growth.** The same kinds of step, each with constants of its own so that none repeats another, in one document, checked in one process; processor
  time. The ratio is the time per step against that of the short document: 1 is linear growth.
- **Monte Carlo.** The estimate of KL(N(μ, σ²) ‖ N(0, 1)) from 10⁶ samples, inside one process each, against the same in NumPy. The ratio is the
  speed: above 1 is faster than NumPy.
- **Training.** Images a second of whole steps (forward, backward, Adam, batches of 128, of the PixelCNN 32) on 2 threads, in processes of their own that train for some seconds
  after a while that is not counted. qedmark reads, shuffles and binarizes MNIST meanwhile; PyTorch runs \`bench/train-torch.py\`, the same network and
  loss on one batch that stays, over OpenBLAS with memory that is kept. The ratio is the median over the rounds of the ratio of the two speeds.
- **Memory.** Of one process that trains the dense VAE. JavaScript's heap may still grow in the first 10,000 steps.
- **Sampling.** Milliseconds for 16 images of zeros and ones drawn value by value, in processes of their own, from the network that the training row names. qedmark
  keeps what it computed and runs on one thread; the others run all of the network for each pixel, on 2. Keeping it and computing faster are told apart.
- **Preparing.** From settings to a training step and a sampler that can run, in processes of their own.
- **First step.** From the start of the command to its first line of metrics: engine, data, their digest, the graph and the first 128 images.
`;
}
