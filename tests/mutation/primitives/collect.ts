import { expect } from "vitest";
import { fc } from "@fast-check/vitest";

/** A test that a file declares, to be run by hand. */
export interface Collected {
  /** With the groups that it stands in. */
  readonly name: string;
  readonly run: () => Promise<void>;
}

type Body = (...given: readonly unknown[]) => unknown;
type Declare = (name: string, ...rest: readonly unknown[]) => void;

/** The same cases each time, and no search for small counterexamples: a failure is enough. */
export const SEED = 20261122;
const DRAWS = { seed: SEED, endOnFailure: true };

/** Stands in for `vitest` and `@fast-check/vitest` while test files are loaded: what they declare is kept. */
export class Collector {
  readonly tests: Collected[] = [];
  private readonly groups: string[] = [];
  private readonly after: Body[] = [];

  /** What test files get when they import one of these. */
  readonly modules: ReadonlyMap<string, unknown>;

  constructor() {
    const it = this.declaring((name, body) => {
      this.declare(name, body);
    });
    const describe = this.declaring((name, body) => {
      this.groups.push(name);
      if (body() instanceof Promise) throw new Error(`the group ${name} waits: its tests would be declared too late`);
      this.groups.pop();
    });
    const prop =
      (arbitraries: readonly fc.Arbitrary<unknown>[], parameters: object = {}): Declare =>
      (name, body) => {
        const holds = callable(body);
        this.declare(name, async () => {
          const property = fc.asyncProperty(fc.tuple(...arbitraries), async (values) => (await holds(...values)) !== false);
          await fc.assert(property, { ...DRAWS, ...parameters });
        });
      };
    const afterEach = (body: Body): void => {
      this.after.push(body);
    };
    const test = Object.assign(it, { prop });
    this.modules = new Map<string, unknown>([
      ["vitest", { describe, it, test, expect, afterEach }],
      ["@fast-check/vitest", { fc, test, it: test }],
      ["fast-check", { ...fc, default: fc }],
    ]);
  }

  private declare(name: string, body: Body): void {
    const run = async (): Promise<void> => {
      try {
        await body();
      } finally {
        for (const tidy of this.after) await tidy();
      }
    };
    this.tests.push({ name: [...this.groups, name].join(" > "), run });
  }

  private declaring(declare: (name: string, body: Body) => void) {
    const one: Declare = (name, ...rest) => {
      declare(name, callable(rest.find((own) => typeof own === "function")));
    };
    const each =
      (rows: readonly unknown[]): Declare =>
      (name, ...rest) => {
        const body = callable(rest.find((own) => typeof own === "function"));
        for (const [i, row] of rows.entries()) {
          const given: readonly unknown[] = Array.isArray(row) ? row : [row];
          declare(`${name} #${i}`, () => body(...given));
        }
      };
    const skipIf = (skip: boolean): Declare => (skip ? () => undefined : one);
    const runIf = (run: boolean): Declare => skipIf(!run);
    return Object.assign(one, { each, skipIf, runIf });
  }
}

function callable(body: unknown): Body {
  if (typeof body !== "function") throw new Error("a test without a body");
  return (...given) => {
    const result: unknown = Reflect.apply(body, undefined, given);
    return result;
  };
}
