import { EngineError } from "./engine.js";
import type { Engine } from "./engine.js";

export interface EngineOptions {
  /** How many threads an engine uses that can use several. */
  readonly threads: number;
}

/** Every engine, by the name that a user gives it. Opening one imports its modules; until then none is loaded. */
const engines = {
  onnx: async ({ threads }: EngineOptions) => (await import("./onnx/native.js")).openOnnxNative({ threads }),
  "onnx-web": async ({ threads }: EngineOptions) => (await import("./onnx/web.js")).openOnnxWeb({ threads }),
  "tfjs-node": async () => (await import("./tfjs/open.js")).openTfjs("node"),
  "tfjs-webgpu": async () => (await import("./tfjs/open.js")).openTfjs("webgpu"),
  "tfjs-wasm": async () => (await import("./tfjs/open.js")).openTfjs("wasm"),
  "tfjs-cpu": async () => (await import("./tfjs/open.js")).openTfjs("cpu"),
  reference: async () => (await import("./reference/executable.js")).referenceEngine(),
} as const satisfies Readonly<Record<string, (options: EngineOptions) => Promise<Engine>>>;

export type EngineName = keyof typeof engines;

export const engineNames: readonly EngineName[] = keysOf(engines);

export function isEngineName(name: string): name is EngineName {
  return Object.hasOwn(engines, name);
}

/**
 * What is taken where no engine is named: from the fastest on by the images a second that each trained here (docs/benchmarks.md). Those that could not be
 * measured are only taken by name.
 */
const preferred: readonly EngineName[] = ["onnx", "onnx-web", "tfjs-wasm", "tfjs-cpu", "reference"];

export interface Opened {
  readonly name: EngineName;
  readonly engine: Engine;
  /** One line for each faster engine that does not load here, with what to do. */
  readonly notes: readonly string[];
}

/**
 * The engine of that name; for null the fastest that loads here.
 *
 * @throws EngineError when the one named does not load, with what to do
 */
export async function openEngine(name: EngineName | null, options: EngineOptions): Promise<Opened> {
  if (name !== null) return { name, engine: await engines[name](options), notes: [] };
  const notes: string[] = [];
  for (const next of preferred) {
    const found = await tryEngine(next, options);
    if (found.engine !== null) return { name: next, engine: found.engine, notes };
    notes.push(found.reason);
  }
  throw new EngineError(`no engine loads here: ${notes.join("; ")}`);
}

/** An engine, or why it does not load and what to do. */
export type Tried =
  | { readonly name: EngineName; readonly engine: Engine }
  | { readonly name: EngineName; readonly engine: null; readonly reason: string };

/** Opens every engine in turn, which takes a second or two. */
export async function tryEngines(options: EngineOptions): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const name of engineNames) tried.push(await tryEngine(name, options));
  return tried;
}

async function tryEngine(name: EngineName, options: EngineOptions): Promise<Tried> {
  try {
    return { name, engine: await engines[name](options) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { name, engine: null, reason: error.message };
  }
}

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] {
  const keys: K[] = [];
  for (const key in table) keys.push(key);
  return keys;
}
