import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";

/** Rules that a text breaks where it stands in place of a file of the project; `parse` where the text is no TypeScript. */
async function brokenRules(path: string, text: string): Promise<string[]> {
  const results = await eslint.lintText(text, { filePath: path });
  const rules = results.flatMap((result) => result.messages.map((message) => message.ruleId ?? "parse"));
  return [...new Set(rules)].sort();
}

const eslint = new ESLint();
const pure = "src/kernel/name.ts";

const planted = [
  ["the type any", pure, "export const f = (x: any): string => String(x);", "@typescript-eslint/no-explicit-any"],
  ["untyped values", pure, 'export const n: number = JSON.parse("1");', "@typescript-eslint/no-unsafe-assignment"],
  ["casts", pure, "export const f = (x: unknown): string => x as string;", "@typescript-eslint/consistent-type-assertions"],
  ["non-null assertions", pure, "export const f = (x: string | null): string => x!;", "@typescript-eslint/no-non-null-assertion"],
  [
    "a missing case",
    pure,
    'export function f(x: "a" | "b"): number {\n  switch (x) {\n    case "a":\n      return 1;\n  }\n  return 2;\n}',
    "@typescript-eslint/switch-exhaustiveness-check",
  ],
  ["floating promises", pure, "export function f(p: Promise<void>): void {\n  p;\n}", "@typescript-eslint/no-floating-promises"],
  ["unseeded randomness", pure, "export const f = (): number => Math.random();", "no-restricted-properties"],
  ["the clock", pure, "export const f = (): Date => new Date();", "no-restricted-globals"],
  ["Node's globals", pure, "export const f = (): string => process.cwd();", "no-restricted-globals"],
  ["eval", pure, 'export const f = (): unknown => eval("1");', "no-eval"],
  ["text made code", pure, 'export const f = (): unknown => new Function("return 1");', "no-new-func"],
  [
    "a test that runs alone",
    "tests/tooling/lint.test.ts",
    'import { it } from "vitest";\nit.only("x", () => {});',
    "no-restricted-properties",
  ],
  ["long files", pure, Array.from({ length: 351 }, (_, i) => `export const x${i} = ${i};`).join("\n"), "max-lines"],
] as const;

describe("the linter", () => {
  it.each(planted)("sees %s", async (_, path, text, rule) => {
    expect(await brokenRules(path, text)).toContain(rule);
  });

  it("accepts what is as it should be", async () => {
    const text = 'export const sizes = ["small", "large"] as const;\n\nexport type Size = (typeof sizes)[number];\n';
    expect(await brokenRules(pure, text)).toEqual([]);
  });
});
