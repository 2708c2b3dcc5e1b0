import { describe, expect, it } from "vitest";
import type { Term } from "../../src/terms/term.js";
import { termKey } from "../../src/terms/traverse.js";
import { lettersOf } from "../../src/mutation/letters.js";
import type { TermOperator } from "../../src/mutation/operator.js";
import { OPERATORS } from "../../src/mutation/operators.js";
import { placesOf } from "../../src/mutation/places.js";
import { replaceNode } from "../../src/mutation/splice.js";
import { parseEquation } from "../../src/notation/parse.js";
import { printTerm } from "../../src/notation/print.js";

const context = { families: new Set(["p", "q"]), functions: new Set(["f", "\\mu"]), macros: {} };

function read(latex: string): Term {
  const [statement] = parseEquation(latex, null, context).statements;
  if (statement?.kind !== "bare") throw new Error(`no expression: ${latex}`);
  return statement.term;
}

function relationOf(sign: string): string {
  const [statement] = parseEquation(`a ${sign} b`, null, context).statements;
  if (statement?.kind !== "chain") throw new Error(`no relation: ${sign}`);
  return statement.signs.map(({ relation }) => relation).join();
}

function editsOf(operator: TermOperator, side: Term): readonly Term[] {
  const letters = lettersOf([side]);
  return placesOf(side).flatMap((place) => operator.edits(place, letters).map((edit) => replaceNode(side, place.node, edit)));
}

describe("every operator", () => {
  it.each(OPERATORS)("$name does what its example shows", (operator) => {
    const { before, after } = operator.example;
    if (operator.kind === "relation") {
      const relation = relationOf(before);
      const results: readonly string[] = relation === "greaterEqual" ? operator.edits(relation) : [];
      expect(results).toContain(relationOf(after));
    } else {
      expect(editsOf(operator, read(before)).map((edit) => printTerm(edit))).toContain(printTerm(read(after)));
    }
  });

  it("has a name of its own", () => {
    expect(new Set(OPERATORS.map(({ name }) => name)).size).toBe(OPERATORS.length);
  });
});

/** One expression with every kind of place; what an operator must leave alone stands in it too. */
const FULL = String.raw`
  \frac{1}{2} \sum_{k=1}^{d} \left(\mu_k^2(x) - \log \sigma_k^2(x) - 1\right) + \mathbb{E}_{z \sim q(z|x)}\left[-\log \frac{p(x, z)}{q(z|x)}\right]
  + \int_{0}^{1} f(t)\, p(t)\,dt + KL(p(x_1, \dots, x_n) \| q(x)) + \exp(-\|z - \mu(x)\|^2) + \prod_{i=1}^{D} p(x_i|x_{<i})`;

describe("on an expression with every kind of place", () => {
  const side = read(FULL);
  const terms = OPERATORS.filter((operator): operator is TermOperator => operator.kind === "term");

  it.each(terms)("$name changes the expression, each time in another way", (operator) => {
    const keys = editsOf(operator, side).map(termKey);
    expect(keys).not.toContain(termKey(side));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("no sign, factor or power is put on a letter's place", () => {
    const values = new Set(["flip-sign", "add-minus", "double", "halve", "square", "change-number", "add-log"]);
    const argumentsOf = (term: Term): readonly string[] =>
      placesOf(term)
        .filter(({ role }) => role === "argument" || role === "variable" || role === "index" || role === "bound")
        .map(({ node }) => printTerm(node));
    const before = new Set(argumentsOf(side));
    for (const operator of terms.filter(({ name }) => values.has(name))) {
      for (const edit of editsOf(operator, side)) for (const argument of argumentsOf(edit)) expect(before).toContain(argument);
    }
  });
});
