import type { CheckOptions, DocumentResult } from "../verdicts/result.js";

export type Checker = (text: string, path: string, options: CheckOptions) => DocumentResult;

/** The checker is loaded when a command needs it: `--help` and a mistyped option must not wait for it. */
export type CheckerSource = () => Promise<Checker>;

export const loadChecker: CheckerSource = async () => (await import("../verdicts/check.js")).checkDocument;
