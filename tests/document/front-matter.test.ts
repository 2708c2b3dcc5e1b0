import { describe, expect, it } from "vitest";
import { readDocument } from "../../src/document/read.js";

function frontMatter(yaml: string): ReturnType<typeof readDocument>["frontMatter"] {
  return readDocument(`---\n${yaml}\n---\n`).frontMatter;
}

/** Each complaint: the text of its range and the reason. */
function problems(yaml: string): string[] {
  const text = `---\n${yaml}\n---\n`;
  return (readDocument(text).frontMatter?.problems ?? []).map(
    ({ range, reason }) => `${text.slice(range.start, range.end)} <- ${reason}`,
  );
}

const ours = `label: gaussian-kl-standard
title: "KL to the standard normal"
symbols:
  z: { sort: variable, domain: real, dimension: d }
  \\sigma:
    sort: function
    domain: positive
    dimension: 3
  p_\\theta: { sort: family }
result: KL(p(z|x)\\|q(z)) = \\frac12 \\sum_{k=1}^d z_k
implementation: src/a.ts#f
source: somewhere`;

describe("front matter", () => {
  it("names what the document shows, and its symbols", () => {
    const read = frontMatter(ours);
    expect(read).toMatchObject({
      label: "gaussian-kl-standard",
      title: "KL to the standard normal",
      result: "KL(p(z|x)\\|q(z)) = \\frac12 \\sum_{k=1}^d z_k",
      symbols: [
        { symbol: "z", sort: "variable", domain: "real", dimension: "d" },
        { symbol: "\\sigma", sort: "function", domain: "positive", dimension: "3" },
        { symbol: "p_\\theta", sort: "family", domain: null, dimension: null },
      ],
      problems: [],
    });
  });

  it.each(["\n", "\r\n", "\r"])("has its ranges where they are, with line end %j and a byte order mark", (lineEnd) => {
    const text = `\uFEFF---\n${ours}\n---\n$x$`.replaceAll("\n", lineEnd);
    const document = readDocument(text);
    const ranges = document.frontMatter?.symbols.map(({ range }) => text.slice(range.start, range.end));
    expect(ranges?.[0]).toBe("z: { sort: variable, domain: real, dimension: d }");
    expect(ranges?.[1]).toMatch(/^\\sigma:[^]*dimension: 3$/);
    expect(text.slice(document.frontMatter?.range.start, document.frontMatter?.range.end)).toMatch(/^---[^]*---$/);
    expect(document.equations.map(({ latex }) => latex)).toEqual(["x"]);
  });

  it("names the code that computes the result, and what it is given", () => {
    const list = `implementation:
  - src/a.ts#f
  - function: src/mixture.ts#mixture
    arguments: [{ logits: $\\log w_i$, mean: $\\mu_i$ }, i, [], 2, true]
    method: { logProb: [$x$] }
    formula: \\log r(x)
    ranges: { \\mu: [-10, 10] }`;
    const nothing = { arguments: null, formula: null, method: null, ranges: [] };
    expect(frontMatter(list)?.implementations).toMatchObject([
      { function: "src/a.ts#f", ...nothing },
      {
        function: "src/mixture.ts#mixture",
        arguments: [
          {
            kind: "record",
            entries: [
              ["logits", { kind: "formula", latex: "\\log w_i" }],
              ["mean", { kind: "formula", latex: "\\mu_i" }],
            ],
          },
          { kind: "literal", value: "i" },
          { kind: "list", items: [] },
          { kind: "literal", value: 2 },
          { kind: "literal", value: true },
        ],
        method: { name: "logProb", arguments: [{ kind: "formula", latex: "x" }] },
        formula: "\\log r(x)",
        ranges: [{ symbol: "\\mu", low: -10, high: 10 }],
      },
    ]);
    expect(problems(list)).toEqual([]);
  });

  it("of other tools is left alone", () => {
    const yaml = "layout: post\ndate: 2024-01-01\ntags: [a, *b]\ntitle: 1984\nmath: !!js/function x\nlabel:\nsymbols:";
    expect(problems(yaml)).toEqual([]);
    expect(frontMatter(yaml)).toMatchObject({ title: "1984", label: null, symbols: [], result: null });
  });

  it.each([
    ["label: [a]", "[a] <- `label` is a list, not text"],
    ["title: { a: 1 }", "{ a: 1 } <- `title` is a map, not text"],
    ["result: *a", "*a <- `result` is an alias, not text"],
    ["result: !latex x", "x <- `result` is tagged `!latex`, not text"],
    ["symbols: 3", "3 <- `symbols` is `3`, not a map from symbols to what they are"],
    ["symbols: [z]", "[z] <- `symbols` is a list, not a map from symbols to what they are"],
    ["symbols:\n  z: variable", "variable <- `z` needs a map such as `{ sort: variable }`, but this is `variable`"],
    ["symbols:\n  z: *a", "*a <- `z` needs a map such as `{ sort: variable }`, but this is an alias"],
    ["symbols:\n  z:", "z: <- `z` needs a map such as `{ sort: variable }`, but this is nothing"],
    ["symbols:\n  z: {}", "z: {} <- `z` has no sort: variable, scalar, function, family, index"],
    ["symbols:\n  z: { sort: vector }", "vector <- `vector` is no sort: variable, scalar, function, family, index"],
    [
      "symbols:\n  z: { sort: scalar, domain: reals }",
      "reals <- `reals` is no domain: any, real, positive, unit, simplex, binary, discrete, natural",
    ],
    ["symbols:\n  z: { sort: scalar, dimension: [d] }", "[d] <- a list is no dimension: a number or LaTeX"],
    ["symbols:\n  z: { sort: scalar, size: 2 }", "size <- `size` says nothing about a symbol: sort, domain and dimension do"],
    ["symbols:\n  [z]: { sort: scalar }", "[z] <- a symbol is written as LaTeX, but this is a list"],
    ["label: a\nlabel: b", "l <- front matter: Map keys must be unique"],
    ["implementation: [a.ts#f, [b]]", "[b] <- an implementation is `path#name` or a map with `function`, but this is a list"],
    ["implementation: { arguments: [] }", "{ arguments: [] } <- an implementation needs `function: path#name`"],
    [
      "implementation: { function: a#f, with: 1 }",
      "with <- `with` says nothing about an implementation: function, arguments, formula, method and ranges do",
    ],
    ["implementation: { function: a#f, arguments: $x$ }", "$x$ <- `arguments` is `$x$`, not a list"],
    [
      "implementation: { function: a#f, method: logProb }",
      "logProb <- `method` is one name with a list of arguments: `{ logProb: [$x$] }`",
    ],
    ["implementation: { function: a#f, ranges: { x: [2, 1] } }", "[2, 1] <- a range is `[lowest, highest]`, two numbers"],
    ['result: "\\sigma"', "\\ <- front matter: Invalid escape sequence \\s"],
  ])("complains of %j at its place", (yaml, complaint) => {
    expect(problems(yaml)).toEqual([complaint]);
  });

  it("declares nothing by half, and no symbol twice", () => {
    const yaml = "symbols:\n  a: { sort: scalar, domain: odd }\n  b: { sort: scalar }\n  b: { sort: index }";
    expect(frontMatter(yaml)?.symbols.map(({ symbol, sort }) => [symbol, sort])).toEqual([["b", "scalar"]]);
  });

  it("treats __proto__ as a symbol like any other", () => {
    expect(frontMatter("symbols:\n  __proto__: { sort: scalar }\n__proto__: { label: a }")).toMatchObject({
      label: null,
      symbols: [{ symbol: "__proto__", sort: "scalar" }],
      problems: [],
    });
    expect(Object.hasOwn(Object.prototype, "sort")).toBe(false);
  });

  it("is not a rule across a slide, nor a block that does not end", () => {
    for (const text of [
      "---\n# Slide\n$x$\n---\n",
      "---\n$x$ holds: always\n---\n",
      "---\nlabel: a\n\n$x$",
      "----\na: b\n---\n$x$",
    ]) {
      expect(readDocument(text).frontMatter).toBeNull();
      expect(readDocument(text).equations.map(({ latex }) => latex)).toEqual(["x"]);
    }
  });

  it("in TOML is passed over", () => {
    expect(readDocument('+++\na = "$x$"\n+++\n$y$')).toMatchObject({ frontMatter: null, equations: [{ latex: "y" }] });
  });

  it("is bounded", () => {
    expect(problems(`a: ${"x".repeat(20_000)}`)[0]).toContain("<- front matter of more than 16000 characters is not read");
    for (const deep of [
      "[".repeat(5000),
      "{a: ".repeat(3000),
      "- ".repeat(5000),
      "? ".repeat(5000),
      "\n  - ".repeat(65).replace(/-/g, "["),
    ]) {
      expect(problems(`label: a\nb: ${deep}`)[0]).toContain("<- front matter nested deeper than 64 is not read");
    }
  });
});
