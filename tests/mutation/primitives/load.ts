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

/** Loop rounds that loading a file, or a test of which nothing is known, may take. */
const WORK_LIMIT = 1e8;
/** Milliseconds, the last guard: no test takes near as long. */
const PATIENCE = 60_000;

const TIMED_OUT = "ERR_SCRIPT_EXECUTION_TIMEOUT";

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
    if (++this.work > this.limit) throw new Error("a loop did not end");
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

/** Changes the text of a file before it is loaded. */
export type Weakening = (path: string, text: string) => string;

/** Test files and all that they import, with every mutant in it, loaded as often as wanted within this process. */
export class Loader {
  readonly switchboard: Switchboard;
  private readonly compiled = new Map<string, Code>();

  constructor(
    private readonly mutants: readonly Mutant[],
    private readonly project: Project,
    private readonly weaken: Weakening = (_, text) => text,
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
        if (name.startsWith(".")) return load(join(dirname(own), name).replace(/\.js$/u, ".ts"));
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

  /** Runs a test, or loads a file. */
  outcomeOf(run: () => unknown, limit = WORK_LIMIT): Outcome {
    try {
      this.limited(run, limit);
      return "passes";
    } catch (error) {
      const isEndless = this.switchboard.work > limit || (error instanceof Error && Reflect.get(error, "code") === TIMED_OUT);
      return isEndless ? "does not end" : "fails";
    }
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
    const text =
      path.startsWith("src/tensor/") || own.length > 0 ? instrumented(this.project.file(path), own) : readFileSync(path, "utf8");
    const { outputText } = ts.transpileModule(this.weaken(path, text), {
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

  private limited(run: () => unknown, limit = WORK_LIMIT): void {
    this.switchboard.limit = limit;
    this.switchboard.work = 0;
    Reflect.set(globalThis, "$run", run);
    runInThisContext("$run()", { timeout: PATIENCE });
  }
}

function valueOf(exports: unknown, name: string | symbol): unknown {
  const value: unknown = Reflect.get(Object(exports), name);
  return value;
}

/** Tests run at their everyday size, whatever this one runs at. */
const ownProcess: unknown = Object.create(process, { env: { value: { ...process.env, QEDMARK_FULL: "0" } } });
