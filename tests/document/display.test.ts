import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/read.js";
import { formulas, unread } from "./math.js";

describe("displays", () => {
  it.each([
    ["$$x = 1$$", ["[[x = 1]]"]],
    [" $$x = 1$$ 带入", ["[[x = 1]]"]],
    ["$$\nx = 1\n$$", ["[[x = 1]]"]],
    ["$$x\n= 1\n$$", ["[[x\n= 1]]"]],
    ["text $$\nx = 1$$ text", ["[[x = 1]]"]],
    ["$$a$$ $$b$$\n$$c$$", ["[[a]]", "[[b]]", "[[c]]"]],
    ["$$a$$$b$", ["[[a]]", "b"]],
    ["$$a\n\n= b$$", ["[[a\n\n= b]]"]],
    ["$$ 5\\$$$", ["[[5\\$]]"]],
    ["$$x \\text{ if $y$}$$", ["[[x \\text{ if $y$}]]"]],
    ["words $$x$$ words", ["x"]],
    ["# A $$x$$", ["[[x]]"]],
    ["\\[ x = 1 \\]", ["[[x = 1]]"]],
    ["\\[ a \\\\[2pt] b \\]", ["[[a \\\\[2pt] b]]"]],
    ["\\\\[ a \\\\]", ["[[a]]"]],
    ["| a |\n|---|\n| $$p(x|z)$$ |", ["[[p(x|z)]]"]],
    ["<div>\n$$ x &lt; y $$\n</div>", ["[[x <    y]]"]],
    ["<p>text</p>\n\n<center>$$x$$</center>", ["[[x]]"]],
    ["{% math %}\nx = 1\n{% endmath %} and {% math %}y{% endmath %}", ["[[x = 1]]", "y"]],
    ["```math\nx = 1\n```", ["[[x = 1]]"]],
    ["~~~ math\nx = 1\n~~~", ["[[x = 1]]"]],
    ["```math\nthis is not even one formula\n```", ["[[this is not even one formula]]"]],
    ["$$$$ and $$ $$", []],
  ])("reads %j", (text, expected) => {
    expect(formulas(text)).toEqual(expected);
    expect(unread(text)).toEqual([]);
  });

  it.each([
    ["\\begin{align} x &= 1 \\end{align}", ["align: x &= 1"]],
    ["\\begin{align*}\nx &= 1\n\\end{align*}", ["align*: x &= 1"]],
    ["text\n\\begin{equation}\nx\n\n= 1\n\\end{equation}\ntext", ["equation: x\n\n= 1"]],
    ["\\begin{alignat}{2} a&=b \\end{alignat}", ["alignat: a&=b"]],
    ["\\begin{equation}\\begin{aligned}x\\end{aligned}\\end{equation}", ["equation: \\begin{aligned}x\\end{aligned}"]],
    ["\\begin{aligned}\\begin{aligned}x\\end{aligned}\\end{aligned}", ["aligned: \\begin{aligned}x\\end{aligned}"]],
    ["$$\\begin{align}x\\end{align}$$", ["[[\\begin{align}x\\end{align}]]"]],
    ["\\begin{theorem} text $x$ \\end{theorem}", ["x"]],
  ])("reads the environment of %j", (text, expected) => {
    expect(formulas(text)).toEqual(expected);
    expect(unread(text)).toEqual([]);
  });

  it("gives the ranges with and without the delimiters", () => {
    const text = "a\r\n\\begin{align}x\\end{align}\r\n$$y$$";
    const [first, second] = readDocument(text).equations;
    expect(text.slice(first?.outer.start, first?.outer.end)).toBe("\\begin{align}x\\end{align}");
    expect(text.slice(first?.inner.start, first?.inner.end)).toBe("x");
    expect(text.slice(second?.outer.start, second?.outer.end)).toBe("$$y$$");
    expect(second?.inner).toEqual({ start: 32, end: 33 });
  });
});

describe("what is opened and not closed", () => {
  it.each([
    ["$$\nx = 1\n", "$$\nx = 1"],
    ["\\[ x = 1\n\n# next", "\\[ x = 1"],
    ["\\begin{align}\nx\n\n$y$", "\\begin{align}\nx"],
    ["{% math %} x", "{% math %}"],
  ])("is reported in %j", (text, range) => {
    expect(unread(text)).toHaveLength(1);
    expect(unread(text)[0]?.startsWith(`${range} <- `)).toBe(true);
    expect(unread(text)[0]).toContain("not closed");
  });

  it.each([
    ["prose", "$$ a = b\n\nThis is a paragraph of plain prose.\n\n$$ c = d $$"],
    ["prose in the same paragraph", "$$ a = b\nso that all of these agree\n$$ c = d $$"],
    ["a sentence with formulas", "$$ a = b\n\nwhere $x$ is known and $y$ unknown\n\n$$ c = d $$"],
    ["Chinese prose", "$$ a = b\n\n我们希望两个分布越接近越好\n\n$$ c = d $$"],
    ["a heading", "$$ a = b\n\n# Heading\n\n$$ c = d $$"],
    ["a code fence", "$$ a = b\n\n```\ncode\n```\n\n$$ c = d $$"],
  ])("does not swallow %s", (_, text) => {
    expect(formulas(text).at(-1)).toBe("[[c = d]]");
    expect(unread(text)[0]).toBe("$$ a = b <- `$$` is opened here and not closed");
  });

  it("is reported in every syntax when prose follows", () => {
    expect(formulas("\\[ a = b\n\nThis is a paragraph of plain prose. \\]\n\n\\[ c = d \\]")).toEqual(["[[c = d]]"]);
    expect(formulas("\\begin{align} a\n\n# H\n\n\\end{align} $x$")).toEqual(["x"]);
  });

  it("names a display that a single dollar ends", () => {
    expect(unread("$$ x = 1 $ and $$ y $$")).toEqual(["$$ x = 1 $ <- `$$` opens this and `$` closes it"]);
    expect(formulas("$$ x = 1 $ and $$ y $$")).toEqual(["[[y]]"]);
  });

  it("reports an end without its beginning", () => {
    expect(unread("x \\end{align} $y$")).toEqual(["\\end{align} <- `\\end{align}` without its `\\begin`"]);
  });

  it("reports a fence of mathematics that runs to the end", () => {
    expect(unread("```math\nx = 1")).toEqual(["```math\nx = 1 <- this fence is opened and not closed"]);
  });

  it("reports a formula that is too long, and reads on behind it", () => {
    const text = `$$${"x + ".repeat(25_001)}$$ $$y$$`;
    expect(formulas(text)).toEqual(["[[y]]"]);
    expect(unread(text)[0]).toMatch(/ <- a formula of more than 100000 characters$/);
    expect(formulas(`$$${"x + ".repeat(24_999)}$$`)).toHaveLength(1);
  });

  it("reports a display that is indented like code", () => {
    expect(unread("text\n\n    $$ x = 1 $$\n")).toEqual([
      "    $$ x = 1 $$ <- indented by four columns or more, so Markdown takes it for code",
    ]);
    expect(unread("text\n\n    echo $$ $HOME\n")).toEqual([]);
  });
});
