import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { experiments } from "./experiments.js";
import type { Experiment } from "./experiments.js";

// Trains and measures what docs/results.md reports, and writes that page. What is there already is not done again: an interrupted run goes on.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: "string", default: "runs/results" },
    jobs: { type: "string", default: "2" },
    date: { type: "string", default: new Date().toISOString().slice(0, 10) },
  },
});
const PAGE = "docs/results.md";

/** Runs the command in a process of its own; what it prints. */
async function qedmark(words: readonly string[]): Promise<string> {
  return await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["dist/cli/main.js", ...words], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.once("exit", (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`qedmark ${words.join(" ")} ended with ${code ?? "a signal"}`));
    });
  });
}

const trainWords = ({ model, train }: Experiment, seed: number): readonly string[] => [
  "train",
  model,
  ...train,
  "--seed",
  String(seed),
];
const evaluateWords = ({ evaluate }: Experiment, run: string): readonly string[] => [
  "evaluate",
  run,
  ...evaluate,
  "--format",
  "json",
];

async function measured(own: Experiment, seed: number): Promise<Evaluated> {
  const run = join(values.folder, `${own.name}-${seed}`);
  const evaluation = `${run}.json`;
  if (!existsSync(evaluation)) {
    // With one thread each, several runs at a time make more of the processors than one with several.
    const single = ["--threads", "1"];
    if (!existsSync(run)) await qedmark([...trainWords(own, seed), ...single, "--out", run]);
    else await qedmark(["train", "--resume", run]);
    writeFileSync(evaluation, await qedmark([...evaluateWords(own, run), ...single]));
  }
  return readEvaluation(evaluation);
}

const evaluated = z.object({
  engine: z.string(),
  ground: z.string(),
  results: z.array(z.object({ name: z.string(), value: z.string(), definition: z.string() })),
});

type Evaluated = z.infer<typeof evaluated>;

function readEvaluation(path: string): Evaluated {
  return evaluated.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** The rows of one experiment: a column for each seed, and the mean. */
function table(own: Experiment, found: readonly Evaluated[]): string {
  const [first] = found;
  if (first === undefined) return "";
  const number = (value: string): number => Number(value.split(" ")[0]);
  const rows = first.results.map(({ name }) => {
    const cells = found.map(({ results }) => results.find((row) => row.name === name)?.value ?? "–");
    const mean = cells.reduce((sum, cell) => sum + number(cell), 0) / cells.length;
    const plain = cells.map((cell) => cell.replace(/ nats$/u, ""));
    const all = plain.length === 1 ? [] : [mean.toFixed(3)];
    const shown = [...plain, ...all].map((cell, i, { length }) =>
      name === own.figure && i === length - 1 ? `**${cell}**` : cell,
    );
    return `| ${name} | ${shown.join(" | ")} |`;
  });
  const seeds = own.seeds.map((seed) => `seed ${seed}`);
  const columns = seeds.length === 1 ? seeds : [...seeds, "mean"];
  const definitions = first.results.map(
    ({ name, definition }) => `- *${name}*: ${definition.replace(/; standard error.*$/u, "")}`,
  );
  return [
    `## ${own.title}`,
    "",
    "```sh",
    `qedmark ${trainWords(own, 0).join(" ")}${own.seeds.length === 1 ? "" : `   # seeds ${own.seeds.join(", ")}`}`,
    `qedmark ${evaluateWords(own, "RUN").join(" ")}`,
    "```",
    "",
    `| nats, where nothing else is said | ${columns.join(" | ")} |`,
    `| --- |${" --- |".repeat(columns.length)}`,
    ...rows,
    "",
    `${first.ground[0]?.toUpperCase() ?? ""}${first.ground.slice(1)}. Engine: ${first.engine}. ${own.note}`,
    "",
    ...definitions,
    "",
  ].join("\n");
}

const chosen = experiments.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const work = chosen.flatMap((own) => own.seeds.map((seed) => async () => await measured(own, seed)));
await Promise.all(
  Array.from({ length: Number(values.jobs) }, async () => {
    for (let next = work.shift(); next !== undefined; next = work.shift()) await next();
  }),
);
const done = experiments.flatMap((own) => {
  const paths = own.seeds.map((seed) => join(values.folder, `${own.name}-${seed}.json`));
  return paths.every((path) => existsSync(path)) ? [table(own, paths.map(readEvaluation))] : [];
});
writeFileSync(
  PAGE,
  `# Results

\`npm run results\` trains and measures all of this and writes this page. The seeds were fixed beforehand, and all are reported. Written ${values.date}, Node
${process.versions.node}. What the numbers are stands in [training.md](training.md).

${done.join("\n")}`,
);
console.log(`written to ${PAGE}`);
