import { check } from "prettier";
import { describe, expect, test } from "vitest";
import { scaled } from "../../src/codegen/build.js";
import { NotComputableError } from "../../src/codegen/not-computable.js";
import type { Compiled } from "../../src/codegen/compiled.js";
import { graph } from "../../src/codegen/targets/graph.js";
import { numpy } from "../../src/codegen/targets/numpy.js";
import { pytorch } from "../../src/codegen/targets/pytorch.js";
import { typescript } from "../../src/codegen/targets/typescript.js";
import { type Case, casesOf, unitsOff } from "./cases.js";
import { compiledFormulas } from "./formulas.js";
import { type Call, type Outcome, pythonWith, runGraph, runPython, runTypescript, typeErrors } from "./runners.js";

/** Units in the last place of the largest number on the way: a few for each operation of the formula, and one for each summand. */
const MOST_UNITS = 24;

const formulas = compiledFormulas();
const cases = new Map<Compiled, readonly Case[]>(formulas.map(({ name, compiled }) => [compiled, casesOf(name, compiled)]));

interface Job extends Call {
  readonly name: string;
  readonly wanted: Case["wanted"];
}

type Emitter = (compiled: Compiled, version: string) => string;

function jobsFor(emit: Emitter, change: (source: string) => string = (source) => source): readonly Job[] {
  return formulas.flatMap(({ name, compiled }) => {
    try {
      const source = change(emit(compiled, "0.0.0"));
      return (cases.get(compiled) ?? []).map((one) => ({ ...one, name, source }));
    } catch (error) {
      if (error instanceof NotComputableError) return [];
      throw error;
    }
  });
}

/** Formulas of one function, whose values have to be right to the last places however small they are. */
const isSingle = ({ expression }: Compiled): boolean => {
  const { rest } = scaled(expression);
  return rest.kind === "call" && rest.name !== "exp" && rest.name !== "sqrt" && rest.argument.kind !== "fold";
};
const single = new Set(formulas.filter(({ compiled }) => isSingle(compiled)).map(({ name }) => name));

/** Every call that is off by too much, for people, and by how much the worst of the others is off. */
function compared(
  jobs: readonly Job[],
  outcomes: readonly Outcome[],
): { readonly wrong: readonly string[]; readonly worst: number } {
  const wrong: string[] = [];
  let worst = 0;
  jobs.forEach((job, i) => {
    const outcome = outcomes[i] ?? "nothing";
    const off =
      typeof outcome === "string" || outcome.length !== job.wanted.length
        ? Infinity
        : Math.max(
            ...job.wanted.map((want, k) =>
              unitsOff(outcome[k] ?? NaN, single.has(job.name) ? { value: want.value, size: want.value.abs() } : want),
            ),
          );
    if (off <= MOST_UNITS) worst = Math.max(worst, off);
    else
      wrong.push(
        `${job.name}(${JSON.stringify(job.arguments)}) = ${String(outcome)}, not ${job.wanted.map(({ value }) => value.toPrecision(18)).join(",")}: ${off} units`,
      );
  });
  return { wrong, worst };
}

