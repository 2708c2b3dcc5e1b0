import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** `[what is wrong, file, its text, the rule that says so]`. */
const planted = [
  ["the type any", "src/kernel/any.ts", "export const f = (x: any): string => String(x);", "@typescript-eslint/no-explicit-any"],
  [
    "untyped values",
    "src/kernel/json.ts",
    'export const n: number = JSON.parse("1");',
    "@typescript-eslint/no-unsafe-assignment",
  ],
  [
    "casts",
    "src/kernel/cast.ts",
    "export const f = (x: unknown) => x as string;",
    "@typescript-eslint/consistent-type-assertions",
  ],
  [
    "non-null assertions",
    "src/kernel/sure.ts",
    "export const f = (x: string | null): string => x!;",
    "@typescript-eslint/no-non-null-assertion",
  ],
  [
    "a missing case",
    "src/kernel/case.ts",
    'export function f(x: "a" | "b"): number {\n  switch (x) {\n    case "a":\n      return 1;\n  }\n  return 2;\n}',
    "@typescript-eslint/switch-exhaustiveness-check",
  ],
  [
    "floating promises",
    "src/kernel/floating.ts",
    "export function f(p: Promise<void>): void {\n  p;\n}",
    "@typescript-eslint/no-floating-promises",
  ],
  ["unseeded randomness", "src/cli/random.ts", "export const f = (): number => Math.random();", "no-restricted-properties"],
  ["the clock", "src/kernel/clock.ts", "export const f = (): Date => new Date();", "no-restricted-globals"],
  ["Node's globals", "src/report/node.ts", "export const f = (): string => process.cwd();", "no-restricted-globals"],
  ["eval", "src/cli/eval.ts", 'export const f = (): unknown => eval("1");', "no-eval"],
  ["text made code", "src/cli/function.ts", 'export const f = (): unknown => new Function("return 1");', "no-new-func"],
  [
    "a test that runs alone",
    "tests/only.test.ts",
    'import { it } from "vitest";\nit.only("x", () => {});',
    "no-restricted-properties",
  ],
  ["long files", "src/cli/long.ts", Array.from({ length: 351 }, (_, i) => `export const x${i} = ${i};`).join("\n"), "max-lines"],
] as const;

const sound = [
  "src/kernel/sound.ts",
  'export const sizes = ["small", "large"] as const;\n\nexport type Size = (typeof sizes)[number];\n',
] as const;

describe("the linter", () => {
  /** The rules that each file breaks; `parse` where it is no TypeScript. */
  const broken = new Map<string, readonly string[]>();
  let root = "";

  beforeAll(async () => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "qedmark-lint-")));
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const compilerOptions = { target: "ES2023", lib: ["ES2023"], module: "NodeNext", types: [], strict: true };
    write("tsconfig.json", JSON.stringify({ compilerOptions }));
    for (const [, path, text] of planted) write(path, text);
    write(...sound);
    const results = await new ESLint({ cwd: root, overrideConfigFile: resolve("eslint.config.js") }).lintFiles(["src", "tests"]);
    for (const { filePath, messages } of results) {
      broken.set(filePath.slice(root.length + 1), [...new Set(messages.map(({ ruleId }) => ruleId ?? "parse"))]);
    }
  });

  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it.each(planted)("sees %s", (_, path, __, rule) => {
    expect(broken.get(path)).toContain(rule);
  });

  it("accepts what is as it should be", () => {
    expect(broken.get(sound[0])).toEqual([]);
  });
});
