import { readdirSync, readFileSync } from "node:fs";
import type { Term } from "../../src/kernel/term.js";
import { stateClaim } from "../../src/oracles/symbolic/state.js";
import { inspectDocument } from "../../src/verdicts/check.js";
import type { Goal } from "./one-line.js";

const FOLDER = "derivations";

export const DERIVATIONS: readonly string[] = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));

/** The result of a derivation in the kernel's language, as it is meant at the end of the document. */
export function resultOf(name: string): Goal {
  const text = readFileSync(`${FOLDER}/${name}`, "utf8");
  const [, left, relation, right] = /^result: (.*?) (=|\\ge) (.*)$/mu.exec(text) ?? [];
  // Times 1, so that it is a step of its own and no repetition of what the document shows.
  const restated = `${text}\n\n$$\n1 \\cdot \\left(${left}\\right) ${relation} ${right}\n$$\n`;
  const resolution = inspectDocument(restated, name, { seed: 0, budget: "quick" }).steps.at(-1)?.resolution;
  if (resolution?.kind !== "decided") throw new Error(`the result of ${name} is not decided`);
  const statement = stateClaim(resolution.decision.claim);
  if (statement.kind === "unsupported") throw new Error(statement.reason);
  const { relation: stated, facts } = statement;
  if (stated === "similar" || stated === "proportional") throw new Error(`${name} is ${stated}`);
  return { left: withoutOne(statement.left), right: statement.right, relation: stated, facts };
}

function withoutOne({ kind, parts: [one, rest, ...others] }: Term): Term {
  if (kind !== "multiply" || one?.name !== "1" || rest === undefined || others.length > 0)
    throw new Error("times 1 was expected");
  return rest;
}
