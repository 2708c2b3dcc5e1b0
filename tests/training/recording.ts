import type { Arrays, Engine, Executable } from "../../src/tensor/engines/engine.js";

/** What went into a run of a program, and what came out. */
export interface Run {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly outputs: Readonly<Record<string, readonly number[]>>;
}

/** The engine, with every run of every program written down. */
export function recording(engine: Engine): { readonly engine: Engine; readonly runs: readonly Run[] } {
  const runs: Run[] = [];
  const watched = around(engine, async (executable) => {
    const inputs = copied(executable.inputs);
    await executable.run();
    runs.push({ inputs, outputs: copied(executable.outputs) });
  });
  return { engine: watched, runs };
}

/** A planted slip: what goes into runs is kept for ever. */
export function keeping(engine: Engine): Engine {
  const kept: Float32Array[] = [];
  return around(engine, async (executable) => {
    kept.push(...Object.values(executable.inputs).map((values) => values.slice().fill(1)));
    await executable.run();
  });
}

/** A planted slip: codes are the means of q(z|x), whatever noise is drawn. */
export function withoutNoise(engine: Engine): Engine {
  return around(engine, async (executable) => {
    executable.inputs.noise?.fill(0);
    await executable.run();
  });
}

/** The engine, with this number for every gradient. */
export function withGradients(engine: Engine, value: number): Engine {
  return around(engine, async (executable) => {
    await executable.run();
    for (const [name, values] of Object.entries(executable.outputs)) if (name.startsWith("gradient")) values.fill(value);
  });
}

function around(engine: Engine, run: (executable: Executable) => Promise<void>): Engine {
  return {
    name: engine.name,
    prepare: async (program, memory) => {
      const executable = await engine.prepare(program, memory);
      return { ...executable, run: () => run(executable) };
    },
  };
}

function copied(arrays: Arrays): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, [...values]]));
}
