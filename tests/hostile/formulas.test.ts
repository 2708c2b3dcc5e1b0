import { describe, expect, it } from "vitest";
import type { Verdict } from "../../src/verdicts/result.js";
import { answerTo, checkFile } from "./hostile.js";

/** A display of its own for each formula. */
const displays = (...formulas: readonly string[]): string => formulas.map((formula) => `$$\n${formula}\n$$\n`).join("\n");

const nested = (open: string, middle: string, close: string, depth: number): string =>
  open.repeat(depth) + middle + close.repeat(depth);

const LETTERS = Array.from("abcfghijklmnorstuvwyABCGHKLMRSTUVWY");

/** What a step may be called: `open` stands for every answer that decides nothing. */
type Wanted = "open" | "unread" | Verdict;

/** Formulas that ask for more than there is, each with the one answer to it. */
const FORMULAS: readonly (readonly [name: string, formula: string, wanted: Wanted])[] = [
  ["a sum to 10^9", "\\sum_{i=1}^{10^9} i = 5", "open"],
  ["a sum to 10^9 of unknowns", "\\sum_{i=1}^{10^9} x_i = \\sum_{i=1}^{10^9} x_i + 1", "open"],
  ["a product to 10^9", "\\prod_{i=1}^{10^9} 2 = 7", "open"],
  ["a sum to a tower", "\\sum_{i=1}^{10^{10^{10}}} i = 5", "open"],
  [
    "twelve sums in each other",
    `${LETTERS.slice(0, 12)
      .map((i) => `\\sum_{${i}=1}^{10}`)
      .join(" ")} 1 = 10^{12}`,
    "open",
  ],
  ["300 sums in each other", `${"\\sum_{i=1}^{n} ".repeat(300)} x_i = 1`, "open"],
  ["a tower of twos", "2^{2^{2^{2^{2^{2}}}}} = 3", "open"],
  ["two towers that differ by one", "2^{2^{2^{2^{2^{2}}}}} = 2^{2^{2^{2^{2^{2}}}}} + 1", "open"],
  ["10^10^10", "10^{10^{10}} = 3", "open"],
  ["10^10^10 times an unknown", "x \\cdot 10^{10^{10}} = x \\cdot 10^{10^{10}} + 1", "open"],
  ["a number too small for doubles", "10^{-10^{10}} = 0", "open"],
  ["an exponential too small for doubles", "\\exp(-10^{100}) = 0", "open"],
  ["one number too small for doubles and its double", "\\exp(-\\exp(10)) = 2\\exp(-\\exp(10))", "open"],
  ["a small number that can be held", "\\exp(-1000) = 0", "refuted"],
  ["a comparison of towers", "10^{10^{10^{10}}} < 10^{10^{10^{11}}}", "open"],
  ["a root of 10^10^10", "\\sqrt{10^{10^{10}}} = 10^{5 \\cdot 10^9}", "open"],
  ["exponentials of exponentials", "e^{e^{e^{e^{e^{e}}}}} = e", "refuted"],
  ["a normal distribution as wide as the world", "\\mathbb{E}_{x \\sim N(0, 10^{10^{10}})}[x^2] = 1", "open"],
  ["a power of a sum", "(x + y)^{2000} = (y + x)^{2000}", "exact"],
  ["a number of 15000 digits", `0.${"0".repeat(15_000)}1 = 0`, "open"],
  ["a factorial", "100000! = 1", "not-understood"],
  ["a symbol never defined", "x = \\foo + 1", "not-understood"],
  ["an operator never defined", "a \\boxtimes b = b \\boxtimes a", "not-understood"],
  ["names of JavaScript", "\\toString = \\constructor + \\__proto__", "not-understood"],
  ["10^5 braces", `${nested("{", "x", "}", 100_000)} = 1`, "unread"],
  ["5000 braces", `${nested("{", "x", "}", 5000)} = 1`, "unread"],
  ["500 fractions in each other", `${nested("\\frac{1}{", "x", "}", 500)} = 1`, "unread"],
  ["9000 fractions in each other", `${nested("\\frac{1}{", "x", "}", 9000)} = 1`, "unread"],
  ["3000 exponents", `${nested("x^{", "x", "}", 3000)} = 1`, "unread"],
  ["3000 exponents without braces", `x${"^x".repeat(3000)} = 1`, "not-understood"],
  ["9000 primes", `x${"'".repeat(9000)} = 1`, "assumed"],
  ["2500 brackets that nobody closes", `${"\\left(".repeat(2500)} = 1`, "not-understood"],
  ["10^5 brackets that nobody closes", `${"\\left(".repeat(100_000)} = 1`, "unread"],
  ["5000 environments", nested("\\begin{aligned}", "x = 1", "\\end{aligned}", 5000), "unread"],
  ["a side of 4900 summands", `y^2 = ${"x + ".repeat(4800)}x`, "open"],
  ["a chain of 9000 sides", `x${" = x".repeat(9000)}`, "unread"],
  ["a macro that expands to itself", "\\newcommand{\\a}{\\a} \\a = 1", "unread"],
  ["a macro that doubles", "\\newcommand{\\a}{\\a\\a} \\a = 1", "unread"],
  ["two macros that call each other", "\\def\\a{\\b}\\def\\b{\\a} \\a = \\b", "unread"],
  ["a density of 34 letters", `p(${LETTERS.join(",")}) = 2 p(a|${LETTERS.slice(1).join(",")})`, "open"],
];

