import { describe, expect, it } from "vitest";
import { certificateOf } from "../../../src/oracles/symbolic/certificate/certificate.js";
import { checkCertificate } from "../../../src/oracles/symbolic/certificate/check.js";
import { CertificateError } from "../../../src/oracles/symbolic/certificate/error.js";
import { replay, ReplayError } from "../../../src/oracles/symbolic/certificate/proof.js";
import { readCertificates } from "../../../src/oracles/symbolic/certificate/read.js";
import { parseTerm } from "../../../src/oracles/symbolic/certificate/read-text.js";
import { termText } from "../../../src/oracles/symbolic/certificate/text.js";
import { certificatesText } from "../../../src/oracles/symbolic/certificate/write.js";
import { GIBBS, HAND_MADE, MEAN } from "./hand-made-proofs.js";

const STEP = { id: "s1", left: "KL(p(x) \\| q(x))", relation: "\\ge", right: "0" };
const CERTIFICATES = [certificateOf(STEP, GIBBS), certificateOf({ ...STEP, id: "s2", relation: "=" }, MEAN)];
const TEXT = certificatesText(CERTIFICATES);

describe("a certificate file", () => {
  it("is pleasant to read", () => {
    expect(certificatesText(CERTIFICATES.slice(1))).toMatchInlineSnapshot(`
      "{
        "schema": 1,
        "steps": [
          {
            "id": "s2",
            "left": "KL(p(x) \\\\| q(x))",
            "relation": "=",
            "right": "0",
            "statement": { "left": "(log p[x])", "relation": "equal", "right": "(@expectation [z] q[z |x] (log p[x]))" },
            "facts": [
              { "fact": "(positiveFamily p)", "words": "every density of $p$ is positive" },
              { "fact": "(positiveFamily q)", "words": "every density of $q$ is positive" }
            ],
            "lines": [
              { "rule": "algebra", "at": [], "terms": ["(+ (* (log p[x]) 1))"],
                "result": "= \\\\log p(x)" },
              { "rule": "marginal", "at": [0, 1], "back": "(int [z] q[z |x])", "because": "a density integrates to one",
                "result": "= \\\\log(p(x)) \\\\int q(z|x) \\\\,dz" },
              { "rule": "linearity", "at": [], "terms": ["(log p[x])", "q[z |x]"], "back": "(int [z] (* q[z |x] (log p[x])))",
                "result": "= \\\\int q(z|x) \\\\log p(x) \\\\,dz" },
              { "rule": "definition", "at": [], "back": "(@expectation [z] q[z |x] (log p[x]))",
                "result": "= \\\\mathbb{E}_{z \\\\sim q(z|x)}[\\\\log p(x)]" }
            ],
            "conditions": []
          }
        ]
      }
      "
    `);
  });

  it("says what each line of an inequality gives and presupposes", () => {
    const { shown } = certificateOf(STEP, GIBBS);
    expect(shown.lines.map(({ result }) => result)).toMatchInlineSnapshot(`
      [
        "= \\int p(x) \\log\\frac{p(x)}{q(x)} \\,dx",
        "= \\int p(x) \\cdot \\left(\\log p(x) + \\log\\frac{1}{q(x)}\\right) \\,dx",
        "= \\int p(x) \\cdot (\\log p(x) - \\log q(x)) \\,dx",
        "= \\int -p(x) \\cdot (\\log q(x) - \\log p(x)) \\,dx",
        "= \\int -p(x) \\cdot \\left(\\log q(x) + \\log\\frac{1}{p(x)}\\right) \\,dx",
        "= \\int -p(x) \\log\\frac{q(x)}{p(x)} \\,dx",
        "\\ge \\int -p(x) \\cdot \\left(\\frac{q(x)}{p(x)} - 1\\right) \\,dx",
        "= \\int p(x) \\,dx - \\int q(x) \\,dx",
        "= 1 - \\int q(x) \\,dx",
        "= 1 - 1",
        "= 0",
      ]
    `);
    expect(shown.lines.map(({ conditions }) => conditions)).toMatchInlineSnapshot(`
      [
        [],
        [
          "p > 0",
          "q > 0",
        ],
        [],
        [],
        [],
        [],
        [
          "\\int \\left|-p(x) \\cdot \\left(\\frac{q(x)}{p(x)} - 1\\right)\\right| \\,dx < \\infty",
          "\\int \\left|p(x) \\log\\frac{q(x)}{p(x)}\\right| \\,dx < \\infty",
        ],
        [],
        [],
        [],
        [],
      ]
    `);
  });

  it("reads back as what was written", () => {
    expect(readCertificates(TEXT)).toEqual(CERTIFICATES.map((certificate) => ({ kind: "certificate", certificate })));
    expect(certificatesText([])).toBe('{\n  "schema": 1,\n  "steps": []\n}\n');
    expect(readCertificates(certificatesText([]))).toEqual([]);
  });

  it("is one line a line of the proof where a text has line separators of its own", () => {
    const odd = certificateOf({ ...STEP, left: "a\u2028b\u0085c" }, GIBBS);
    expect(readCertificates(certificatesText([odd]))).toEqual([{ kind: "certificate", certificate: odd }]);
  });

  it.each([
    ["no JSON", "{", /^the file is not JSON( from line 1 on)? \(malformed\)$/u],
    [
      "a conflict",
      TEXT.replace('"schema": 1,', '"schema": 1,\n<<<<<<< ours'),
      /^the file is not JSON( from line 3 on)? \(malformed\)$/u,
    ],
    ["a list", "[]", "the file is no object (malformed)"],
    ["nothing", "null", "the file is no object (malformed)"],
    [
      "another schema",
      TEXT.replace('"schema": 1', '"schema": 2'),
      '"schema" is not 1: another version of qedmark wrote it (malformed)',
    ],
    [
      "a further field",
      TEXT.replace('"schema": 1', '"schema": 1, "x": 1'),
      'the file has a field "x", which means nothing (malformed)',
    ],
    [
      "a prototype",
      TEXT.replace('"schema": 1', '"schema": 1, "__proto__": {}'),
      'the file has a field "__proto__", which means nothing (malformed)',
    ],
    ["steps that are no list", '{ "schema": 1, "steps": {} }', '"steps" is no list (malformed)'],
    ["no steps", '{ "schema": 1 }', '"steps" is no list (malformed)'],
    ["a step twice", TEXT.replace('"s2"', '"s1"'), "the step s1 stands twice (malformed)"],
    ["nesting", "[".repeat(1e6), /^the file is not JSON/u],
  ])("is refused as a whole: %s", (_, text, message) => {
    expect(messageOf(() => readCertificates(text))).toMatch(message);
  });

  it.each([
    ["a step that is none", /\{\n {6}"id": "s1"[^]*?\n {4}\},/u, "3,", null, "a step is no object (malformed)"],
    ["no id", /\{\n {6}"id": "s1"[^]*?\n {4}\},/u, "{},", null, '"statement" is no object (malformed)'],
    ["an id that is no text", '"id": "s1"', '"id": 3', null, '"id" is no text (malformed)'],
    [
      "a further field",
      '"id": "s1"',
      '"id": "s1", "trusted": true',
      "s1",
      'a step has a field "trusted", which means nothing (malformed)',
    ],
    [
      "a relation that is none",
      '"relation": "atLeast"',
      '"relation": "surely"',
      "s1",
      'the statement\'s "relation" is none of equal, atMost and atLeast (malformed)',
    ],
    [
      "a term that is none",
      '"left": "(@divergence',
      '"left": "(@@divergence',
      "s1",
      'the statement\'s "left": character 3: a name is missing (malformed)',
    ],
    [
      "a term that the kernel refuses",
      '"(@divergence [x] p[x] q[x])"',
      '"(@divergence [x])"',
      "s1",
      /^the statement's "left": \w+ of 0 parts \(malformed\)$/u,
    ],
    [
      "a fact that is none",
      '"(positiveFamily p)"',
      '"(positiveFamily)"',
      "s1",
      "fact 0: character 16: a name is missing (malformed)",
    ],
    [
      "a fact without words",
      /, "words": "every density of \$q\$ is positive"/u,
      "",
      "s1",
      '"words" of fact 1 is no text (malformed)',
    ],
    [
      "a fact about what is no term",
      '"(positiveFamily p)"',
      '"(positive (log))"',
      "s1",
      /^fact 0: log of 0 parts \(malformed\)$/u,
    ],
    [
      "a line that is none",
      /\{ "rule": "definition", "at": \[\],\n.*\},/u,
      "3,",
      "s1",
      "line 1: the line is no object (malformed)",
    ],
    [
      "a line with a further field",
      '"rule": "tangent"',
      '"rule": "tangent", "skip": true',
      "s1",
      'line 7: the line has a field "skip", which means nothing (malformed)',
    ],
    ["a rule that is no text", '"rule": "tangent"', '"rule": 3', "s1", 'line 7: "rule" is no text (malformed)'],
    [
      "a place that is no list",
      '"rule": "tangent", "at": [0, 2]',
      '"rule": "tangent", "at": "0.2"',
      "s1",
      'line 7: "at" is no list (malformed)',
    ],
    [
      "a place that is none",
      '"rule": "tangent", "at": [0, 2]',
      '"rule": "tangent", "at": [0, -2]',
      "s1",
      'line 7: "at" is no list of numbers of parts (malformed)',
    ],
    [
      "half a place",
      '"rule": "tangent", "at": [0, 2]',
      '"rule": "tangent", "at": [0.5]',
      "s1",
      'line 7: "at" is no list of numbers of parts (malformed)',
    ],
    [
      "terms that are no list",
      '"terms": ["1", ',
      '"terms": "1", "x": [',
      "s1",
      'line 8: the line has a field "x", which means nothing (malformed)',
    ],
    [
      "a term of a line that is none",
      '"terms": ["1", ',
      '"terms": ["(", ',
      "s1",
      'line 8: term 1 of "terms": character 2: a name is missing (malformed)',
    ],
    ["a back that is no text", '"back": "(log (^ p[x] -1))"', '"back": null', "s1", 'line 5: "back" is no text (malformed)'],
    ["no result", /"result": "= 0"/u, '"because": "it is so"', "s1", 'line 11: "result" is no text (malformed)'],
    [
      "a condition that is no text",
      '["p > 0", "q > 0"]',
      '["p > 0", 0]',
      "s1",
      'line 2: an entry of "conditions" is no text (malformed)',
    ],
  ])("is refused at one step: %s", (_, before, after, id, message) => {
    const text = TEXT.replace(before, () => after);
    expect(text).not.toBe(TEXT);
    const [first, second] = readCertificates(text);
    expect(first?.kind === "damaged" && first.id).toBe(id);
    expect(first?.kind === "damaged" ? first.problem.message : "").toMatch(message);
    expect(second).toEqual({ kind: "certificate", certificate: CERTIFICATES[1] });
  });
});

