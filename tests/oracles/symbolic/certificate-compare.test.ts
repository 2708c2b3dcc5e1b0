import { describe, expect, it } from "vitest";
import { audit, problemOf, type ProvableStep } from "../../../src/oracles/symbolic/certificate/audit.js";
import { certificateOf } from "../../../src/oracles/symbolic/certificate/certificate.js";
import type { Meaning } from "../../../src/oracles/symbolic/certificate/compare.js";
import type { Proof } from "../../../src/oracles/symbolic/certificate/proof.js";
import { readCertificates } from "../../../src/oracles/symbolic/certificate/read.js";
import { parseProposition, parseTerm } from "../../../src/oracles/symbolic/certificate/read-text.js";
import { renew } from "../../../src/oracles/symbolic/certificate/renew.js";
import { certificatesText } from "../../../src/oracles/symbolic/certificate/write.js";

const NAMED = { id: "s", left: "a", relation: "=", right: "b" };

function meaning(left: string, relation: Meaning["relation"], right: string, facts: readonly string[] = []): Meaning {
  return {
    left: parseTerm(left),
    relation,
    right: parseTerm(right),
    facts: facts.map(parseProposition),
    constantIn: [parseTerm("x")],
  };
}

/** A proof in one line of algebra. */
function proof(left: string, right: string, facts: readonly string[] = []): Proof {
  return {
    statement: { left: parseTerm(left), relation: "equal", right: parseTerm(right), facts: facts.map(parseProposition) },
    lines: [{ rule: "algebra", path: [], terms: [parseTerm(right)], back: null }],
    notes: ["by hand"],
  };
}

const problem = (one: Proof, step: Meaning): string =>
  problemOf(certificateOf(NAMED, one), { ...NAMED, meaning: step })?.message ?? "proved";

const NOT_LEFT = "its left side is not what the step's means (other-statement)";
const NOT_RIGHT = "its right side is not what the step's means (other-statement)";

describe("a certificate and what its step means", () => {
  it.each([
    ["the same", proof("(+ a() 0)", "a()"), meaning("(+ a() 0)", "equal", "a()"), "proved"],
    ["another left side", proof("(+ a() 0)", "a()"), meaning("(+ 0 a())", "equal", "a()"), NOT_LEFT],
    ["another right side", proof("(+ a() 0)", "a()"), meaning("(+ a() 0)", "equal", "(+ 0 a())"), NOT_RIGHT],
    [
      "a bound",
      proof("(+ a() 0)", "a()"),
      meaning("(+ a() 0)", "atMost", "a()"),
      "it is about equal, the step says atMost (other-statement)",
    ],
    ["a summand", proof("(+ f(x) (* 2 c()))", "(+ f(x) (* c() 2))"), meaning("(+ f(x) (* 2 c()))", "similar", "f(x)"), "proved"],
    ["no summand", proof("(+ f(x) 0)", "f(x)"), meaning("(+ f(x) 0)", "similar", "f(x)"), NOT_RIGHT],
    [
      "a summand that varies",
      proof("(+ f(x) g(x) 0)", "(+ f(x) g(x))"),
      meaning("(+ f(x) g(x) 0)", "similar", "f(x)"),
      NOT_RIGHT,
    ],
    ["a summand and more", proof("(+ f(x) 1 2)", "(+ f(x) 1 (+ 1 1))"), meaning("(+ f(x) 1 2)", "similar", "f(x)"), NOT_RIGHT],
    ["a summand for a factor", proof("(+ f(x) 0 1)", "(+ f(x) 1)"), meaning("(+ f(x) 0 1)", "proportional", "f(x)"), NOT_RIGHT],
    ["a factor", proof("(* c() f(x))", "(* f(x) c())"), meaning("(* c() f(x))", "proportional", "f(x)"), "proved"],
    [
      "a factor that varies",
      proof("(* g(x) f(x) 1)", "(* f(x) g(x))"),
      meaning("(* g(x) f(x) 1)", "proportional", "f(x)"),
      NOT_RIGHT,
    ],
    ["a factor for a summand", proof("(* c() f(x))", "(* f(x) c())"), meaning("(* c() f(x))", "similar", "f(x)"), NOT_RIGHT],
    [
      "a fact less",
      proof("(+ a() 0)", "a()"),
      meaning("(+ a() 0)", "equal", "a()", ["(positiveFunction a)"]),
      "fact 0 is not what the document presupposes there (other-statement)",
    ],
    [
      "a fact more",
      proof("(+ a() 0)", "a()", ["(positiveFunction a)"]),
      meaning("(+ a() 0)", "equal", "a()"),
      "fact 0 is presupposed by nothing in the document (other-statement)",
    ],
    [
      "a stronger fact",
      proof("(+ a() 0)", "a()", ["(positiveFunction a)", "(positiveFunction b)"]),
      meaning("(+ a() 0)", "equal", "a()", ["(positiveFunction a)", "(all [x] (positive b(x)))"]),
      "fact 1 is not what the document presupposes there (other-statement)",
    ],
  ])("%s", (_, one, step, message) => {
    expect(problem(one, step)).toBe(message);
  });
});

describe("certificates that are renewed", () => {
  const old = [certificateOf(NAMED, proof("(+ f(x) (* 2 c()))", "(+ f(x) (* c() 2))"))];
  const read = readCertificates(certificatesText(old));
  const renewedFor = (step: ProvableStep, found: Proof | null = null) => renew(read, audit(read, [step]), [step], () => found);

  it("are kept where they hold", () => {
    const step = { ...NAMED, meaning: meaning("(+ f(x) (* 2 c()))", "similar", "f(x)") };
    expect(renewedFor(step)).toEqual({ certificates: old, renewed: [], lost: [] });
  });

  it("keep a proof, and the constant in it, that still leads where it should", () => {
    const step = { ...NAMED, id: "t", meaning: meaning("(+ f(x) (* 2 c()))", "similar", "f(x)", ["(positiveFunction c)"]) };
    const other = { ...NAMED, id: "s", meaning: meaning("(+ f(x) (* 2 c()))", "similar", "f(x)", ["(positiveFunction c)"]) };
    expect(renewedFor(step).certificates).toEqual([]);
    const { certificates, renewed, lost } = renewedFor(other);
    expect(certificates.map((each) => each.proof)).toEqual([
      proof("(+ f(x) (* 2 c()))", "(+ f(x) (* c() 2))", ["(positiveFunction c)"]),
    ]);
    expect([renewed, lost]).toEqual([["s"], []]);
  });

  it("are searched only then", () => {
    const step = { ...NAMED, meaning: meaning("(+ a() 0)", "equal", "a()") };
    expect(renewedFor(step).lost.map(({ problem: { code } }) => code)).toEqual(["other-statement"]);
    expect(renewedFor(step, proof("(+ a() 0)", "a()"))).toMatchObject({ renewed: ["s"], lost: [] });
  });

  it("are refused where the search has found what is no proof", () => {
    const step = { ...NAMED, meaning: meaning("(+ a() 0)", "equal", "a()") };
    expect(() => renewedFor(step, proof("(+ a() 0)", "b()"))).toThrow("line 1: the two are not equal by algebra (not-equal)");
    expect(() => renewedFor(step, proof("(+ a() 0)", "(* 1 a())"))).toThrow(NOT_RIGHT);
  });
});
