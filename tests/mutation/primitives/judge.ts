import type { Collected } from "./collect.js";
import type { Loader, Outcome } from "./load.js";
import type { Mutant } from "./mutants.js";

/** A test as it is without any mutant. */
interface Known {
  readonly file: string;
  readonly index: number;
  readonly test: Collected;
  readonly reached: Uint8Array;
  readonly work: number;
}

/** The first test found that does not pass with a mutant. */
export interface Killer {
  readonly file: string;
  /** Empty where the file does not even load. */
  readonly test: string;
  /** Whether it fails because a loop does not end. */
  readonly isEndless: boolean;
}

export interface Judgement {
  readonly mutant: Mutant;
  /** Null when all tests pass. */
  readonly killer: Killer | null;
  /** Whether any test comes through its place. */
  readonly isReached: boolean;
}

/** A mutant that needs this many times the work of the right code, and a little more, is taken for endless. */
const LEEWAY = 20;
const LEAST_LIMIT = 100_000;
/** No file does as much while it is loaded. */
const LOAD_LIMIT = 10_000_000;

/** Runs mutants against the tests that reach them, the cheapest first. */
export class Judge {
  private readonly known: Known[] = [];
  private readonly reachedOnLoad = new Map<string, Uint8Array>();
  /** Tests that fail without any mutant; no mutant is held to them. */
  readonly failures: string[] = [];
  /** The names of all tests. */
  readonly tests: string[] = [];

  private constructor(private readonly loader: Loader) {}

  /** Knows the tests of these files. */
  static async of(loader: Loader, files: readonly string[]): Promise<Judge> {
    const judge = new Judge(loader);
    for (const file of files) await judge.learn(file);
    judge.known.sort((a, b) => a.work - b.work);
    return judge;
  }

  private async learn(file: string): Promise<void> {
    const { switchboard } = this.loader;
    switchboard.take();
    const tests = this.loader.tests(file);
    this.reachedOnLoad.set(file, switchboard.take());
    for (const [index, test] of tests.entries()) {
      this.tests.push(test.name);
      const passes = (await this.loader.outcomeOf(test.run)) === "passes";
      const { work } = switchboard;
      const reached = switchboard.take();
      if (passes) this.known.push({ file, index, test, work, reached });
      else this.failures.push(`${file}: ${test.name}`);
    }
  }

  async judge(mutant: Mutant): Promise<Judgement> {
    const { switchboard } = this.loader;
    switchboard.take();
    switchboard.on = mutant.id;
    try {
      const killer = await this.killerOf(mutant);
      return { mutant, killer, isReached: killer !== null || switchboard.take()[mutant.place] === 1 };
    } finally {
      switchboard.on = -1;
    }
  }

  private async killerOf({ place }: Mutant): Promise<Killer | null> {
    const reloaded = new Map<string, readonly Collected[]>();
    const isOnLoad = (file: string): boolean => this.reachedOnLoad.get(file)?.[place] === 1;
    for (const { file, index, test, work, reached } of this.known) {
      let own: Collected | undefined = test;
      if (isOnLoad(file)) {
        const again = reloaded.get(file) ?? (await loaded(this.loader, file, LOAD_LIMIT));
        if (typeof again === "string") return { file, test: "", isEndless: again === "does not end" };
        reloaded.set(file, again);
        own = again[index];
      } else if (reached[place] !== 1) continue;
      const outcome = own === undefined ? "passes" : await this.loader.outcomeOf(own.run, LEEWAY * work + LEAST_LIMIT);
      if (outcome !== "passes") return { file, test: test.name, isEndless: outcome === "does not end" };
    }
    return null;
  }
}

/** The tests of a file with the mutant on that is on; why not, where it does not load. */
async function loaded(loader: Loader, file: string, limit: number): Promise<readonly Collected[] | Outcome> {
  let tests: readonly Collected[] = [];
  const outcome = await loader.outcomeOf(() => (tests = loader.tests(file, limit)), limit);
  if (outcome !== "passes") return outcome;
  return tests.length > 0 ? tests : "fails";
}

/** A mutant against the tests of a file, first those of this name, which pass without it; rows of tables have numbers that may have moved. */
export async function judgeBy(loader: Loader, mutant: Mutant, file: string, name: string): Promise<Judgement> {
  const { switchboard } = loader;
  let most = LEAST_LIMIT;
  const right = loader.tests(file);
  const onLoad = switchboard.work;
  for (const { name: own, run } of right) {
    if (own !== name) continue;
    if ((await loader.outcomeOf(run)) !== "passes") return { mutant, killer: null, isReached: true };
    most += LEEWAY * switchboard.work;
  }
  switchboard.take();
  switchboard.on = mutant.id;
  try {
    const tests = await loaded(loader, file, LEEWAY * onLoad + LEAST_LIMIT);
    if (typeof tests === "string")
      return { mutant, killer: { file, test: "", isEndless: tests === "does not end" }, isReached: true };
    for (const test of [...tests].sort((a, b) => Number(b.name === name) - Number(a.name === name))) {
      const outcome = await loader.outcomeOf(test.run, most);
      if (outcome !== "passes")
        return { mutant, killer: { file, test: test.name, isEndless: outcome === "does not end" }, isReached: true };
    }
    return { mutant, killer: null, isReached: switchboard.take()[mutant.place] === 1 };
  } finally {
    switchboard.on = -1;
  }
}
