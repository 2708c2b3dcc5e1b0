import { describe, expect, it } from "vitest";
import { parseEquation } from "../../src/notation/parse.js";
import { printDistribution, printTerm } from "../../src/notation/print.js";
import { surveyNotation } from "../../src/notation/survey.js";
import type { Statement } from "../../src/notation/types.js";

/** Statements in short: a chain as its sides with the relations between them, everything else by its kind. */
function summary(latex: string, macros: Record<string, string> = {}): string[] {
  const survey = surveyNotation([{ latex, environment: null }], macros);
  const parsed = parseEquation(latex, null, { ...survey, macros });
  const shown = (statement: Statement): string => {
    switch (statement.kind) {
      case "chain": {
        const sides = statement.sides.map((side) => (side.term === null ? `?${side.problem?.reason}` : printTerm(side.term)));
        const rest = statement.continues ? sides : sides.slice(1);
        const first = statement.continues ? "…" : (sides[0] ?? "");
        return [first, ...rest.flatMap((side, k) => [`<${statement.signs[k]?.relation}>`, side])].join(" ");
      }
      case "distribution":
        return `${statement.variables.map(printTerm).join(", ")} ~ ${printDistribution(statement.distribution)}`;
      case "membership":
        return `${statement.variables.map(printTerm).join(", ")} in: ${statement.latex}`;
      case "bare":
        return `bare ${printTerm(statement.term)}`;
      case "comment":
        return `comment ${statement.text}`;
    }
  };
  return [
    ...parsed.statements.map(shown),
    ...parsed.unread.map((entry) => `unread ${latex.slice(entry.span.start, entry.span.end)}`),
  ];
}

describe("relations", () => {
  it.each([
    ["a = b \\le c", ["a <equal> b <lessEqual> c"]],
    ["a := b \\triangleq c \\stackrel{def}{=} d \\coloneqq e", ["a <define> b <define> c <define> d <define> e"]],
    ["a \\overset{(a)}{=} b \\stackrel{!}{\\ge} c", ["a <equal> b <greaterEqual> c"]],
    ["a \\equiv b \\ne c \\not= d", ["a <same> b <notEqual> c <notEqual> d"]],
    ["a \\propto b \\approx c \\simeq d", ["a <proportional> b <approximate> c <approximate> d"]],
    ["a \\leqslant b \\geqq c", ["a <lessEqual> b <greaterEqual> c"]],
    ["= b = c", ["… <equal> b <equal> c"]],
    ["\\theta \\gets \\theta + 1", ["\\theta <other> \\theta + 1"]],
    ["-\\log q(x|z) \\sim \\frac{1}{2}\\|x\\|^2", ["-\\log(q(x | z)) <similar> \\frac{1}{2} \\left\\|x\\right\\|^{2}"]],
    ["a =", ["a <equal> ?a side is missing"]],
  ])("%s", (latex, expected) => {
    expect(summary(latex)).toEqual(expected);
  });
});

describe("rows and columns", () => {
  it.each([
    ["a &= b \\\\ &= c + d \\\\ &\\quad + e \\\\ &\\ge f", ["a <equal> b <equal> c + d + e <greaterEqual> f"]],
    ["a &= b - c \\\\ &\\quad - d", ["a <equal> b - c - d"]],
    ["a &= b \\\\ -c &= d", ["a <equal> b", "-c <equal> d"]],
    ["a &= \\\\ & b", ["a <equal> b"]],
    ["a &= b, \\\\ c &= d.", ["a <equal> b", "c <equal> d"]],
    ["a & = & b \\\\ & = & c", ["a <equal> b <equal> c"]],
    ["a &= b & c &= d", ["a <equal> b", "c <equal> d"]],
    ["a &= b && \\text{(Jensen)} \\\\ &= c \\tag{2}", ["a <equal> b <equal> c", "comment \\text{(Jensen)}", "comment \\tag{2}"]],
    ["\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", ["a <equal> b <equal> c"]],
    ["L = \\begin{split} & a \\\\ & + b \\end{split}", ["L <equal> a + b"]],
    ["a &= \\Big[ b \\\\ & \\quad + c \\Big] d", ["a <equal> (b + c) d"]],
    ["a \\label{eq:a} = b \\nonumber", ["a <equal> b", "comment \\label{eq:a}", "comment \\nonumber"]],
  ])("%s", (latex, expected) => {
    expect(summary(latex)).toEqual(expected);
  });
});

