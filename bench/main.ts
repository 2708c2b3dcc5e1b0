import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measureGrowth } from "./growth.js";
import { measureMonteCarlo } from "./monte-carlo.js";
import { met } from "./outcome.js";
import { benchmarkPage, outcomeTable } from "./page.js";
import { measurePixelCost, measurePreparation, measureSampling } from "./sampling.js";
import { measurePairs, measureReplay, measureStart } from "./start.js";
import { measureFirstStep, measureMemory, measureTraining } from "./train.js";

const page = "docs/benchmarks.md";

/** What can be measured alone: `npm run bench -- train`. A part by itself is printed, not written to the page. */
const PARTS = ["start", "replay", "pairs", "monte-carlo", "growth", "train", "sample"] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "21" },
    /** Of each training. */
    seconds: { type: "string", default: "6" },
    date: { type: "string", default: new Date().toISOString().slice(0, 10) },
    "dry-run": { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
if (!Number.isSafeInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a whole number from 1 on, not ${values.rounds}`);

const stray = positionals.find((name) => !PARTS.some((part) => part === name));
if (stray !== undefined) throw new Error(`there is no part ${stray}: name some of ${PARTS.join(", ")}`);
const wanted = (part: (typeof PARTS)[number]): boolean => positionals.length === 0 || positionals.includes(part);
const few = Math.min(rounds, 5);
const outcomes = [
  ...(wanted("start") ? measureStart(rounds) : []),
  ...(wanted("replay") ? measureReplay(rounds) : []),
  ...(wanted("pairs") ? measurePairs(few) : []),
  ...(wanted("monte-carlo") ? measureMonteCarlo(rounds) : []),
  ...(wanted("growth") ? measureGrowth(few) : []),
  ...(wanted("train") ? [...measureTraining(few, Number(values.seconds)), measureMemory(), await measureFirstStep(few)] : []),
  ...(wanted("sample") ? [...measureSampling(few), measurePixelCost(few), ...measurePreparation(few)] : []),
];
console.log(outcomeTable(outcomes));
if (!values["dry-run"] && positionals.length === 0) {
  writeFileSync(page, benchmarkPage(outcomes, values.date));
  console.log(`\nwritten to ${page}`);
}
for (const outcome of outcomes) {
  if (outcome.kind === "skipped") console.error(`SKIPPED ${outcome.name}: ${outcome.reason}`);
}
process.exitCode = outcomes.every((outcome) => outcome.kind === "skipped" || met(outcome)) ? 0 : 1;
