import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { generate, TARGETS } from "../../src/codegen/generate.js";
import { readFormulas } from "./formulas.js";

const folder = fileURLToPath(new URL("golden/", import.meta.url));

/** Where the line or verdict of a step has moved, the code has not. */
const settled = (code: string): string => code.replace(/line \d+ \(verdict/u, "line 0 (verdict");

describe.each([
  "bernoulli-cross-entropy",
  "gaussian-kl-standard",
  "gaussian-kl",
  "gaussian-mixture",
  "gaussian-mse",
  "normal-density",
])("%s", (label) => {
  const formulas = readFormulas(`derivations/${label}.md`);

  // `QEDMARK_UPDATE=1 npx vitest run tests/codegen/golden` writes the files anew.
  test.each(TARGETS)("as %s is what was read last", (target) => {
    const code = settled(generate(formulas, { kind: "label", label }, target, "0.0.0"));
    const file = `${folder}${label}.${target}.txt`;
    if (process.env.QEDMARK_UPDATE === "1") {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, code);
    }
    expect(code).toBe(readFileSync(file, "utf8"));
  });
});
