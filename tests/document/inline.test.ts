import { describe, expect, it } from "vitest";
import { formulas, unread } from "./math.js";

describe("inline dollars", () => {
  it.each([
    ["a $x$, ($y$) and “$z$”.", ["x", "y", "z"]],
    ["其中$x$是样本,$z \\sim N(0, I)$。", ["x", "z \\sim N(0, I)"]],
    ["$x$-$y$", ["x", "y"]],
    ["$a$$b$", ["a", "b"]],
    ["let $ x $ be, $ \\theta$ and $\\phi $.", ["x", "\\theta", "\\phi"]],
    ["a $1-p$ b $2x$ c $0.5$", ["1-p", "2x", "0.5"]],
    ["broken\n$x +\ny$ line", ["x +\ny"]],
    ["$\\text{if $x$ holds}$ and $y$", ["\\text{if $x$ holds}", "y"]],
    ["$\\{x_i\\}$ $\\$5$", ["\\{x_i\\}", "\\$5"]],
    ["$\\sim$5 of them", ["\\sim"]],
    ["$a_1 * b$ *c* **$d$** _$e$_", ["a_1 * b", "d", "e"]],
    ["# A $x$ heading", ["x"]],
    ["$`x_1`$ and $y$", ["x_1", "y"]],
    ['{% include figure.html caption="the posterior $x$" %}', ["x"]],
    ["\\(x\\) and \\\\(y\\\\)", ["x", "y"]],
  ])("finds the formulas of %j", (text, expected) => {
    expect(formulas(text)).toEqual(expected);
    expect(unread(text)).toEqual([]);
  });

  it.each([
    "costs $5 and $10.",
    "from $5 to 10$ dollars",
    "between $20,000 and $30,000",
    "US$5 and A$6",
    "5$ and 6$ or 7 $.",
    "$ 5 and 6 $",
    "$5人民币和10$",
    "| a | b |\n|---|---|\n| $5 | $6 |",
    "| a | b |\n|---|---|\n| $5 | 6$ |",
    "$HOME/bin and $PATH",
    "a \\$x\\$ b",
    "`$x$` and ``$y` $z$``",
    "    $x = 1$ in code",
    "```\n$x$ and $$y$$\n```",
    "~~~tex\n$x$\n~~~",
    "[link](http://a.b/$x$) <http://a.b/$x$> https://a.b/$x$ www.a.b/$x$",
    '<a href="$x$" title="$$y$$">t</a>',
    "<code>$x$</code> <pre>\n\n$y$\n\n</pre> <!-- $z$ --> <script>$x$</script>",
    "{{ '$x$' }} {% highlight tex %}$x$ $$y$${% endhighlight %}",
    "$a\n\nb$",
    "\\(see below\\) \\[1\\] \\[such words\\]",
  ])("takes %j for prose", (text) => {
    expect(formulas(text)).toEqual([]);
    expect(unread(text)).toEqual([]);
  });

  it("does not let a price begin the formula that follows it", () => {
    expect(formulas("between $5 and $x$ there")).toEqual(["x"]);
    expect(formulas("it is $5 (or `a$`) for $x$")).toEqual(["x"]);
  });

  it("reports an open dollar where a command shows that mathematics was meant, and goes on", () => {
    expect(unread("an open $\\alpha here\nnext $x$")).toEqual(["$\\alpha here <- `$` is opened here and not closed"]);
    expect(formulas("an open $\\alpha here\nnext $x$")).toEqual(["x"]);
    expect(unread("$\\alpha and $\\beta$ here")).toEqual(["$\\alpha and  <- `$` is opened here and not closed"]);
    expect(formulas("$\\alpha and $\\beta$ here")).toEqual(["\\beta"]);
    expect(unread("the sum \\alpha + b$ is $c$")).toEqual(["\\alpha + b$ <- `$` closes nothing here"]);
    expect(formulas("the sum \\alpha + b$ is $c$")).toEqual(["c"]);
    expect(unread("an open \\(\\alpha here")).toEqual(["\\(\\alpha here <- `\\(` is opened here and not closed"]);
  });
});

describe("tables", () => {
  const table = (cell: string): string => `| a | b |\n|---|:-:|\n| ${cell} | $y$ |\n`;

  it.each([
    ["$p(x|z)$", "p(x|z)"],
    ["$p(x | z)$", "p(x | z)"],
    ["$|x|$", "|x|"],
    ["$KL(p || q)$", "KL(p || q)"],
  ])("reads the bar of %j", (cell, expected) => {
    expect(formulas(table(cell))).toEqual([expected, "y"]);
    expect(unread(table(cell))).toEqual([]);
  });

  it("takes the backslash of an escaped bar for Markdown's", () => {
    expect(formulas(table("$\\|x\\|^2$"))).toEqual(["|x |^2", "y"]);
    expect(formulas("no table: $\\|x\\|^2$")).toEqual(["\\|x\\|^2"]);
  });

  it("reports a formula that a border cuts", () => {
    expect(unread(table("$\\alpha | b$"))).toEqual(["$\\alpha | b$ <- a border between table cells cuts this formula"]);
  });

  it("ends a formula with its row", () => {
    expect(formulas("| a | b |\n|---|---|\n| $x | c |\n| d | y$ |\n")).toEqual([]);
  });
});
