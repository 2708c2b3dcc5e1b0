import { writeFileSync } from "node:fs";
import type { TestModule, TestCase } from "vitest/node";
import type { Reporter } from "vitest/reporters";

const PAGE = "docs/full-run.md";

type Counts = Record<"passed" | "failed" | "skipped", number>;

/** Writes down the outcome of `npm run test:full`. A run that is interrupted, or of some of the tests only, is not written down. */
export default class FullRunReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: string): void {
    const folders = new Map<string, Counts>();
    for (const module of modules) {
      const counts = folders.get(folderOf(module)) ?? { passed: 0, failed: 0, skipped: 0 };
      folders.set(folderOf(module), counts);
      for (const test of module.children.allTests()) counts[stateOf(test)] += 1;
    }
    if (process.env.QEDMARK_RECORD === "1" && reason !== "interrupted" && folders.size >= WHOLE)
      writeFileSync(PAGE, pageOf(folders, errors.length));
  }
}

/** Fewer folders than this are no full run. */
const WHOLE = 12;

function folderOf({ relativeModuleId }: TestModule): string {
  return relativeModuleId.split("/").slice(0, 2).join("/");
}

function stateOf(test: TestCase): keyof Counts {
  const { state } = test.result();
  return state === "pending" ? "skipped" : state;
}

function pageOf(folders: ReadonlyMap<string, Counts>, errors: number): string {
  const total = (state: keyof Counts): number => [...folders.values()].reduce((sum, counts) => sum + counts[state], 0);
  const row = (name: string, { passed, failed, skipped }: Counts): string => `| ${name} | ${passed} | ${failed} | ${skipped} |`;
  const all = { passed: total("passed"), failed: total("failed"), skipped: total("skipped") };
  const seed = process.env.QEDMARK_SEED ?? "";
  return [
    "# The last full run of the tests",
    "`npm run test:full` runs every test at full size: all slips of all derivations, the statistical tests with all their repetitions, the largest texts. It draws new" +
      " cases each time; `QEDMARK_SEED` repeats a run, `QEDMARK_RECORD=1` writes this page.",
    `- Command: \`QEDMARK_SEED=${seed} QEDMARK_RECORD=1 npm run test:full\`\n- Date: ${new Date().toISOString().slice(0, 10)}\n- Seed: ${seed}\n` +
      `- Machine: ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    `${all.passed} passed, ${all.failed} failed, ${all.skipped} skipped${errors === 0 ? "" : `, ${errors} errors outside of tests`}.`,
    [
      "| tests | passed | failed | skipped |",
      "| --- | ---: | ---: | ---: |",
      ...[...folders].sort().map(([name, counts]) => row(name, counts)),
    ].join("\n"),
    "Tests are skipped where the machine lacks what they need: an unprivileged user for files that cannot be read.\n",
  ].join("\n\n");
}
