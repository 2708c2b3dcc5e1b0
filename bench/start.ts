import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Measurement, Outcome, Target } from "./outcome.js";
import { alternate, spreadText } from "./samples.js";

const program = "dist/cli/main.js";
const slides = "../shared/slides/chapter7.md";
const document = "derivations/kl-joint.md";

/** Runs Node once, as a whole process. Exit status 1 is an answer too: a step of the document may be refuted. */
function runNode(...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  if (error !== undefined) throw error;
  if (status !== 0 && status !== 1) throw new Error(`node ${args.join(" ")} exited with ${String(status)}: ${stderr.trim()}`);
}

/** A program as a whole process against Node doing nothing. */
function againstNothing(name: string, args: readonly string[], target: Target, rounds: number): Measurement {
  const [ours, baseline] = alternate(
    [
      () => {
        runNode(...args);
      },
      () => {
        runNode("-e", "0");
      },
    ],
    rounds,
  );
  if (ours === undefined || baseline === undefined) throw new Error("two pieces of work have two times");
  return {
    kind: "measured",
    name,
    ours: spreadText(ours),
    baseline: `${spreadText(baseline)} \`node -e 0\``,
    ratio: ours.median / baseline.median,
    rounds,
    target,
  };
}

/** Every formula of the project's derivations against its code. A minute is a thousand bare starts of Node. */
export function measurePairs(rounds: number): Outcome[] {
  const name = "`qedmark pair derivations`, every pair at the standard budget";
  return [againstNothing(name, [program, "pair", "derivations"], { relation: "at most", bound: 1000 }, rounds)];
}

/** The kernel replays what `proofs/` holds, and what people read of it is held against that. */
export function measureReplay(rounds: number): Outcome[] {
  const name = "Replay of every certificate";
  return [againstNothing(name, [".bench/bench/replay-worker.js"], { relation: "at most", bound: 20 }, rounds)];
}

/** How long a person waits for the shortest answers: every run is a new process. */
export function measureStart(rounds: number): Outcome[] {
  const withinTwenty: Target = { relation: "at most", bound: 20 };
  const lecture = "`qedmark check` of a lecture's slides";
  return [
    existsSync(slides)
      ? againstNothing(lecture, [program, "check", slides], withinTwenty, rounds)
      : { kind: "skipped", name: lecture, reason: "the slides are not part of the repository" },
    againstNothing(`\`qedmark check ${document}\``, [program, "check", document], withinTwenty, rounds),
    againstNothing("`qedmark --help`", [program, "--help"], { relation: "at most", bound: 3 }, rounds),
  ];
}