describe("statements side by side", () => {
  it.each([
    [
      "x = \\mu + \\sigma \\epsilon, \\quad \\epsilon \\sim \\mathcal{N}(0, I)",
      ["x <equal> \\mu + \\sigma \\epsilon", "\\epsilon ~ \\mathcal{N}(0, \\mathbf{I})"],
    ],
    ["\\large a = \\displaystyle b", ["a <equal> b"]],
    ["a = b \\implies c = d", ["a <equal> b", "comment \\implies", "c <equal> d"]],
    ["a = b \\text{ where } c = 2.", ["a <equal> b", "comment \\text{ where }", "c <equal> 2"]],
    ["a = b \\qquad c = d; e = f", ["a <equal> b", "c <equal> d", "e <equal> f"]],
    ["a = b \\quad (1)", ["a <equal> b", "comment (1)"]],
    ["a \\text{ (by Bayes)} = b", ["a <equal> b", "comment \\text{ (by Bayes)}"]],
    ["x = g(z) \\ (x \\sim p(x|z))", ["x <equal> g(z)", "x ~ p(x | z)"]],
    ["\\forall i: a_i = b_i", ["comment \\forall i:", "a_{i} <equal> b_{i}"]],
    ["a = \\text{const} + b", ["a <equal> \\text{const} + b"]],
    ["a = b + \\text{by Bayes } c", ["a <equal> ?text in the middle of a formula"]],
  ])("%s", (latex, expected) => {
    expect(summary(latex)).toEqual(expected);
  });
});

describe("assumptions and bare objects", () => {
  it.each([
    ["z \\sim p(z)", ["z ~ p(z)"]],
    ["x, z \\sim p(x, z)", ["x, z ~ p(x, z)"]],
    ["x \\sim q", ["x ~ q"]],
    ["x_1, \\dots, x_n \\overset{iid}{\\sim} p", ["x_{1:n} ~ p"]],
    ["x \\sim p(x) = q(x)", ["x ~ p(x)", "p(x) <equal> q(x)"]],
    ["p(z) = \\mathcal{N}(0, I)", ["p(z) <equal> \\mathcal{N}(z; 0, \\mathbf{I})"]],
    ["x \\in \\mathbb{R}^d", ["x in: x \\in \\mathbb{R}^d"]],
    ["i = 1, \\dots, n", ["i in: i = 1, \\dots, n"]],
    ["f: X \\to Y", ["f in: f: X \\to Y"]],
    ["x_1, x_2, ..., x_n", ["bare x_{1:n}"]],
    ["\\{w_i, \\mu_i\\}_{i=1}^k", ["bare \\{w_{1:k}, \\mu_{1:k}\\}"]],
    ["\\left\\{\\mathbf{x}^{(i)}\\right\\}_{i=1}^{N}", ["bare \\{x_{1:N}\\}"]],
    ["p(x|z)", ["bare p(x | z)"]],
    [
      "\\stackrel{\\square}{\\rightleftharpoons} \\mathbb{E}_{C}",
      ["unread \\stackrel{\\square}{\\rightleftharpoons} \\mathbb{E}_{C}"],
    ],
    ["\\uparrow \\qquad \\uparrow", ["unread \\uparrow", "unread \\uparrow"]],
    ["\\square", ["unread \\square"]],
  ])("%s", (latex, expected) => {
    expect(summary(latex)).toEqual(expected);
  });
});

describe("macros", () => {
  it("stand for their bodies, with the range of the call", () => {
    const macros = { "\\KL": "D_{KL}(#1\\|#2)", "\\eqdef": "\\overset{def}{=}", "\\bx": "\\mathbf{x}" };
    const latex = "a \\eqdef \\KL{p(\\bx)}{q}";
    expect(summary(latex, macros)).toEqual(["a <define> D_{\\text{KL}}(p(x) \\| q)"]);
    const survey = surveyNotation([{ latex, environment: null }], macros);
    const [chain] = parseEquation(latex, null, { ...survey, macros }).statements;
    if (chain?.kind !== "chain") throw new Error("a chain is expected");
    expect(chain.sides.map((side) => side.latex)).toEqual(["a", "\\KL{p(\\bx)}{q}"]);
    expect(chain.signs.map((sign) => sign.latex)).toEqual(["\\eqdef"]);
  });

  it("override what is customary", () => {
    expect(summary("a = \\E[x]")).toEqual(["a <equal> \\mathbb{E}[x]"]);
    expect(summary("a = \\E + 1", { "\\E": "\\mathcal{E}" })).toEqual(["a <equal> \\mathcal{E} + 1"]);
  });
});

it("gives each side as written, without alignment marks and punctuation", () => {
  const latex = "p(x) &= \\int p(x, z)\\,dz \\\\\n &\\ge {a} + b,";
  const [chain] = parseEquation(latex, "align", { families: new Set(["p"]), functions: new Set(), macros: {} }).statements;
  if (chain?.kind !== "chain") throw new Error("a chain is expected");
  expect(chain.sides.map((side) => side.latex)).toEqual(["p(x)", "\\int p(x, z)\\,dz", "{a} + b"]);
  for (const { span } of [...chain.sides, ...chain.signs]) expect(latex.slice(span.start, span.end)).not.toMatch(/^\s|\s$|&/);
});

it("does not read what stands in an environment of another kind", () => {
  expect(parseEquation("1 & x > 0", "cases", { families: new Set(), functions: new Set(), macros: {} }).unread).toHaveLength(1);
});
