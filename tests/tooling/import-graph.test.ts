import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Cruises the `src` below a folder under the project's own rules. */
async function cruiseSource(root: string): Promise<ICruiseResult> {
  const options = await extractDepcruiseOptions("./.dependency-cruiser.js");
  const { output } = await cruise(["src"], { ...options, baseDir: root });
  if (typeof output === "string") throw new Error(`dependency-cruiser answered with text: ${output}`);
  return output;
}

function violations(result: ICruiseResult): string[] {
  return result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

/** `[rule, importing file, what it writes after "from", what that resolves to]`: one import that breaks exactly this rule. */
const planted = [
  ["numbers-imports-only-what-lies-below-it", "src/numbers/planted.ts", "../notation/leaf.js", "src/notation/leaf.ts"],
  ["terms-imports-only-what-lies-below-it", "src/terms/planted.ts", "../numbers/leaf.js", "src/numbers/leaf.ts"],
  ["system-imports-only-what-lies-below-it", "src/system/planted.ts", "../numbers/leaf.js", "src/numbers/leaf.ts"],
  ["tensor-imports-only-what-lies-below-it", "src/tensor/planted.ts", "../kernel/leaf.js", "src/kernel/leaf.ts"],
  ["probability-imports-only-what-lies-below-it", "src/probability/planted.ts", "../numbers/leaf.js", "src/numbers/leaf.ts"],
  ["layers-imports-only-what-lies-below-it", "src/layers/planted.ts", "../numbers/leaf.js", "src/numbers/leaf.ts"],
  ["models-imports-only-what-lies-below-it", "src/models/planted.ts", "../numbers/leaf.js", "src/numbers/leaf.ts"],
  ["sampling-imports-only-what-lies-below-it", "src/sampling/planted.ts", "../data/leaf.js", "src/data/leaf.ts"],
  ["data-imports-only-what-lies-below-it", "src/data/planted.ts", "../kernel/leaf.js", "src/kernel/leaf.ts"],
  ["runs-imports-only-what-lies-below-it", "src/runs/planted.ts", "../notation/leaf.js", "src/notation/leaf.ts"],
  ["training-imports-only-what-lies-below-it", "src/training/planted.ts", "../report/leaf.js", "src/report/leaf.ts"],
  ["document-imports-only-what-lies-below-it", "src/document/planted.ts", "../numbers/leaf.js", "src/numbers/leaf.ts"],
  ["notation-imports-only-what-lies-below-it", "src/notation/planted.ts", "../document/leaf.js", "src/document/leaf.ts"],
  ["meaning-imports-only-what-lies-below-it", "src/meaning/planted.ts", "../claims/leaf.js", "src/claims/leaf.ts"],
  ["claims-imports-only-what-lies-below-it", "src/claims/planted.ts", "../oracles/finite/leaf.js", "src/oracles/finite/leaf.ts"],
  ["oracles-imports-only-what-lies-below-it", "src/oracles/finite/planted.ts", "../../verdicts/leaf.js", "src/verdicts/leaf.ts"],
  ["verdicts-imports-only-what-lies-below-it", "src/verdicts/planted.ts", "../report/leaf.js", "src/report/leaf.ts"],
  ["mutation-imports-only-what-lies-below-it", "src/mutation/planted.ts", "../report/leaf.js", "src/report/leaf.ts"],
  ["codegen-imports-only-what-lies-below-it", "src/codegen/planted.ts", "../report/leaf.js", "src/report/leaf.ts"],
  ["report-imports-only-what-lies-below-it", "src/report/planted.ts", "../verdicts/leaf.js", "src/verdicts/leaf.ts"],
  ["pairing-imports-only-what-lies-below-it", "src/pairing/planted.ts", "../report/leaf.js", "src/report/leaf.ts"],
  ["cli-imports-only-what-lies-below-it", "src/cli/planted.ts", "../unknown/leaf.js", "src/unknown/leaf.ts"],
  ["folder-without-a-row", "src/unknown/planted.ts", "../kernel/leaf.js", "src/kernel/leaf.ts"],
  ["kernel-imports-nothing-outside-itself", "src/kernel/planted.ts", "../numbers/leaf.js", "src/numbers/leaf.ts"],
  ["kernel-imports-nothing-outside-itself", "src/kernel/package.ts", "declared", "node_modules/declared/index.js"],
  ["oracles-are-independent", "src/oracles/finite/sibling.ts", "../gaussian/leaf.js", "src/oracles/gaussian/leaf.ts"],
  ["oracles-are-independent", "src/oracles/finite/shared.ts", "../density.js", "src/oracles/density.ts"],
  ["checker-runs-in-a-browser", "src/notation/node.ts", "node:fs", "fs"],
  ["checker-runs-in-a-browser", "src/mutation/node.ts", "path", "path"],
  ["checker-runs-in-a-browser", "src/codegen/node.ts", "node:fs", "fs"],
  ["checker-runs-in-a-browser", "src/models/node.ts", "node:fs", "fs"],
  ["checker-runs-in-a-browser", "src/layers/node.ts", "path", "path"],
  ["checker-runs-in-a-browser", "src/tensor/engines/node.ts", "node:os", "os"],
  ["no-cycles", "src/meaning/back.ts", "./cycle.js", "src/meaning/cycle.ts"],
  ["imports-resolve", "src/claims/lost.ts", "./missing.js", "./missing.js"],
  ["src-imports-what-an-installation-has", "src/cli/helper.ts", "../../tests/helper.js", "tests/helper.ts"],
  ["src-imports-declared-dependencies", "src/document/tool.ts", "development-tool", "node_modules/development-tool/index.js"],
  ["src-imports-declared-dependencies", "src/document/stowaway.ts", "undeclared", "node_modules/undeclared/index.js"],
] as const;

/** Imports of types that are as they should be, beside the planted ones; the first closes the planted cycle, which is reported once. */
const sound = [
  ["src/meaning/cycle.ts", "./back.js"],
  ["src/numbers/sound.ts", "../kernel/leaf.js"],
  ["src/document/sound.ts", "declared"],
  ["src/oracles/finite/sound.ts", "../../claims/leaf.js"],
  ["src/report/sound.ts", "../verdicts/result.js"],
  ["src/cli/sound.ts", "../verdicts/leaf.js"],
  ["src/cli/node.ts", "node:fs"],
  ["src/cli/pairing.ts", "../pairing/leaf.js"],
  ["src/pairing/sound.ts", "../verdicts/leaf.js"],
  ["src/pairing/node.ts", "node:child_process"],
] as const;

describe("the import graph of src", () => {
  it("breaks no rule", async () => {
    const result = await cruiseSource(process.cwd());
    expect(violations(result)).toEqual([]);
    expect(result.summary.totalCruised).toBeGreaterThan(0);
  });
});

describe("the rules of the import graph", () => {
  let root = "";

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "qedmark-import-graph-")));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const dependencies = { dependencies: { declared: "1.0.0" }, devDependencies: { "development-tool": "1.0.0" } };
    write("package.json", JSON.stringify({ name: "planted", type: "module", ...dependencies }));
    write("tsconfig.json", JSON.stringify({ compilerOptions: { module: "NodeNext" } }));
    for (const path of ["src/verdicts/result.ts", "src/pairing/leaf.ts"]) write(path, "export const leaf = 0;\n");
    for (const [, , , target] of planted)
      if (/^(src|tests|node_modules)\//.test(target)) write(target, "export const leaf = 0;\n");
    for (const name of ["declared", "development-tool", "undeclared"]) {
      write(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: "1.0.0", type: "module", exports: "./index.js" }),
      );
    }
    for (const [, from, specifier] of planted)
      write(from, `import { leaf } from "${specifier}";\nexport const planted = leaf;\n`);
    for (const [from, specifier] of sound)
      write(from, `import type { leaf } from "${specifier}";\nexport type Sound = typeof leaf;\n`);
  });

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("reports exactly what breaks them", async () => {
    const expected = planted.map(([rule, from, , to]) => `${rule}: ${from} → ${to}`).sort();
    expect(violations(await cruiseSource(root))).toEqual(expected);
  });

  it("has a planted violation for each", async () => {
    const options = await extractDepcruiseOptions("./.dependency-cruiser.js");
    const names = (options.ruleSet?.forbidden ?? []).map((rule) => rule.name);
    expect([...new Set(planted.map(([rule]) => rule))].sort()).toEqual([...names].sort());
  });
});
