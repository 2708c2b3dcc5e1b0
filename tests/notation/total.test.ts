import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termKey } from "../../src/terms/traverse.js";
import { LIMITS } from "../../src/notation/limits.js";
import { parseEquation } from "../../src/notation/parse.js";
import { printTerm } from "../../src/notation/print.js";
import { surveyNotation } from "../../src/notation/survey.js";
import { tokenize } from "../../src/notation/tokens.js";
import type { ParsedEquation } from "../../src/notation/types.js";
import { arbitraryTerm, CONTEXT } from "./arbitrary-term.js";

const FRAGMENTS = [
  "x",
  "z",
  "d",
  "p",
  "q",
  "E",
  "KL",
  "N",
  "I",
  "H",
  "2",
  "0.5",
  "\\mu",
  "\\Sigma",
  "\\pi",
  "e",
  "(",
  ")",
  "[",
  "]",
  "\\{",
  "\\}",
  "|",
  "||",
  "\\|",
  "\\mid",
  ",",
  ";",
  ".",
  "...",
  "\\dots",
  "+",
  "-",
  "\\cdot",
  "/",
  "*",
  "=",
  ":=",
  "\\le",
  "\\sim",
  "\\in",
  "\\propto",
  "\\to",
  "\\implies",
  "&",
  "\\\\",
  "\\quad",
  "\\,",
  "~",
  "\\ ",
  "^",
  "_",
  "'",
  "{",
  "}",
  "^{2}",
  "_{i}",
  "^{(i)}",
  "_{1:T}",
  "_{<i}",
  "^T",
  "^*",
  "\\sum_{i=1}^n",
  "\\prod_k",
  "\\int",
  "\\iint",
  "dz",
  "\\, d x",
  "\\mathbb{E}_{x\\sim p}",
  "\\mathbb{E}",
  "\\log",
  "\\exp",
  "\\sqrt{x}",
  "\\frac{a}{b}",
  "\\frac12",
  "\\frac",
  "\\mathcal{N}(x;\\mu,1)",
  "\\mathcal{N}",
  "\\text{where}",
  "\\text{ELBO}",
  "\\text",
  "\\left(",
  "\\right)",
  "\\left.",
  "\\right|",
  "\\middle|",
  "\\big",
  "\\tilde{p}",
  "\\mathbf{x}",
  "\\underbrace{x}_{y}",
  "\\stackrel{(a)}{=}",
  "\\begin{aligned}",
  "\\end{aligned}",
  "\\begin{cases}",
  "\\end{cases}",
  "\\begin",
  "\\end",
  "\\label{a}",
  "\\tag{1}",
  "\\foo",
  "\\foo{x}",
  "%",
  "%c\n",
  "\n",
  " ",
  "α",
  "≤",
  "𝔼",
  "概率",
  "，",
  "\u0000",
  "\ud800",
  "#1",
  "$",
  "\\",
  "\\min_x",
  "\\nabla",
  "\\partial",
  "\\bf",
  "\\over",
  "\\not",
  "\\mathbb{1}",
  "\\delta",
  "!",
  "\\forall",
  ":",
] as const;

const soup = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 25 }).map((parts) => parts.join(""));

/** Characters that no statement, comment or `unread` entry accounts for. */
function unaccounted(latex: string, parsed: ParsedEquation): string {
  const spans = [...parsed.statements.map((statement) => statement.span), ...parsed.unread.map((entry) => entry.span)];
  return tokenize(latex)
    .tokens.filter(({ span }) => !spans.some((other) => other.start <= span.start && span.end <= other.end))
    .map(({ text }) => text)
    .join("");
}