describe("what a certificate shows", () => {
  const tampered = (before: string, after: string): string => {
    const text = TEXT.replace(before, () => after);
    expect(text).not.toBe(TEXT);
    const [first] = readCertificates(text);
    return messageOf(() => {
      if (first?.kind === "certificate") checkCertificate(first.certificate);
    });
  };

  it("is what a replay shows, or the certificate is refused with the line", () => {
    expect(tampered("= 1 - 1", "= 1 - 2")).toBe("line 10: leads to = 1 - 1, not to = 1 - 2 (other-result)");
    expect(tampered('"\\\\ge \\\\int', '"= \\\\int')).toMatch(/^line 7: leads to \\ge \\int/u);
    expect(tampered('"conditions": ["p > 0", "q > 0"]', '"conditions": ["p > 0"]')).toBe(
      "line 2: presupposes q > 0, which is not said (other-conditions)",
    );
    expect(tampered('"conditions": ["p > 0", "q > 0"]', '"conditions": ["q > 0", "p > 0"]')).toBe(
      "line 2: the conditions stand in another order (other-conditions)",
    );
    expect(tampered('"p > 0",\n', "\n")).toBe("presupposes p > 0, which is not said (other-conditions)");
    expect(tampered('"p > 0",\n', '"p > 0", "r > 0",\n')).toBe("does not presuppose r > 0 (other-conditions)");
    expect(tampered("every density of $q$", "no density of $q$")).toBe(
      "fact 1 says: every density of $q$ is positive (other-words)",
    );
  });

  it("does not matter where the kernel refuses", () => {
    expect(tampered('"rule": "tangent"', '"rule": "secant"')).toBe("line 7: there is no rule secant (no-such-rule)");
    expect(tampered('"right": "0" }', '"right": "1" }')).toBe(
      "line 12: the proof does not end in the statement's right side (wrong-result)",
    );
    expect(tampered('"relation": "atLeast"', '"relation": "atMost"')).toBe(
      "line 12: the proof shows atLeast, the statement says atMost (wrong-direction)",
    );
  });

  it("presupposes nothing that the step does not", () => {
    const t = parseTerm("t()");
    const certificate = certificateOf(STEP, {
      statement: { left: parseTerm("(* t() (^ t() -1))"), relation: "equal", right: parseTerm("1"), facts: [] },
      lines: [
        { rule: "algebra", path: [], terms: [parseTerm("(* 1 t() (^ t() -1))")], back: null },
        { rule: "exponential", path: [1], terms: [], back: null },
        { rule: "exponential", path: [1], terms: [], back: t },
        { rule: "algebra", path: [], terms: [parseTerm("1")], back: null },
      ],
      notes: [],
    });
    expect(messageOf(() => checkCertificate(certificate))).toBe(
      "nothing entitles it to presuppose that $t$ is positive (unfounded-condition)",
    );
  });
});