describe("generated TypeScript", () => {
  const jobs = jobsFor(typescript);

  test("computes the formulas, at extreme values too", async () => {
    const { wrong, worst } = compared(jobs, await runTypescript(jobs));
    expect(wrong).toEqual([]);
    expect(worst).toBeGreaterThan(0);
    console.log(
      `TypeScript: ${jobs.length} calls of ${new Set(jobs.map(({ source }) => source)).size} functions, off by at most ${worst.toFixed(1)} units`,
    );
  });

  test("has no type errors and nothing unused", () => {
    expect(typeErrors([...new Set(jobs.map(({ source }) => source))])).toEqual([]);
  });

  test("is formatted as Prettier formats it", async () => {
    for (const source of new Set(jobs.map((job) => job.source)))
      expect([source, await check(source, { parser: "typescript", printWidth: 100 })]).toEqual([source, true]);
  });

  test.each([
    ["a lost factor", (source: string) => source.replace(/return (\(\n\s+)?0\.5 \*/, "return $1")],
    ["a lost term", (source: string) => source.replace(/ - 1\);/, ");")],
    ["a sum that begins too late", (source: string) => source.replace(/sum\(0, /, "sum(1, ")],
    [
      "an unstable softplus",
      (source: string) => source.replace(/return Math\.max\(x, 0\).*/, "return Math.log(1 + Math.exp(x));"),
    ],
    ["a logarithm of 0", (source: string) => source.replace("x === 0 ? 0 : ", "")],
    ["log1p that is log", (source: string) => source.replace("Math.log1p(a ** 2)", "Math.log(1 + a ** 2)")],
    [
      "a sum of exponentials that overflow",
      (source: string) =>
        source.replaceAll("largest", "0").replace("let 0 = -Infinity", "").replaceAll("0 = Math.max(0, term(index));", ";"),
    ],
  ])("is found wrong with %s", async (_, change) => {
    const changed = jobsFor(typescript, change);
    const planted = changed.filter((job, i) => job.source !== jobs[i]?.source);
    expect(planted.length).toBeGreaterThan(0);
    expect(compared(planted, await runTypescript(planted)).wrong).not.toEqual([]);
  });
});

describe.each([
  ["numpy", numpy],
  ["torch", pytorch],
] as const)("generated Python for %s", (library, emit) => {
  const { command, remedy } = pythonWith(library);
  if (command === null) console.warn(remedy);
  const jobs = jobsFor(emit);

  test.skipIf(command === null)("computes the formulas, at extreme values too", () => {
    const { wrong, worst } = compared(jobs, runPython(command ?? "", library, jobs));
    expect(wrong).toEqual([]);
    console.log(`${library}: ${jobs.length} calls, off by at most ${worst.toFixed(1)} units`);
  });

  test.skipIf(command === null)("broadcasts over a batch", () => {
    const vectors = new Set(formulas.filter(({ compiled }) => compiled.output !== null).map(({ name }) => name));
    const batches = jobs.filter(({ name, arguments: given }) => given.length > 0 && !vectors.has(name));
    const stacked = batches.map((job) => ({
      ...job,
      arguments: job.arguments.map((argument, i) => (i % 2 === 0 ? [argument, argument] : argument)),
    }));
    const outcomes = runPython(command ?? "", library, stacked);
    const halves = outcomes.map((outcome) => (typeof outcome === "string" ? outcome : outcome.slice(0, 1)));
    expect(outcomes.filter((outcome) => typeof outcome === "string" || outcome.length !== 2)).toEqual([]);
    expect(compared(batches, halves).wrong).toEqual([]);
  });

  test.skipIf(command === null)("is found wrong with a lost factor", () => {
    const changed = jobsFor(emit, (source) => source.replace(/return 0\.5 \*/, "return"));
    const planted = changed.filter((job, i) => job.source !== jobs[i]?.source);
    expect(compared(planted, runPython(command ?? "", library, planted)).wrong).not.toEqual([]);
  });
});

describe("generated graphs", () => {
  const jobs = jobsFor(graph);

  test("compute the formulas, at extreme values too", () => {
    const { wrong, worst } = compared(jobs, runGraph(jobs));
    expect(wrong).toEqual([]);
    console.log(`graph: ${jobs.length} calls, off by at most ${worst.toFixed(1)} units`);
  });

  test("compute the same for each of a batch", () => {
    const outcomes = runGraph(jobs, [{ name: "batch", size: 2 }]);
    const last = outcomes.map((outcome, i) =>
      typeof outcome === "string" ? outcome : outcome.slice(-(jobs[i]?.wanted.length ?? 1)),
    );
    expect(compared(jobs, last).wrong).toEqual([]);
  });

  test("are found wrong with another operation", () => {
    const changed = jobsFor(graph, (source) =>
      source.replace('"kind":"log1p"', '"kind":"log"').replace('"value":0.5', '"value":0.25'),
    );
    const planted = changed.filter((job, i) => job.source !== jobs[i]?.source);
    expect(compared(planted, runGraph(planted)).wrong).not.toEqual([]);
  });
});
