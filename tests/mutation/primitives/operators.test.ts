import ts from "typescript";
import { describe, expect, it } from "vitest";
import { editsOf, DROP_STATEMENT, numbered, OPERATORS } from "./mutants.js";
import { BUILDERS } from "./place.js";
import type { Look } from "./place.js";
import { Project } from "./project.js";

/** In examples everything is what it is called. */
const look: Look = {
  builderOf: (callee) => (ts.isIdentifier(callee) ? callee.text : null),
  typeOf: (node) =>
    node.getText().includes("over") ? "readonly string[]" : /start|end/u.test(node.getText()) ? "number" : "Node",
};
const parsed = (text: string): ts.SourceFile => ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2023, true);

/** The text with each of the edits that the operator makes. */
function outcomes(text: string, operator: string): readonly string[] {
  const file = parsed(text);
  return editsOf(file, look)
    .filter((edit) => edit.operator === operator)
    .map(({ node, replacement }) => file.text.slice(0, node.getStart()) + (replacement ?? "") + file.text.slice(node.getEnd()))
    .map((edited) => edited.replaceAll(`${BUILDERS}.`, ""));
}

describe("every operator", () => {
  it.each(OPERATORS)("$name does what its example shows", ({ name, example: { before, after } }) => {
    expect(outcomes(before, name)).toContain(after);
  });

  it("has a name of its own", () => {
    expect(new Set([DROP_STATEMENT, ...OPERATORS.map(({ name }) => name)]).size).toBe(OPERATORS.length + 1);
  });

  it("edits the project somewhere", () => {
    const found = new Set(new Project().mutants().map(({ operator }) => operator));
    expect(OPERATORS.map(({ name }) => name).filter((name) => !found.has(name))).toEqual(
      ["zero for infinity"].filter((name) => !found.has(name)),
    );
    expect(found).toContain(DROP_STATEMENT);
  });
});

describe("the edits", () => {
  it("are at every position", () => {
    const both = outcomes("const y = add(exp(a), exp(multiply(b, -1 / 2)));", "exchange builder");
    expect(both).toContain("const y = add(expm1(a), exp(multiply(b, -1 / 2)));");
    expect(both).toContain("const y = add(exp(a), expm1(multiply(b, -1 / 2)));");
    expect(both).toContain("const y = add(exp(a), exp(divide(b, -1 / 2)));");
    expect(outcomes("const y = add(exp(a), exp(multiply(b, -1 / 2)));", "change number")).toContain(
      "const y = add(exp(a), exp(multiply(b, -1 / 3)));",
    );
  });

  it("leave types, names, messages and templates alone", () => {
    const text = "interface X { a: 1 } const n: 2 = n0; throw new E('1', 1); t(`${f(1)}`); import { x } from '1';";
    expect(editsOf(parsed(text), look).map(({ node }) => node.getText())).toEqual(["t(`${f(1)}`);"]);
  });

  it("leave what a file hands to the contract tests alone, and nothing else of that name", () => {
    const edits = (text: string): number => editsOf(parsed(text), look).length;
    expect(edits("const family: Family<Normal> = { independent: true };")).toBe(0);
    expect(edits("const family = { independent: true };")).toBeGreaterThan(0);
  });

  it("take statements and guards away", () => {
    expect(outcomes("if (size < 1) throw new E(); check(size);", "fix condition")).toContain(
      "if (false) throw new E(); check(size);",
    );
    expect(outcomes("if (size < 1) throw new E(); check(size);", DROP_STATEMENT)).toEqual(["if (size < 1) throw new E(); "]);
  });

  it("have keys that stay when other code moves", () => {
    const keys = (text: string): readonly string[] =>
      numbered([{ path: "x.ts", edits: editsOf(parsed(text), look) }]).map(({ key }) => key);
    const own = "function f() { return subtract(a, b) + subtract(a, b); }";
    const before = keys(own);
    expect(new Set(before).size).toBe(before.length);
    expect(keys(`function g() { return 1; }\n\n${own}`)).toEqual(expect.arrayContaining([...before]));
  });
});