describe("a formula that asks for more than there is", () => {
  it.each(FORMULAS)("has one answer: %s", { timeout: 30_000 }, (_name, formula, wanted) => {
    const { steps, unread } = answerTo(displays(formula));
    if (wanted === "unread") {
      expect({ steps: steps.length, unread: unread.length }).toEqual({ steps: 0, unread: 1 });
      return;
    }
    expect(unread).toEqual([]);
    const verdicts = steps.map(({ verdict }) => verdict);
    if (wanted === "open") expect(["undecided", "not-understood"]).toContain(verdicts.join());
    else expect(verdicts).toEqual([wanted]);
  });

  it.each(FORMULAS.filter(([, formula]) => formula.length < 200))("leaves the next step alone: %s", (_name, formula) => {
    const { steps } = answerTo(displays(formula, "\\zeta = \\zeta + 1"));
    expect(steps.at(-1)).toMatchObject({ verdict: "refuted", message: "the right side is larger by 1" });
  });

  it("is answered by the program without a complaint", { timeout: 60_000 }, async () => {
    const { code, err } = await checkFile(displays(...FORMULAS.filter(([, f]) => f.length < 9000).map(([, formula]) => formula)));
    expect({ code, err }).toEqual({ code: 1, err: "" });
  });
});

describe("a formula that is not closed", () => {
  it.each([
    ["`$$`", "$$\nx = y\n\ntext\n"],
    ["`\\[`", "\\[ x = 1\n\ntext\n"],
    ["`\\begin{align}`", "\\begin{align} x &= y\n\ntext\n"],
    ["a brace", "$$\n\\frac{1}{x = y\n$$\n"],
  ])("is not read, and what follows is: %s", (_name, text) => {
    const { steps, unread } = answerTo(`${text}\n# Next\n\n$$x = x + 1$$\n`);
    expect(unread).toHaveLength(1);
    expect(steps.map(({ verdict }) => verdict)).toEqual(["refuted"]);
  });
});

describe("macros", () => {
  it("may grow tenfold six times: the answer says which one is too much", () => {
    const tenfold = Array.from("abcdef").map(
      (name, i) => `\\newcommand{\\m${name}}{${(i === 0 ? "x " : `\\m${"abcdef"[i - 1] ?? ""} `).repeat(10)}}`,
    );
    const { steps, unread } = answerTo(`$$${tenfold.join("")}$$\n\n$$\\mf = 1$$\n\n$$\\ma = 1$$\n`);
    expect(steps).toHaveLength(1);
    expect(unread.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      expect.stringMatching(/^3: the macro \\m[a-f] expands too far, or without end$/u),
    ]);
  });

  it.each([
    "\\newcommand{\\b}[1]{#1#1} \\b <!--",
    "\\newcommand{\\b}[1]{#1#1} a \\b{= x}",
    "\\newcommand{\\b}[2]{#2 = #1} \\b{x}{y}",
    "\\newcommand{\\b}[1]{= #1 =} a \\b{x} c",
    "\\newcommand{\\b}[2]{#2 #1} \\b{= x}{y}",
    "\\newcommand{\\b}[3]{#3 #1 #2} \\b{=}{y}{= z}",
  ])("may turn a relation and its sides round: %s", (formula) => {
    expect(answerTo(displays(formula)).steps).not.toEqual([]);
  });

  it("may be tens of thousands, and of any name", () => {
    const many = Array.from(
      { length: 20_000 },
      (_, i) => `$\\def\\z${Array.from(String(i), (d) => "abcdefghij"[Number(d)]).join("")}{x}$\n`,
    );
    expect(answerTo(`${many.join("")}\n$$\\zbc = \\zbc + 1$$\n`).steps.map(({ verdict }) => verdict)).toEqual(["refuted"]);
    for (const name of ["constructor", "hasOwnProperty", "toString", "valueOf"])
      expect(answerTo(displays(`\\newcommand{\\${name}}{x} \\${name} = x + 1`)).steps.map(({ verdict }) => verdict)).toEqual([
        "refuted",
      ]);
  });
});

describe("definitions", () => {
  it("that double one another dozens of times are not written out", () => {
    const doubled = LETTERS.slice(1).map((letter, i) => `${letter} = ${LETTERS[i] ?? ""} + ${LETTERS[i] ?? ""}`);
    const { steps } = answerTo(displays(...doubled, `${LETTERS.at(-1) ?? ""} = 7`));
    expect(steps).toHaveLength(LETTERS.length);
  });

  it.each([
    ["of each other", ["a = b + b", "b = a + a", "a = 3 b"]],
    ["of themselves", ["h(x) := h(h(x)) + 1", "h(1) = h(2)"]],
    ["of functions by each other", ["f(x) := g(x) + g(x)", "g(x) := f(x) + f(x)", "f(f(f(1))) = g(g(g(2)))"]],
    ["applied many times", ["f(x) := x x x x", `${nested("f(", "y", ")", 12)} = 3`]],
  ])("may go in a circle: %s", (_name, formulas) => {
    expect(answerTo(displays(...formulas)).steps).toHaveLength(formulas.length);
  });
});
