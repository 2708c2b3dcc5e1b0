import { describe, expect, test } from "vitest";
import { decideRewriting } from "../../src/codegen/compiled.js";
import { expressionKey } from "../../src/codegen/expression.js";
import { lower } from "../../src/codegen/lower.js";
import { RULES } from "../../src/codegen/rules/rules.js";
import type { Rule, Statement } from "../../src/codegen/rules/rule.js";
import { rewrite } from "../../src/codegen/rewrite.js";
import { toTerm } from "../../src/codegen/to-term.js";
import { call, multiply, number } from "../../src/codegen/build.js";
import { decideClaim, holds } from "../../src/verdicts/decide.js";
import { Formulas } from "../../src/verdicts/formulas.js";
import { compiledFormulas } from "./formulas.js";

/** A document that says what the rule does. */
function formulasOf({ left, right, symbols }: Statement): Formulas {
  const declared = Object.entries(symbols).map(([symbol, declaration]) => `  ${symbol}: ${declaration}\n`);
  return Formulas.of(`---\nsymbols:\n${declared.join("")}---\n\n$$\n${left} = ${right}\n$$\n`, "rule.md", {
    seed: 0,
    budget: "standard",
  });
}

/** What the checker says of the left side and of what a rule alone makes of it; null where the rule does nothing. */
function decidedOf(rule: Rule, statement: Statement): string | null {
  const formulas = formulasOf(statement);
  const term = formulas.links[0]?.left.term;
  if (term === undefined) throw new Error("the statement was not understood");
  const setting = formulas.settingOf([term], -1);
  const { expression } = lower(term, setting);
  const rewritten = rewrite(expression, [rule]);
  if (expressionKey(rewritten) === expressionKey(expression)) return null;
  const right = toTerm(rewritten);
  if (right === null) throw new Error("what was rewritten cannot be written down");
  return decideClaim({ left: term, right, relation: "equal", targets: [], setting }, rule.name, "standard").outcome;
}

const formulas = compiledFormulas();

const statements = RULES.flatMap((rule) =>
  rule.statements.map((statement) => ({ name: rule.name, left: statement.left, rule, statement })),
);

describe("a rule", () => {
  test("has a name of its own and says what it does", () => {
    expect(new Set(RULES.map((rule) => rule.name)).size).toBe(RULES.length);
    for (const rule of RULES) expect([rule.name, rule.statements.length > 0]).toEqual([rule.name, true]);
  });

  test.each(statements)("$name: $left", ({ rule, statement }) => {
    const [link, ...others] = formulasOf(statement).links;
    expect([link?.verdict, others]).toEqual([expect.stringMatching(/^(exact|supported)$/), []]);
    expect(decidedOf(rule, statement)).toMatch(/^(exact|supported)$/);
  });

  test("that is wrong is refuted", () => {
    const real = "{ sort: scalar, domain: real }";
    const wrong: Statement = { left: "\\log(1 + \\exp(a))", right: "\\text{softplus}(-a)", symbols: { a: real } };
    expect(formulasOf(wrong).links[0]?.verdict).toBe("refuted");
    const turned: Rule = {
      name: "turned",
      statements: [wrong],
      apply: (e) => (e.kind === "call" && e.name === "log" && e.argument.kind === "add" ? call("softplus", number(0)) : null),
    };
    expect(decidedOf(turned, wrong)).toBe("refuted");
    const doubled: Rule = {
      name: "doubled",
      statements: [],
      apply: (e) =>
        e.kind === "fold" && e.name === "sum" && e.body.kind === "read"
          ? { ...e, body: multiply(number(2), call("abs", e.body)) }
          : null,
    };
    const sum: Statement = {
      left: "\\sum_{k=1}^{n} a_k",
      right: "\\sum_{k=1}^{n} a_k",
      symbols: { a: `{ sort: scalar, domain: real, dimension: n }` },
    };
    expect(decidedOf(doubled, sum)).toBe("refuted");
  });
});

describe("what the rules make of a whole formula", () => {
  test.each(formulas)("$name is the formula", ({ compiled }) => {
    const decision = decideRewriting(compiled);
    expect(decision === null ? compiled.output !== null : holds(decision)).toBe(true);
  });

  test("is compared with it: a lost factor is refuted", () => {
    const [first] = formulas;
    expect(
      first === undefined
        ? null
        : decideRewriting({ ...first.compiled, expression: multiply(number(2), first.compiled.expression) })?.outcome,
    ).toBe("refuted");
  });
});
