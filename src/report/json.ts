import type { CheckResult, StepResult } from "../verdicts/result.js";

/** Characters that JSON allows as they are and that steer a terminal or hide text: direction marks, controls, invisible characters. */
const HAZARD = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** The result as the machine-readable contract: pure JSON, ended by a line feed. Hazards are written as escapes, so the value is the same. */
export function renderJson(result: CheckResult): string {
  return jsonText(result);
}

/** One step, as it stands in the result of its document. */
export function renderStepJson(path: string, step: StepResult): string {
  return jsonText({ schema: 1, path, step });
}

/** Any data as pure JSON, hazards written as escapes. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replace(
    HAZARD,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${text}\n`;
}
