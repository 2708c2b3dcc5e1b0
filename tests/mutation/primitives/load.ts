import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, dirname, relative } from "node:path";
import { compileFunction, runInThisContext } from "node:vm";
import ts from "typescript";
import { Collector } from "./collect.js";
import type { Collected } from "./collect.js";
import { instrumented, IS_ON, WORK } from "./instrument.js";
import type { Mutant } from "./mutants.js";
import { BUILDERS } from "./place.js";
import type { Project } from "./project.js";

const require = createRequire(import.meta.url);

/** Rounds and calls that loading a file, or a test of which nothing is known, may take. */
const WORK_LIMIT = 1e9;
/** Milliseconds: no test takes near as long. */
const PATIENCE = 60_000;

const TIMED_OUT = "ERR_SCRIPT_EXECUTION_TIMEOUT";

/** What is loaded in the place of a file. */
const STAND_INS: ReadonlyMap<string, string> = new Map([
  ["tests/tensor/engines.ts", "tests/mutation/primitives/reference-alone.ts"],
]);

/** Packages that engines are made of, which no mutant may come to. */
const OF_ENGINES = /^(?:onnxruntime-|@tensorflow\/)/u;

export type Outcome = "passes" | "fails" | "does not end";

/** Which mutant is on, which places were come through, and how much work that was. */
class Switchboard {
  on = -1;
  work = 0;
  limit = WORK_LIMIT;
  private reached: Uint8Array;

  constructor(places: number) {
    this.reached = new Uint8Array(places);
  }

  isOn(place: number, id: number): boolean {
    this.reached[place] = 1;
    return this.on === id;
  }

  count(): void {
    if (++this.work > this.limit) throw new Error("this does not end");
  }

  /** The places reached since it was last asked. */
  take(): Uint8Array {
    const taken = this.reached;
    this.reached = new Uint8Array(taken.length);
    this.work = 0;
    return taken;
  }
}

/** A file's code, to be given the names that are free in it. */
type Code = (...given: readonly unknown[]) => void;

/** Changes the text of a file without mutants before it is loaded. */
export type Weakening = (path: string, text: string) => string;

/**
 * Test files and all that they import, with every mutant in it, loaded as often as wanted within this process.
 *
 * What does not end is stopped: all loops count their rounds, those of tests too, and all functions of tests their calls, against a limit; what does not wait
 * is stopped by the clock as well, for an endless loop that none of these is in; and so is a promise that nobody keeps.
 */
export class Loader {
  readonly switchboard: Switchboard;
  private readonly compiled = new Map<string, Code>();

  constructor(
    private readonly mutants: readonly Mutant[],
    private readonly project: Pick<Project, "file">,
    private readonly weaken: Weakening = (_, text) => text,
    private readonly patience = PATIENCE,
  ) {
    this.switchboard = new Switchboard(Math.max(0, ...mutants.map(({ place }) => place + 1)));
  }

  /** The tests of a file, loaded anew with the mutant on that is on. */
  tests(path: string, limit = WORK_LIMIT): readonly Collected[] {
    const collector = new Collector();
    const loaded = new Map<string, unknown>();
    const load = (own: string): unknown => {
      const known = loaded.get(own);
      if (known !== undefined) return known;
      const exports = {};
      loaded.set(own, exports);
      const given = (name: string): unknown => {
        if (name.startsWith(".")) {
          const path = join(dirname(own), name).replace(/\.js$/u, ".ts");
          return load(STAND_INS.get(path) ?? path);
        }
        if (OF_ENGINES.test(name)) throw new Error(`${own} imports ${name}: mutants run on the reference alone`);
        const known: unknown = collector.modules.get(name) ?? require(name);
        return known;
      };
      const { isOn, count } = this.calls;
      const builders = new Proxy({}, { get: (_, name) => valueOf(load("src/tensor/index.ts"), name) });
      this.code(own)(exports, given, isOn, count, builders, ownProcess);
      return exports;
    };
    this.limited(() => load(path), limit);
    return collector.tests;
  }

  /** Runs a test to its end, or loads a file. */
  async outcomeOf(run: () => unknown, limit = WORK_LIMIT): Promise<Outcome> {
    let outcome: Outcome = "passes";
    try {
      await this.kept(this.limited(run, limit));
    } catch (error) {
      outcome = error instanceof Error && Reflect.get(error, "code") === TIMED_OUT ? "does not end" : "fails";
    }
    // A test may have caught what the limit threw.
    return this.switchboard.work > limit ? "does not end" : outcome;
  }

  private readonly calls = {
    isOn: (place: number, id: number): boolean => this.switchboard.isOn(place, id),
    count: (): void => {
      this.switchboard.count();
    },
  };

  private code(path: string): Code {
    const known = this.compiled.get(path);
    if (known !== undefined) return known;
    const own = this.mutants.filter((mutant) => mutant.path === path);
    const counted = path.startsWith("tests/") ? "rounds and calls" : "rounds";
    const text = instrumented(own.length > 0 ? this.project.file(path) : this.parsed(path), own, counted);
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS, verbatimModuleSyntax: false },
    });
    const compiled = compileFunction(outputText, ["exports", "require", IS_ON, WORK, BUILDERS, "process"], {
      filename: relative("", path),
    });
    const run = (...given: readonly unknown[]): void => {
      Reflect.apply(compiled, undefined, given);
    };
    this.compiled.set(path, run);
    return run;
  }

  private parsed(path: string): ts.SourceFile {
    return ts.createSourceFile(path, this.weaken(path, readFileSync(path, "utf8")), ts.ScriptTarget.ES2023, true);
  }

  /** What it returns, or throws, of which the part that does not wait is stopped in time. */
  private limited(run: () => unknown, limit = WORK_LIMIT): unknown {
    this.switchboard.limit = limit;
    this.switchboard.work = 0;
    Reflect.set(globalThis, "$run", run);
    const result: unknown = runInThisContext("$run()", { timeout: this.patience });
    return result;
  }

  /** @throws as the promise does, or where it is not kept in time; what is no promise is at once */
  private async kept(result: unknown): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(Object.assign(new Error("the test waits for what never comes"), { code: TIMED_OUT }));
      }, this.patience);
    });
    try {
      await Promise.race([result, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function valueOf(exports: unknown, name: string | symbol): unknown {
  const value: unknown = Reflect.get(Object(exports), name);
  return value;
}

/** Tests run at their everyday size, whatever this one runs at. */
const ownProcess: unknown = Object.create(process, { env: { value: { ...process.env, QEDMARK_FULL: "0" } } });
