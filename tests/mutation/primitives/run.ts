import { readdirSync } from "node:fs";
import { Judge, judgeBy } from "./judge.js";
import type { Judgement } from "./judge.js";
import { SEED } from "./collect.js";
import { KNOWN_SURVIVORS } from "./known-survivors.js";
import { Loader } from "./load.js";
import type { Weakening } from "./load.js";
import type { Mutant } from "./mutants.js";
import type { Project } from "./project.js";
import { keyedRandom } from "../../../src/numbers/random.js";

/** Tests of engines other than the reference, which no mutant of a builder may come to. */
const OF_ENGINES: ReadonlySet<string> = new Set(
  ["automatic-differentiation", "choose", "engines", "executables", "training-step"].map((name) => `${name}.test.ts`),
);
/** Loads the files of a folder, which are better loaded one by one. */
const TOGETHER = "operations.test.ts";

function filesIn(folder: string, isMeant: (name: string) => boolean): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && isMeant(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** Every test of the builders' folders. */
export const TEST_FILES: readonly string[] = [
  ...filesIn("tests/tensor", (name) => name.endsWith(".test.ts") && name !== TOGETHER && !OF_ENGINES.has(name)),
  ...filesIn("tests/tensor/operations", () => true),
  ...filesIn("tests/probability", (name) => name.endsWith(".test.ts")),
];

export interface Outcome {
  /** Edits that do not type-check or change no program. */
  readonly noPrograms: readonly Mutant[];
  readonly judgements: readonly Judgement[];
  /** Survivors whose reason is known: they are not run again. */
  readonly known: readonly Mutant[];
}

export const knownKeys: ReadonlySet<string> = new Set(KNOWN_SURVIVORS.flatMap(({ edits }) => edits));

/** All mutants against all tests. */
export async function runAll(project: Project): Promise<Outcome & { readonly judge: Judge }> {
  const all = project.mutants();
  const programs = all.filter((mutant) => project.isProgram(mutant));
  const isProgram = new Set(programs);
  const judge = await Judge.of(new Loader(programs, project), TEST_FILES);
  return {
    judge,
    noPrograms: all.filter((mutant) => !isProgram.has(mutant)),
    known: programs.filter(({ key }) => knownKeys.has(key)),
    judgements: await oneByOne(
      programs.filter(({ key }) => !knownKeys.has(key)),
      async (mutant) => judge.judge(mutant),
    ),
  };
}

/** Only one mutant can be on. */
async function oneByOne<T>(all: readonly T[], judge: (own: T) => Promise<Judgement>): Promise<readonly Judgement[]> {
  const judgements: Judgement[] = [];
  for (const own of all) judgements.push(await judge(own));
  return judgements;
}

/** One mutant of the sample, and the test that killed it in the last full run. */
export interface Sampled {
  readonly key: string;
  readonly file: string;
  readonly test: string;
}

/** Files of which a sample takes no mutants: their tests take too long. */
const COSTLY = /\/(?:contract\.test|kinks\.test|operations\/scan)\.ts$/u;

/** Some of those that were killed, always the same ones as long as the code is the same. */
export function sampleOf(judgements: readonly Judgement[], count: number): readonly Sampled[] {
  const random = keyedRandom("primitives", SEED);
  return judgements
    .flatMap(({ mutant: { key }, killer }) => (killer === null || COSTLY.test(killer.file) ? [] : [{ key, ...killer }]))
    .map((sampled) => ({ sampled, order: random.uniform() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ sampled }) => sampled);
}

/** Each mutant of the sample that is still there against the file of the test that killed it. */
export async function runSample(project: Project, sample: readonly Sampled[]): Promise<readonly Judgement[]> {
  const all = new Map(project.mutants().map((mutant) => [mutant.key, mutant]));
  const found = sample.flatMap((sampled) => {
    const mutant = all.get(sampled.key);
    return mutant === undefined ? [] : [{ mutant, ...sampled }];
  });
  const loader = new Loader(
    found.map(({ mutant }) => mutant),
    project,
  );
  return oneByOne(found, async ({ mutant, file, test }) => judgeBy(loader, mutant, file, test));
}

/** These mutants against some tests, which are weakened first. */
export async function runWeakened(
  project: Project,
  mutants: readonly Mutant[],
  files: readonly string[],
  weaken: Weakening,
): Promise<{ readonly judgements: readonly Judgement[]; readonly failures: readonly string[] }> {
  const judge = await Judge.of(new Loader(mutants, project, weaken), files);
  return { judgements: await oneByOne(mutants, async (mutant) => judge.judge(mutant)), failures: judge.failures };
}
