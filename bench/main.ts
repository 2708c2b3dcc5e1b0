import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measureGrowth } from "./growth.js";
import { measureMonteCarlo } from "./monte-carlo.js";
import { met } from "./outcome.js";
import { benchmarkPage, outcomeTable } from "./page.js";
import { measurePairs, measureStart } from "./start.js";

const page = "docs/benchmarks.md";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "21" },
    date: { type: "string", default: new Date().toISOString().slice(0, 10) },
    "dry-run": { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a whole number from 1 on, not ${values.rounds}`);

const outcomes = [
  ...measureStart(rounds),
  ...measurePairs(Math.min(rounds, 5)),
  ...measureMonteCarlo(rounds),
  ...measureGrowth(Math.min(rounds, 5)),
];
console.log(outcomeTable(outcomes));
if (!values["dry-run"]) {
  writeFileSync(page, benchmarkPage(outcomes, values.date));
  console.log(`\nwritten to ${page}`);
}
for (const outcome of outcomes) {
  if (outcome.kind === "skipped") console.error(`SKIPPED ${outcome.name}: ${outcome.reason}`);
}
process.exitCode = outcomes.every((outcome) => outcome.kind === "skipped" || met(outcome)) ? 0 : 1;
