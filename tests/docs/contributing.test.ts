import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Console } from "./console.js";

/**
 * The example of CONTRIBUTING.md, applied to a copy of the project: what the page says that happens by itself does happen, and a slip in the example is seen
 * by what is said to see it. `npm test` leaves out what takes long: types, and whole suites of wrong code.
 */
const full = process.env.QEDMARK_FULL === "1";
const PATIENCE = full ? 600_000 : 120_000;
const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

const DERIVATION = "derivations/logistic-density.md";
const CODE = "src/probability/distributions/logistic.ts";
const REGISTRY = "src/probability/distributions/registry.ts";

/** The block that stands behind a paragraph that ends with the file's name. */
function blockOf(path: string): string {
  const [, rest = ""] = page.split(`\`${path}\`:\n\n`);
  const [, text] = /^```\w+\n([^]*?)^```$/mu.exec(rest) ?? [];
  if (text === undefined || !rest.startsWith("```")) throw new Error(`the page shows nothing of ${path}`);
  return text;
}

const blocks: Readonly<Record<string, string>> = Object.fromEntries(
  [DERIVATION, CODE, REGISTRY].map((path) => [path, blockOf(path)]),
);
const derivation = blocks[DERIVATION] ?? "";
const code = blocks[CODE] ?? "";

/** The text with one part of it exchanged. @throws Error unless it is there once */
function slipped(text: string, right: string, wrong: string): string {
  const parts = text.split(right);
  if (parts.length !== 2) throw new Error(`${right} stands there ${parts.length - 1} times`);
  return parts.join(wrong);
}

let copy = "";

function write(path: string, text: string): void {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
}

/** As the build does, without a look at types. */
function build(source: string): void {
  const text = readFileSync(join(copy, source), "utf8");
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true };
  write(
    source.replace(/^src(.*)\.ts$/u, "dist$1.js"),
    ts.transpileModule(text, { compilerOptions: options, fileName: source }).outputText,
  );
}

/** Runs a script of Node in the copy: its exit code, and what it said. */
function node(...words: readonly string[]): { readonly code: number | null; readonly said: string } {
  const env = { ...process.env, NO_COLOR: "1", QEDMARK_FULL: "0" };
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: copy, env, encoding: "utf8" });
  return { code: status, said: stdout };
}

/** What a command of qedmark prints in the copy, and its exit code behind it. */
async function qedmark(words: string): Promise<string> {
  const shell = new Console(copy, (path) => readFileSync(join(copy, path), "utf8"));
  return [...(await shell.output(`qedmark ${words}`)), "exit", ...(await shell.output("echo $?"))].join("\n");
}

const contract = (which: string) =>
  node("node_modules/vitest/vitest.mjs", "run", "tests/probability/contract.test.ts", "-t", which);

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "qedmark-contributing-"));
  const shown = [
    "src",
    "derivations",
    "tests/probability",
    "tests/tensor",
    "tests/oracles",
    "tests/setup.ts",
    "tests/full-run.ts",
  ];
  const settings = ["package.json", "vitest.config.ts", "tsconfig.json", "tsconfig.build.json", "tsconfig.library.json"];
  for (const path of [...shown, ...settings]) cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  write(DERIVATION, derivation);
  write(CODE, code);
  write(REGISTRY, readFileSync(join(root, REGISTRY), "utf8") + (blocks[REGISTRY] ?? ""));
  for (const folder of ["src/tensor", "src/probability"])
    for (const path of readdirSync(join(copy, folder), { recursive: true, encoding: "utf8" }))
      if (path.endsWith(".ts")) build(`${folder}/${path.replaceAll("\\", "/")}`);
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

describe("the example", () => {
  test("adds two files, and one line of a kind that is there", () => {
    expect([DERIVATION, CODE].filter((path) => existsSync(join(root, path)))).toEqual([]);
    const lines = readFileSync(join(root, REGISTRY), "utf8")
      .split("\n")
      .filter((line) => line.startsWith("export"));
    const shape = (line: string): string => line.replace(/(?<= as |\.\/)[\w-]+/gu, "…");
    expect(new Set([...lines, (blocks[REGISTRY] ?? "").trimEnd()].map(shape)).size).toBe(1);
  });

  test("stands on a page that names files which are there", () => {
    const named = [...page.matchAll(/`((?:src|tests|derivations)\/[\w./-]*)`/gu)].map((match) => match[1] ?? "");
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([DERIVATION, CODE]);
  });
});

describe("the derivation", () => {
  test("is checked, and holds the code", { timeout: PATIENCE }, async () => {
    const out = await qedmark(`pair ${DERIVATION} --check`);
    expect(out).toContain("4 steps of 1 document: 0 refuted, 0 open. The pair holds at every input tried.");
    expect(out).toMatch(/exit\n0$/u);
  });

  test("is refuted with a factor lost from the density", async () => {
    write("derivations/slip.md", slipped(derivation, "\\frac{1}{s \\left(", "\\frac{1}{\\left("));
    const out = await qedmark("check derivations/slip.md");
    expect(out).toContain("this is no density: its integral over x is ");
    expect(out).toMatch(/exit\n1$/u);
  });

  test("contradicts code with a slip, in the words of the page", { timeout: PATIENCE }, async () => {
    try {
      write(CODE, slipped(code, "softplus(negate(t))", "softplus(t)"));
      build(CODE);
      const out = await qedmark(`pair ${DERIVATION}`);
      const [, expected = "nothing"] = /```text\n([^]*?)```/u.exec(page) ?? [];
      expect(out).toContain(expected.trimEnd());
      expect(out).toMatch(/exit\n1$/u);
    } finally {
      write(CODE, code);
      build(CODE);
    }
  });
});

describe("the contract of all families", () => {
  test("holds the example", { timeout: PATIENCE }, () => {
    const { code, said } = contract(full ? "logistic" : "^logistic (is|has|gives|depends|adds|refuses)");
    expect(said).toMatch(/Tests +\d\d passed/u);
    expect(code).toBe(0);
  });

  const slips = [
    ["the sign of logProb", "return negate(sum(add(add(softplus(t)", "return (sum(add(add(softplus(t)", "has one mass"],
    ["a lost factor in the density", "logScale), event));", "0), event));", "has one mass"],
    ["half the variance", "Math.PI ** 2 / 3", "Math.PI ** 2 / 6", "has one mass"],
    ["a sample without its scale", "multiply(exp(logScale), logit)", "logit", "samples what it says"],
    ["another name", 'readonly name: "logistic"', 'readonly name: "normal"', "is called"],
  ] as const;
  test.each(full ? slips.slice(0, 4) : slips.slice(0, 1))("fails with %s", { timeout: PATIENCE }, (_, right, wrong, where) => {
    try {
      write(CODE, slipped(code, right, wrong));
      const { code: exit, said } = contract(`^logistic ${where}`);
      expect(said).toContain(`× ${where}`);
      expect(exit).toBe(1);
    } finally {
      write(CODE, code);
    }
  });
});

describe.skipIf(!full)("types", () => {
  test("of the example and its tests are right, and a wrong one is seen", { timeout: PATIENCE }, () => {
    write("tsconfig.example.json", '{ "extends": "./tsconfig.json", "include": ["src/probability", "tests/probability"] }');
    const check = () => node("node_modules/typescript/bin/tsc", "-p", "tsconfig.example.json");
    expect(check()).toEqual({ code: 0, said: "" });
    try {
      write(CODE, slipped(code, "independent: true,", ""));
      expect(check().said).toContain("Property 'independent' is missing");
    } finally {
      write(CODE, code);
    }
  });
});
