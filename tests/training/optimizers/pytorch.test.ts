import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { OptimizerSettings } from "../../../src/training/optimizers/settings.js";
import { optimizers } from "./cases.js";
import { courseOf, valuesOf, walk } from "./runs.js";
import type { Course } from "./runs.js";

const { adam, sgd } = optimizers;
const STEPS = 30;

/** `[name, settings, clip norm]` */
const subjects: readonly (readonly [string, OptimizerSettings, number | null])[] = [
  ["Adam", adam, null],
  ["Adam with a large ε", { ...adam, epsilon: 0.1, beta1: 0.5, beta2: 0.9 }, null],
  ["AdamW", { ...adam, learningRate: 0.01, weightDecay: 0.3 }, null],
  ["Adam, clipped", { ...adam, epsilon: 0.1 }, 5],
  ["SGD", sgd, null],
  ["SGD, clipped", sgd, 5],
  ["SGD with momentum", { ...sgd, momentum: 0.9 }, null],
  ["SGD as Nesterov has it", { ...sgd, momentum: 0.9, nesterov: true }, 8],
];

/** Other settings than were meant. */
const slips: readonly (readonly [string, OptimizerSettings, OptimizerSettings])[] = [
  ["ε of another size", { ...adam, epsilon: 0.1 }, { ...adam, epsilon: 0.11 }],
  ["β₁ for β₂", { ...adam, beta1: 0.9, beta2: 0.99 }, { ...adam, beta1: 0.99, beta2: 0.9 }],
  ["no weight decay", { ...adam, weightDecay: 0.3 }, adam],
  ["another momentum", { ...sgd, momentum: 0.9 }, { ...sgd, momentum: 0.89 }],
  ["plain momentum for Nesterov's", { ...sgd, momentum: 0.9, nesterov: true }, { ...sgd, momentum: 0.9 }],
];

/** What PyTorch has for the parameters after each course, in single precision. */
const PROGRAM = `
import json, sys, torch
torch.set_num_threads(1)
answers = []
for course in json.load(sys.stdin):
    settings = course["settings"]
    parameters = torch.nn.Parameter(torch.tensor(course["parameters"], dtype=torch.float32))
    if settings["kind"] == "adam":
        make = torch.optim.AdamW if settings["weightDecay"] > 0 else torch.optim.Adam
        optimizer = make([parameters], lr=settings["learningRate"], betas=(settings["beta1"], settings["beta2"]),
                         eps=settings["epsilon"], weight_decay=settings["weightDecay"])
    else:
        optimizer = torch.optim.SGD([parameters], lr=settings["learningRate"], momentum=settings["momentum"],
                                    nesterov=settings["nesterov"])
    for gradient in course["gradients"]:
        parameters.grad = torch.tensor(gradient, dtype=torch.float32)
        if course["clipNorm"] is not None:
            torch.nn.utils.clip_grad_norm_([parameters], course["clipNorm"])
        optimizer.step()
    answers.append(parameters.tolist())
json.dump(answers, sys.stdout)
`;

const courses = subjects.map(([, settings, clipNorm]) => courseOf(settings, clipNorm, STEPS));
const meant = slips.map(([, settings]) => courseOf(settings, null, STEPS));
const answers = pytorch([...courses, ...meant]);
if (answers === null)
  console.warn("NOT TESTED: no python3 here has torch. To test it: apt-get install python3-torch, or pip install torch");

/** Null where there is no PyTorch. @throws Error with what Python says when it fails otherwise */
function pytorch(given: readonly Course[]): unknown {
  for (const command of ["python3", "/usr/bin/python3"]) {
    const { error, status, stdout, stderr } = spawnSync(command, ["-c", PROGRAM], {
      input: JSON.stringify(given),
      encoding: "utf8",
    });
    if (status === 0) return JSON.parse(stdout);
    if (error === undefined && !stderr.includes("No module named 'torch'")) throw new Error(stderr);
  }
  return null;
}

describe.skipIf(answers === null)("PyTorch's parameters", () => {
  /** How far the course's parameters are from PyTorch's at most, in roundings of numbers of their size, and of 1 at least. */
  async function unitsOff(course: Course, answer: number): Promise<number> {
    const walker = await walk(course);
    for (let step = 0; step < STEPS; step++) walker.step(step);
    const theirs: unknown = Array.isArray(answers) ? answers[answer] : null;
    if (!Array.isArray(theirs)) throw new Error("PyTorch gave no parameters");
    return Math.max(
      ...valuesOf(walker).map((own, i) => (Math.abs(own - Number(theirs[i])) * 2 ** 24) / Math.max(1, Math.abs(own))),
    );
  }

  it.each(subjects.map(([name], i) => ({ name, i })))("are these: $name", async ({ i }) => {
    const course = courses[i];
    if (course === undefined) throw new Error("no such course");
    const off = await unitsOff(course, i);
    expect(off).toBeLessThan(32);
  });

  it.each(slips.map(([name, , settings], i) => ({ name, settings, i })))(
    "are told from those of $name",
    async ({ settings, i }) => {
      const course = meant[i];
      if (course === undefined) throw new Error("no such course");
      const off = await unitsOff({ ...course, settings }, courses.length + i);
      expect(off).toBeGreaterThan(1000);
    },
  );
});
