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

const FOLDERS = ["tests/tensor", "tests/probability"];

/** Every test of the builders' folders. */
export const TEST_FILES: readonly string[] = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".test.ts"))
    .sort()
    .map((name) => `${folder}/${name}`),
);

export interface Outcome {
  /** Edits that do not type-check or change no program. */
  readonly noPrograms: readonly Mutant[];
  readonly judgements: readonly Judgement[];
  /** Survivors whose reason is known: they are not run again. */
  readonly known: readonly Mutant[];
}

export const knownKeys: ReadonlySet<string> = new Set(KNOWN_SURVIVORS.flatMap(({ edits }) => edits));

/** All mutants against all tests. */
export function runAll(project: Project): Outcome & { readonly judge: Judge } {
  const all = project.mutants();
  const programs = all.filter((mutant) => project.isProgram(mutant));
  const isProgram = new Set(programs);
  const judge = new Judge(new Loader(programs, project), TEST_FILES);
  return {
    judge,
    noPrograms: all.filter((mutant) => !isProgram.has(mutant)),
    known: programs.filter(({ key }) => knownKeys.has(key)),
    judgements: programs.filter(({ key }) => !knownKeys.has(key)).map((mutant) => judge.judge(mutant)),
  };
}

/** One mutant of the sample, and the test that killed it in the last full run. */
export interface Sampled {
  readonly key: string;
  readonly file: string;
  readonly test: string;
}

/** Files of which a sample takes no mutants: their tests take too long. */
const COSTLY = /\/(?:contract|kinks|scan)\.test\.ts$/u;

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
export function runSample(project: Project, sample: readonly Sampled[]): readonly Judgement[] {
  const all = new Map(project.mutants().map((mutant) => [mutant.key, mutant]));
  const found = sample.flatMap((sampled) => {
    const mutant = all.get(sampled.key);
    return mutant === undefined ? [] : [{ mutant, ...sampled }];
  });
  const loader = new Loader(
    found.map(({ mutant }) => mutant),
    project,
  );
  return found.map(({ mutant, file, test }) => judgeBy(loader, mutant, file, test));
}

/** These mutants against some tests, which are weakened first. */
export function runWeakened(
  project: Project,
  mutants: readonly Mutant[],
  files: readonly string[],
  weaken: Weakening,
): { readonly judgements: readonly Judgement[]; readonly failures: readonly string[] } {
  const judge = new Judge(new Loader(mutants, project, weaken), files);
  return { judgements: mutants.map((mutant) => judge.judge(mutant)), failures: judge.failures };
}