describe("replay", () => {
  it("gives the theorem", () => {
    for (const proof of Object.values(HAND_MADE)) {
      const theorem = replay(proof);
      expect(termText(theorem.left)).toBe(termText(proof.statement.left));
      expect(termText(theorem.right)).toBe(termText(proof.statement.right));
      expect(theorem.relation).toBe(proof.statement.relation);
    }
  });

  it("takes an equality for a bound", () => {
    expect(replay({ ...MEAN, statement: { ...MEAN.statement, relation: "atMost" } }).relation).toBe("equal");
  });

  it("needs no line where both sides are the same", () => {
    const term = parseTerm("p[x]");
    expect(replay({ statement: { left: term, right: term, relation: "equal", facts: [] }, lines: [], notes: [] }).right).toBe(
      term,
    );
  });

  it("says which line is refused, and why", () => {
    const error = errorOf(() => replay({ ...GIBBS, lines: GIBBS.lines.toSpliced(3, 1) }));
    expect(error).toBeInstanceOf(ReplayError);
    expect(error).toMatchObject({ line: 4, code: "no-such-place" });
  });

  it("does not fall over what is too deep for the kernel", () => {
    let deep = parseTerm("x");
    for (let i = 0; i < 20_000; i++) deep = { kind: "log", name: "", space: "", bound: [], parts: [deep] };
    expect(
      errorOf(() => replay({ statement: { left: deep, right: deep, relation: "equal", facts: [] }, lines: [], notes: [] })),
    ).toMatchObject({
      code: "too-large",
    });
  });
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
    return null;
  } catch (error) {
    return error;
  }
}

function messageOf(act: () => unknown): string {
  const error = errorOf(act);
  if (error !== null) expect(error).toBeInstanceOf(CertificateError);
  return error instanceof Error ? error.message : "";
}
