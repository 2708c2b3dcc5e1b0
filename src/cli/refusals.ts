import { DataError } from "../data/dataset.js";
import { RunError } from "../runs/problem.js";
import { EngineError } from "../tensor/engines/engine.js";
import { ShapeError } from "../tensor/index.js";
import { MixtureError } from "../training/expectation-maximization/index.js";
import { MemoryError } from "../training/arena.js";
import { SettingsError } from "../training/settings-error.js";
import { RequestError } from "./errors.js";

/** What users can mend, as the request that cannot be carried out: one line, without a stack. */
const REFUSALS = [DataError, RunError, EngineError, MixtureError, SettingsError, ShapeError, MemoryError] as const;

/** Gives what the action gives, and says of its exceptions what they mean to the user. @throws RequestError for what the user can mend */
export async function refusing(act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Error && REFUSALS.some((kind) => error instanceof kind)) throw new RequestError(error.message);
    throw error;
  }
}
