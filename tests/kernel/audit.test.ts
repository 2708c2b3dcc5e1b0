import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { EQUATIONS, INEQUALITIES } from "../../src/kernel/axioms.js";
import { log, plus, times } from "../../src/kernel/structure.js";
import { FILES, FOLDER, inSource, sourceOf } from "./load.js";
import { rulesThatAre } from "./one-line.js";
import { DERIVATIONS, resultOf } from "./results.js";
import { always, unknown } from "./terms.js";

const FULL = process.env.QEDMARK_FULL === "1";
const LINES = 1050;
const LINES_OF_CODE = 900;
const WIDTH = 100;

/** All that is admitted. A rule is added here and in docs/kernel.md after it has been thought about, or not at all. */
const ADMITTED_EQUATIONS = [
  "algebra",
  "components",
  "conditioning",
  "constant",
  "definition",
  "exchange",
  "exponential",
  "exponentials",
  "factors",
  "hypothesis",
  "independent components",
  "join",
  "linearity",
  "logarithm",
  "marginal",
  "normal moment",
  "nothing",
  "recursion",
  "shift",
  "split",
  "substitution",
  "write out",
];
const ADMITTED_INEQUALITIES = ["not negative", "tangent"];

describe("the kernel", () => {
  it("admits a closed list of rules", () => {
    expect(Object.keys(EQUATIONS).sort()).toEqual(ADMITTED_EQUATIONS);
    expect(Object.keys(INEQUALITIES).sort()).toEqual(ADMITTED_INEQUALITIES);
  });

  it("imports nothing outside of itself", () => {
    const imported = inSource((node) => {
      if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return [];
      const from = node.moduleSpecifier;
      return from !== undefined && ts.isStringLiteral(from) ? [from.text] : [];
    });
    expect(imported.length).toBeGreaterThan(20);
    const own = new Set(FILES.map((file) => `./${file.replace(/\.ts$/u, ".js")}`));
    expect(imported.filter((name) => !own.has(name))).toEqual([]);
  });

  it("names nothing that it neither declares, imports, nor has from the language", () => {
    const foreign = inSource((node) => (ts.isIdentifier(node) && FOREIGN.has(node.text) ? [node.text] : []));
    const dynamic = inSource((node) =>
      ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? ["import()"] : [],
    );
    expect([...foreign, ...dynamic]).toEqual([]);
  });

  it(`is less than ${LINES} lines of ${WIDTH} columns, less than ${LINES_OF_CODE} of them code`, async () => {
    const options = await resolveConfig(`${FOLDER}/term.ts`);
    const texts = FILES.map((file) => format(sourceOf(file), { ...options, printWidth: WIDTH, parser: "typescript" }));
    const lines = (await Promise.all(texts)).flatMap((text) => text.trimEnd().split("\n"));
    expect(lines.length).toBeLessThan(LINES);
    expect(lines.filter((line) => !/^\s*(?:$|\/\/|\/\*|\*)/u.test(line)).length).toBeLessThan(LINES_OF_CODE);
  });

  it("casts nothing and asserts nothing that the compiler does not know", () => {
    const casts = inSource((node, file) => {
      const isConst = ts.isAsExpression(node) && node.type.getText() === "const";
      return (ts.isAsExpression(node) && !isConst) || ts.isNonNullExpression(node) ? [`${file}: ${node.getText()}`] : [];
    });
    expect(casts).toEqual([]);
    expect(
      FILES.filter((file) => /@ts-|eslint-disable|\bany\b[;,)\]>]/u.test(readFileSync(`${FOLDER}/${file}`, "utf8"))),
    ).toEqual([]);
  });
});

describe("no result of a derivation is an axiom:", () => {
  /** That it is one line to change the variable along the line is what the rule says; that the normal law follows it, is left to algebra. */
  const IN_ONE_LINE: Readonly<Record<string, readonly string[]>> = { "reparameterization.md": ["substitution"] };
  const tried = FULL ? DERIVATIONS : ["gibbs-inequality.md"];

  it.each(tried)("%s takes more than one line and the writing out of notions", (name) => {
    expect(rulesThatAre(resultOf(name))).toEqual(IN_ONE_LINE[name] ?? []);
  });

  it("and what is one would be found", () => {
    const [f, g] = [unknown("f"), unknown("g")];
    const facts = ["f", "g"].map((name) => always({ kind: "positiveFunction", name }));
    const goal = { left: log(times(f, g)), right: plus(log(g), log(f)), relation: "equal", facts } as const;
    expect(rulesThatAre(goal)).toEqual(["logarithm"]);
    expect(rulesThatAre({ ...goal, left: plus(f, g), right: plus(g, f) })).toEqual(["algebra"]);
  });
});

/** What would let the kernel see or do something else than its arguments and its result. */
const FOREIGN = new Set([
  "require",
  "process",
  "globalThis",
  "eval",
  "Function",
  "Date",
  "performance",
  "console",
  "fetch",
  "setTimeout",
  "Proxy",
]);
