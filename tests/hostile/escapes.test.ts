import { describe, expect, it } from "vitest";
import { answerTo, checkFile, expectHarmless } from "./hostile.js";

const CONTROLS = Array.from({ length: 32 }, (_, i) => String.fromCharCode(i)).filter((c) => !"\0\n\r".includes(c));

/** What a document may hold to steer whatever shows a report of it. */
const HOSTILE: readonly (readonly [name: string, text: string])[] = [
  ["colours", "\u001b[31mred\u001b[0m"],
  ["a cleared screen", "\u001b[2J\u001b[H"],
  ["a title", "\u001b]0;pwned\u0007"],
  ["a link", "\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\"],
  ["eight-bit controls", "\u009b31m\u0090\u009d"],
  ["every control character", CONTROLS.join("")],
  ["a reading direction", "\u202eabc\u202c\u2066def\u2069\u200f"],
  ["what shows nothing", "\u200b\u2060\ufeff\u00ad\u{e0041}"],
  ["line separators", "\u2028\u2029\u0085"],
  ["backspaces", "abc\b\b\b\u007f"],
];

/** The places of a document that a report shows. */
const PLACES: readonly (readonly [name: string, text: (hostile: string) => string])[] = [
  ["a comment", (hostile) => `$$x = x + 1 \\text{${hostile}}$$\n`],
  ["a formula", (hostile) => `$$x = ${hostile} x + 1$$\n`],
  ["a name", (hostile) => `$$x_{\\text{${hostile}}} = x_{\\text{${hostile}}} + 1$$\n`],
  ["a command", (hostile) => `$$\\operatorname{${hostile}}(x) = \\operatorname{${hostile}}(x) + 1$$\n`],
  ["a heading", (hostile) => `# ${hostile}\n\n$$x = x + 1$$\n`],
  ["the line of a formula", (hostile) => `${hostile} $x = x + 1$ ${hostile}\n`],
  ["a macro", (hostile) => `$$\\newcommand{\\a}{\\text{${hostile}}} x = x + 1 \\a$$\n`],
  ["front matter", (hostile) => `---\nlabel: [${JSON.stringify(hostile)}]\n---\n$$x = x + 1$$\n`],
  ["what is not read", (hostile) => `$$ ${hostile} \n\ntext\n\n$$x = x + 1$$\n`],
];

describe.each(HOSTILE)("a document with %s", (_name, hostile) => {
  it.each(PLACES)("in %s reaches no output as it is", async (_place, write) => {
    const text = write(hostile);
    answerTo(text);
    for (const flags of [["--verbose"], ["--format", "markdown"], ["--format", "json"]]) {
      const { code, out, err } = await checkFile(text, ...flags);
      expect([0, 1]).toContain(code);
      expect(err).toBe("");
      expectHarmless(out);
    }
  });
});

describe("what would steer a terminal", () => {
  it("is shown as a picture of it", async () => {
    const { out } = await checkFile("$$x_{\\text{\u001b[31mred\u202e}} = 1 \\foo$$\n");
    expect(out).toContain("\u241b[31mred\\u202e");
  });

  it.each(["\u001b[31m", "\u009b", "\u202e", "a\rb", "\b"])("would be seen by these tests: %j", (hostile) => {
    expect(() => {
      expectHarmless(`text\n${hostile}`);
    }).toThrow();
  });
});

describe("a document with lone surrogates", () => {
  it("cannot be a file, and is answered all the same", () => {
    for (const text of ["$\ud800 = x$", "$x = \udc00$\ud800", "\ud83d$$x = x + 1$$"]) answerTo(text);
  });
});

describe("a report in Markdown", () => {
  it("is no markup but its own", async () => {
    const hostile = "<script>alert(1)</script> ![x](http://evil/x.png) [a](javascript:b) ::error file=x::pwn <!-- @everyone #1";
    const { out } = await checkFile(
      `$$x = x + 1 \\text{${hostile}}$$\n\n$$y = \\foo \\text{${hostile}}$$\n`,
      "--format",
      "markdown",
    );
    const outsideCode = out.replace(/(`+)[^`](?:[\s\S]*?[^`])?\1(?!`)/gu, "");
    for (const mark of ["<script", "![x](", "](javascript:", "<!--"]) expect(outsideCode).not.toContain(mark);
    expect(out).not.toMatch(/^::/mu);
  });
});
