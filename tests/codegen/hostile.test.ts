import { spawnSync } from "node:child_process";
import { fc } from "@fast-check/vitest";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { generate } from "../../src/codegen/generate.js";
import { GraphError, readGraph } from "../../src/codegen/read-graph.js";
import { camelCase, Names, snakeCase, wordsOfLatex } from "../../src/codegen/names.js";
import { compileFormula } from "../../src/codegen/compiled.js";
import { TARGETS } from "../../src/codegen/generate.js";
import { numpy } from "../../src/codegen/targets/numpy.js";
import { typescript } from "../../src/codegen/targets/typescript.js";
import { Formulas } from "../../src/verdicts/formulas.js";

const evil = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        "*/",
        '"""',
        "'''",
        "\\",
        "\n",
        "\r",
        "\u2028",
        "\u2029",
        "`",
        "${process}",
        "//",
        "#",
        "\0",
        "\u202e",
        "\ud800",
        "import os",
        "\\N{x}",
        "\\u0041",
        "lambda",
        "-->",
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join("")),
);

const formulas = Formulas.of(
  "---\nlabel: f\nresult: a \\lambda + b = b + a \\lambda\n---\n$$\na \\lambda + b = b + a \\lambda\n$$\n",
  "f.md",
  { seed: 0, budget: "quick" },
);
const compiled = compileFormula(formulas, { kind: "label", label: "f" });

const hostile = fc
  .record({ title: evil, latex: evil, path: evil, label: evil, parameter: evil })
  .map(({ parameter, ...rest }) => ({
    ...compiled,
    ...rest,
    words: wordsOfLatex(rest.label),
    parameters: compiled.parameters.map((own) => ({ ...own, latex: parameter, words: wordsOfLatex(parameter) })),
  }));

describe("text of a document in generated code", () => {
  test("never ends a comment of TypeScript", () => {
    fc.assert(
      fc.property(hostile, (one) => {
        const file = ts.createSourceFile("f.ts", typescript(one, "0"), ts.ScriptTarget.ES2022, true);
        const { diagnostics } = ts.transpileModule(file.text, { reportDiagnostics: true });
        expect([diagnostics, file.statements.map(({ kind }) => ts.SyntaxKind[kind])]).toEqual([[], ["FunctionDeclaration"]]);
      }),
      { numRuns: 500 },
    );
  });

  test("never ends a docstring of Python", () => {
    const sources = fc.sample(hostile, 500).map((one) => numpy(one, "0"));
    const script =
      "import ast, json, sys, warnings\nwarnings.simplefilter('error')\nprint(json.dumps([[type(node).__name__ for node in ast.parse(source).body] for source in json.load(sys.stdin)]))";
    const { stdout, stderr } = spawnSync("python3", ["-c", script], {
      input: JSON.stringify(sources),
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    expect(stderr).toBe("");
    const parsed: unknown = JSON.parse(stdout);
    expect(parsed).toEqual(sources.map(() => ["Import", "Import", "FunctionDef"]));
  });

  test("would end one if it were not escaped", () => {
    const bare = typescript({ ...compiled, latex: "x" }, "0").replace("    x\n", "    */ process.exit() /*\n");
    expect(ts.createSourceFile("f.ts", bare, ts.ScriptTarget.ES2022).statements).not.toHaveLength(1);
  });

  test("becomes a name of letters and digits that no other has", () => {
    fc.assert(
      fc.property(fc.array(evil, { maxLength: 6 }), fc.constantFrom(camelCase, snakeCase), (latexes, join) => {
        const taken = new Set(["lambda", "import"]);
        const names = new Names({ join, taken });
        const given = latexes.map((latex) => names.name(wordsOfLatex(latex)));
        for (const name of given) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
        expect(new Set(given).size).toBe(given.length);
        expect(given.filter((name) => taken.has(name))).toEqual([]);
      }),
    );
  });

  test("is no keyword", () => {
    expect(numpy(compiled, "0")).toContain("lambda_: npt.ArrayLike");
    expect(typescript(compiled, "0")).toContain("lambda: number");
  });
});

describe("a graph that is none", () => {
  const graph: unknown = JSON.parse(generate(formulas, { kind: "label", label: "f" }, "graph", "0"));

  test("is refused, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => readGraph(value, {})).toThrow(GraphError);
      }),
    );
  });

  test("is refused where a part of one is something else", () => {
    expect(readGraph(graph, {}).inputs.size).toBe(3);
    const texts = JSON.stringify(graph);
    fc.assert(
      fc.property(fc.nat({ max: texts.length - 1 }), fc.constantFrom("0", "-", "9", "x", "}", '"', "1e9"), (at, planted) => {
        const changed = `${texts.slice(0, at)}${planted}${texts.slice(at + 1)}`;
        try {
          readGraph(JSON.parse(changed), {});
        } catch (error) {
          expect(error instanceof GraphError || error instanceof SyntaxError).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    [{ kind: "exp", of: [0, 0] }, "node 0: exp has 1 operands, not 2"],
    [{ kind: "exp", of: [0] }, "node 0: 0 is no node before it"],
    [{ kind: "constructor", of: [] }, 'node 0: there is no operation "constructor"'],
    [{ kind: "input", name: "nobody" }, "node 0: there is no input nobody"],
    [{ kind: "size", axis: "d" }, "the size of axis d is not given"],
  ])("is refused with what is wrong: %o", (node, message) => {
    const file = { format: "qedmark graph", version: 1, inputs: [], nodes: [node], outputs: { value: 0 } };
    expect(() => readGraph(file, {})).toThrow(message);
  });
});

test("every target is written the same way twice", () => {
  for (const target of TARGETS)
    expect(generate(formulas, { kind: "label", label: "f" }, target, "0")).toBe(
      generate(formulas, { kind: "label", label: "f" }, target, "0"),
    );
});
