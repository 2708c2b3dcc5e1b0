import { z } from "zod";
import { SettingsError } from "./settings-error.js";

// What all settings of runs have in common, however a model is trained.

export const whole = (least: number, most: number) => z.int().min(least).max(most);
export const units = whole(1, 65_536);
export const seed = whole(0, Number.MAX_SAFE_INTEGER);

/** Which images of which data. */
export const images = {
  source: z.string().min(1),
  /** Images of the training set, its last ones, that are held out for validation. */
  validation: whole(0, 1e9),
  /** The training images that are used, its first ones. */
  limit: whole(1, 1e9).nullable(),
};

/** @throws SettingsError naming the first setting that is not as it has to be by its path (`training.batchSize`) */
export function parseWith<Settings>(schema: z.ZodType<Settings>, value: unknown): Settings {
  const parsed = schema.safeParse(value, { error: demandOf });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.filter((part) => typeof part === "string").join(".") ?? "";
  throw new SettingsError(`${path === "" ? "the settings" : path}: ${issue?.message ?? "not understood"}`);
}

/** What a number or a list has to be; of other settings the parser's own words. */
function demandOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "too_small":
    case "too_big": {
      const most = issue.code === "too_small" ? `at least ${String(issue.minimum)}` : `at most ${String(issue.maximum)}`;
      return issue.origin === "array" ? `there have to be ${most}` : `${String(issue.input)} is not ${most}`;
    }
    case "invalid_type":
      return typeof issue.input === "number"
        ? `${issue.input} is not a finite ${issue.expected === "int" ? "whole " : ""}number`
        : undefined;
    default:
      return undefined;
  }
}