describe("parseEquation", () => {
  it("throws on nothing, and accounts for every character", () => {
    fc.assert(
      fc.property(soup, fc.boolean(), (latex, rows) => {
        const parsed = parseEquation(latex, rows ? "align" : null, CONTEXT);
        // What is left over between statements is spacing, punctuation, or the frame of an environment or an annotation.
        const left = unaccounted(latex, parsed).replace(
          /\\(?:begin|end)\{?aligned\}?|\\[,;:! ]|\\quad|\\(?:left|big)\.?|\\\\/g,
          "",
        );
        expect(left).toMatch(/^[\s&,.;~{}()]*$/);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps every range inside the equation", () => {
    fc.assert(
      fc.property(soup, (latex) => {
        const parsed = parseEquation(latex, null, CONTEXT);
        const ranges = [...parsed.statements, ...parsed.unread].map((part) => part.span);
        for (const statement of parsed.statements) {
          if (statement.kind !== "chain") continue;
          expect(statement.sides.length).toBe(statement.signs.length + (statement.continues ? 0 : 1));
          for (const side of statement.sides) expect(side.term === null).toBe(side.problem !== null);
          ranges.push(...statement.sides.map((side) => side.span), ...statement.signs.map((sign) => sign.span));
        }
        for (const { start, end } of ranges) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(latex.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("reads past nothing: without any one of its tokens a side is another term, or none", () => {
    // Spacing, sizes, weights and fonts that a key letter does not need, and the dot that juxtaposition leaves out.
    const silent = /^(?: |[{}]|\\[,;! ]|\\cdot|\\left|\\right|\\text|\\operatorname|\\math(?:bb|cal|bf|rm))$/;
    fc.assert(
      fc.property(arbitraryTerm, fc.nat(), (term, choice) => {
        const latex = printTerm(term);
        const { tokens } = tokenize(latex);
        // `0.25` is `.25`, and two letters count as two indices with a comma or without.
        const implied = (text: string, next: string | undefined): boolean =>
          (text === "0" && next === ".") || (text === "," && next !== " ");
        const visible = tokens.filter(({ text }, k) => !silent.test(text) && !implied(text, tokens[k + 1]?.text));
        const token = visible[choice % visible.length];
        if (token === undefined) return;
        const without = `${latex.slice(0, token.span.start)} ${latex.slice(token.span.end)}`;
        const [chain, ...more] = parseEquation(`A = ${without}`, null, CONTEXT).statements;
        const read =
          chain?.kind === "chain" && more.length === 0 && chain.signs.length === 1 ? (chain.sides[1]?.term ?? null) : null;
        if (read !== null) expect(termKey(read), `${latex} without ${token.text} at ${token.span.start}`).not.toBe(termKey(term));
      }),
      { numRuns: 1000 },
    );
  });

  const deep = 100_000;
  it.each([
    ["braces", "{".repeat(deep) + "}".repeat(deep)],
    ["a few hundred braces", "{".repeat(500) + "x" + "}".repeat(500)],
    ["open braces", "{".repeat(deep)],
    ["\\left(", "\\left(".repeat(deep)],
    ["a few hundred brackets", "(".repeat(900) + "x" + ")".repeat(900)],
    ["fractions", "\\frac{".repeat(900) + "x" + "}{x}".repeat(900)],
    ["scripts", "x_{".repeat(900) + "x" + "}".repeat(900)],
    ["scripts without braces", "x^".repeat(5000) + "x"],
    ["accents", "\\tilde".repeat(2000) + "x"],
    ["signs", `a ${"-".repeat(9000)} b`],
    ["logarithms", "\\log".repeat(3000) + " x"],
    ["sums", "\\sum_i".repeat(2000) + " x_i"],
    ["integrals", `${"\\int ".repeat(1500)}x${" dx".repeat(1500)}`],
    ["expectations", "\\mathbb{E}_{p(x)}".repeat(900) + "x"],
    ["expectations under expectations", "E_{".repeat(300) + "p" + "}".repeat(300)],
    ["bars", "|".repeat(9001)],
    ["norms", `${"\\|".repeat(4000)}x${"\\|".repeat(4000)}`],
    ["environments", "\\begin{aligned}".repeat(500) + "x" + "\\end{aligned}".repeat(500)],
    ["a megabyte", "x+".repeat(500_000)],
    ["many factors", "x ".repeat(9000)],
    ["many terms", "x+".repeat(9000) + "x"],
    ["many relations", "x=".repeat(9000) + "x"],
    ["many columns", "a&=".repeat(6000)],
    ["many rows", "a\\\\".repeat(6000)],
    ["many commas", "x,".repeat(9000) + "x\\sim p"],
    ["many brackets", "f(x)".repeat(4000)],
    ["crossed brackets", "([".repeat(4000) + ")]".repeat(4000)],
    ["text", "\\text{a b}".repeat(1500)],
    ["primes", `x${"'".repeat(9000)}`],
    ["a long numeral", "9".repeat(15_000)],
    ["spaces", `x${"\\quad ".repeat(3000)}= y`],
  ])(
    "is quick on hostile input: %s",
    (_, latex) => {
      const parsed = parseEquation(latex, null, CONTEXT);
      surveyNotation([{ latex, environment: null }], {});
      expect(parsed.statements.length + parsed.unread.length).toBeGreaterThan(0);
    },
    5000,
  );

  it.each([
    [{ "\\a": "\\a" }, "\\a"],
    [{ "\\a": "\\a\\a" }, "x + \\a"],
    [{ "\\a": "\\b\\b", "\\b": "\\a" }, "\\b"],
    [{ "\\a": "#1#1#1#1#1#1#1#1", "\\b": "\\a{\\a{\\a{\\a{\\a{\\a{x}}}}}}" }, "\\b"],
    [{ "\\a": "#1" }, "x = \\a"],
    [{ "\\a": "{".repeat(30_000) }, "\\a"],
  ])("gives up on endless macros: %j", (macros, latex) => {
    const parsed = parseEquation(latex, null, { ...CONTEXT, macros });
    expect(parsed.statements).toEqual([]);
    expect(parsed.unread).toHaveLength(1);
  });

  it("says so when an equation is too long", () => {
    const { unread } = parseEquation("x".repeat(LIMITS.length + 1), null, CONTEXT);
    expect(unread[0]?.reason).toContain("longer than");
  });

  it("does not mistake inherited properties for macros", () => {
    expect(parseEquation("\\constructor \\toString \\__proto__", null, CONTEXT).unread[0]?.reason).toContain("unknown command");
  });
});
