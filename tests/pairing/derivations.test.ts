import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planDeclared } from "../../src/pairing/declared.js";
import { runPair } from "../../src/pairing/run.js";
import { Formulas } from "../../src/verdicts/formulas.js";
import { graph } from "./in-process.js";

/** `npm run verify`, which CI runs too, takes the standard budget. */
const BUDGET = process.env.QEDMARK_FULL === "1" ? "standard" : "quick";

const files = readdirSync("derivations").filter((name) => name.endsWith(".md"));

describe("every derivation", () => {
  it.each(files)("%s agrees with its implementations", async (file) => {
    const path = `derivations/${file}`;
    const formulas = Formulas.of(readFileSync(path, "utf8"), path, { seed: 0, budget: "quick" });
    const declarations = formulas.frontMatter?.implementations ?? [];
    expect(declarations.length).toBeGreaterThan(0);
    for (const declaration of declarations) {
      const plan = planDeclared(formulas, declaration);
      const [source = "", name = ""] = declaration.function.split("#");
      const module: unknown = await import(`../../${source}`);
      const f: unknown = typeof module === "object" && module !== null ? Reflect.get(module, name) : undefined;
      if (typeof f !== "function") throw new Error(`${declaration.function} is no function`);
      const callable = graph((...args: never[]): unknown => Reflect.apply(f, undefined, args), declaration.method?.name ?? null);
      const outcome = await runPair(plan, callable, { seed: 0, budget: BUDGET, key: declaration.function });
      expect(outcome.verdict).toBe("holds");
    }
  });
});
