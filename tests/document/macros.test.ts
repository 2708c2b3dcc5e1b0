import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/read.js";
import { formulas, unread } from "./math.js";

function macros(text: string): [string, number, string][] {
  return readDocument(text).macros.map(({ name, parameters, body }) => [name, parameters, body]);
}

describe("macros", () => {
  it.each<[string, [string, number, string]]>([
    ["\\newcommand{\\KL}[2]{D(#1\\|#2)}", ["\\KL", 2, "D(#1\\|#2)"]],
    ["\\newcommand\\x{\\mathbf{x}}", ["\\x", 0, "\\mathbf{x}"]],
    ["\\newcommand*{\\x} [1] {a{#1}b}", ["\\x", 1, "a{#1}b"]],
    ["\\renewcommand{\\x}{\\}}", ["\\x", 0, "\\}"]],
    ["\\providecommand{\\x}{y}", ["\\x", 0, "y"]],
    ["\\def\\x{y}", ["\\x", 0, "y"]],
    ["\\def\\x#1#2{#2#1}", ["\\x", 2, "#2#1"]],
    ["\\global\\def\\x{y}", ["\\x", 0, "y"]],
    ["\\let\\x\\mathbf", ["\\x", 0, "\\mathbf"]],
    ["\\let\\x=\\mathbf", ["\\x", 0, "\\mathbf"]],
    ["\\DeclareMathOperator{\\KL}{KL}", ["\\KL", 0, "\\operatorname{KL}"]],
    ["\\DeclareMathOperator*{\\argmin}{arg\\,min}", ["\\argmin", 0, "\\operatorname*{arg\\,min}"]],
    ["\\def\\,{x}", ["\\,", 0, "x"]],
  ])("reads %j in prose and in mathematics", (definition, expected) => {
    for (const text of [definition, `$${definition}$`, `$$\n${definition}\n$$`, `\\[${definition}\\]`]) {
      expect(macros(text)).toEqual([expected]);
      expect(formulas(text)).toEqual([]);
      expect(unread(text)).toEqual([]);
    }
  });

  it("are in force from where they stand", () => {
    const text = "$x$ $$\\def\\a{b} \\a = 1$$";
    expect(readDocument(text).macros[0]?.at).toBe(text.indexOf("\\def"));
  });

  it("leave blanks in the formula that they stand in", () => {
    const text = "$$\\def\\a{b} \\a = 1$$";
    const [equation] = readDocument(text).equations;
    expect(equation?.latex).toBe("\\def\\a{b} \\a = 1");
    expect(equation?.clean).toBe("          \\a = 1");
  });

  it("are read in a block of their own, several to one", () => {
    const text = "$$\n\\newcommand{\\a}{b}\n\\newcommand{\\c}[1]{#1}\n$$";
    expect(macros(text)).toEqual([
      ["\\a", 0, "b"],
      ["\\c", 1, "#1"],
    ]);
    expect(formulas(text)).toEqual([]);
  });

  it("are provided only where there is none", () => {
    expect(macros("\\providecommand{\\a}{1} \\providecommand{\\a}{2} \\renewcommand{\\a}{3}")).toEqual([
      ["\\a", 0, "1"],
      ["\\a", 0, "3"],
    ]);
  });

  it.each([
    ["\\newcommand{\\a}[1][b]{#1}", "`\\a` takes an optional argument, which is not supported"],
    ["\\newcommand{a}{b}", "`\\newcommand` without the name of a command"],
    ["\\def\\a(#1){b}", "`\\a` takes delimited arguments, which are not supported"],
    ["\\def\\a#2#1{b}", "`\\a` takes delimited arguments, which are not supported"],
    ["\\newcommand{\\a}{{b}", "the body of `\\a` does not end"],
    ["\\let\\a", "`\\let` without the command that it copies"],
    ["\\newenvironment{a}{b}{c}", "`\\newenvironment` is not supported; write the environment's body where it is used"],
    ["\\DeclarePairedDelimiter{\\a}{(}{)}", "`\\DeclarePairedDelimiter` is not supported; use `\\newcommand` with one argument"],
  ])("reports %j", (definition, reason) => {
    expect(macros(definition)).toEqual([]);
    expect(unread(definition)).toEqual([`${definition} <- ${reason}`]);
    expect(unread(`$$${definition}$$`).map((line) => line.split(" <- ")[1])).toEqual([reason]);
  });

  it("are no macros in code, nor are longer names", () => {
    expect(macros("`\\def\\a{b}`\n\n```\n\\def\\a{b}\n```\n\n$\\definition \\letter \\default$")).toEqual([]);
    expect(unread("$\\definition \\letter \\default$")).toEqual([]);
  });
});
