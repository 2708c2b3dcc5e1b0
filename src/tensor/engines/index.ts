/**
 * Engines that run programs of tensors, in Node and in browsers.
 *
 * ```ts
 * const { engine, notes } = await openEngine(null, { threads: 2 }); // the fastest that loads here; why faster ones do not
 * const step = await engine.prepare(program({ loss, gradient }));
 * step.inputs.x?.set(batch);
 * await step.run(); //                                                 step.outputs.loss, step.outputs.gradient
 * ```
 */

export { engineNames, isEngineName, openEngine, tryEngines } from "./choose.js";
export type { EngineName, EngineOptions, Opened, Tried } from "./choose.js";
export { EngineError } from "./engine.js";
export type { Arrays, Engine, Executable, Memory } from "./engine.js";
