import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { readGraph } from "../../src/codegen/read-graph.js";
import { evaluate, tensor, type Axes } from "../../src/tensor/index.js";
import type { Data } from "./high-precision.js";

export interface Call {
  readonly source: string;
  readonly arguments: readonly Data[];
  readonly sizes: ReadonlyMap<string, number>;
}

/** What a call gave: the components of the value, or why it gave none. */
export type Outcome = readonly number[] | string;

type Callable = (...values: readonly Data[]) => number | readonly number[];

const isModule = (value: unknown): value is Readonly<Record<string, Callable>> => typeof value === "object" && value !== null;

/** Runs TypeScript as Node runs it once its types are gone. */
export async function runTypescript(calls: readonly Call[]): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), "qedmark-codegen-"));
  try {
    const functions = new Map<string, Callable>();
    for (const source of new Set(calls.map((call) => call.source))) {
      const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
      const file = join(folder, `${functions.size}.mjs`);
      writeFileSync(file, ts.transpileModule(source, { compilerOptions: options }).outputText);
      const loaded: unknown = await import(pathToFileURL(file).href);
      const [exported, ...others] = isModule(loaded) ? Object.values(loaded) : [];
      if (exported === undefined || others.length > 0) throw new Error("a module exports one function");
      functions.set(source, exported);
    }
    return calls.map((call) => {
      try {
        const value = functions.get(call.source)?.(...call.arguments);
        return typeof value === "number" ? [value] : (value ?? "nothing");
      } catch (error) {
        return String(error);
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the compiler says of modules under the strictest options, as one line for each complaint. */
export function typeErrors(sources: readonly string[]): readonly string[] {
  const names = new Map(sources.map((source, i) => [`/generated/${i}.ts`, source]));
  const options: ts.CompilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitReturns: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version, ...rest) => {
    const source = names.get(name);
    return source === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, source, version);
  };
  const program = ts.createProgram([...names.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
}

/** An interpreter that has a library, and what to do where there is none. */
export function pythonWith(library: "numpy" | "torch"): { readonly command: string | null; readonly remedy: string } {
  const command = ["python3", "/usr/bin/python3"].find((name) => spawnSync(name, ["-c", `import ${library}`]).status === 0);
  return {
    command: command ?? null,
    remedy: `NOT TESTED: no python3 here has ${library}. To test it: apt-get install python3-${library}, or pip install ${library}`,
  };
}

const DRIVER = `
import json, sys, warnings
warnings.simplefilter("error", SyntaxWarning)
warnings.simplefilter("error", DeprecationWarning)
job = json.load(sys.stdin)
if job["library"] == "torch":
    import torch
    make = lambda value: torch.tensor(value, dtype=torch.float64)
else:
    import numpy as np
    np.seterr(over="ignore", under="ignore")
    make = lambda value: value
functions, outcomes = [], []
for source in job["sources"]:
    space = {}
    exec(compile(source, "generated", "exec"), space)
    functions.append(next(value for name, value in space.items() if callable(value) and getattr(value, "__module__", "x") not in ("x",) or getattr(value, "__code__", None) and value.__code__.co_filename == "generated"))
for index, arguments in job["calls"]:
    try:
        value = functions[index](*[make(argument) for argument in arguments])
        value = value.tolist() if hasattr(value, "tolist") else value
        flat = value if isinstance(value, list) else [value]
        outcomes.append([repr(float(item)) for item in flat])
    except Exception as error:
        outcomes.append(f"{type(error).__name__}: {error}")
json.dump(outcomes, sys.stdout)
`;

const isOutcome = (value: unknown): value is string | string[] => typeof value === "string" || Array.isArray(value);

/** Runs Python in one process. */
export function runPython(command: string, library: "numpy" | "torch", calls: readonly Call[]): readonly Outcome[] {
  const sources = [...new Set(calls.map((call) => call.source))];
  const job = { library, sources, calls: calls.map((call) => [sources.indexOf(call.source), call.arguments]) };
  const { stdout, stderr, status } = spawnSync(command, ["-c", DRIVER], {
    input: JSON.stringify(job),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  const outcomes: unknown = JSON.parse(stdout);
  if (!Array.isArray(outcomes) || !outcomes.every(isOutcome)) throw new Error("the driver said something else");
  return outcomes.map((outcome: string | readonly string[]) => (typeof outcome === "string" ? outcome : outcome.map(parsed)));
}

function parsed(text: string): number {
  const infinite = new Map([
    ["inf", Infinity],
    ["-inf", -Infinity],
  ]);
  return infinite.get(text) ?? Number(text);
}

interface Described {
  readonly name: string;
  readonly axes: readonly string[];
}

const isDescribed = (value: unknown): value is { readonly inputs: readonly Described[] } =>
  typeof value === "object" && value !== null && "inputs" in value && Array.isArray(value.inputs);

/** Evaluates graphs with the reference engine; with a batch, every argument is repeated along it. */
export function runGraph(calls: readonly Call[], batch: Axes = []): readonly Outcome[] {
  return calls.map((call) => {
    const json: unknown = JSON.parse(call.source);
    if (!isDescribed(json)) throw new Error("no graph");
    const size = [...call.sizes.values()][0] ?? 1;
    const sizes = Object.fromEntries(json.inputs.flatMap(({ axes }) => axes.map((axis) => [axis, size])));
    const { value } = readGraph(json, sizes, batch);
    const repeat = batch.reduce((count, axis) => count * axis.size, 1);
    const inputs = Object.fromEntries(
      json.inputs.map(({ name, axes }, i) => {
        const own = axes.map((axis) => ({ name: axis, size }));
        const values = [call.arguments[i] ?? 0].flat(2).map(Number);
        return [name, tensor([...batch, ...own], Array.from({ length: repeat }, () => values).flat())];
      }),
    );
    // Inputs that cancelled out of the formula are none of the program.
    const used = new Set(json.inputs.map(({ name }) => name));
    return [
      ...(evaluate({ value }, Object.fromEntries(Object.entries(inputs).filter(([name]) => used.has(name)))).value?.values ?? []),
    ];
  });
}
