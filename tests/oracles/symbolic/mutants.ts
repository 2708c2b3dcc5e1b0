import type { Term } from "../../../src/kernel/term.js";
import type { Line, Relation } from "../../../src/kernel/theorem.js";
import { node, number, plus } from "../../../src/kernel/structure.js";
import type { Certificate } from "../../../src/oracles/symbolic/certificate/certificate.js";
import { propositionText, termText } from "../../../src/oracles/symbolic/certificate/text.js";

/** A certificate with one thing changed. */
export interface Mutant {
  readonly what: string;
  /** The line of the proof that is changed, from 1; null where something else is. */
  readonly line: number | null;
  readonly certificate: Certificate;
}

/** What a change does to a term so that its value is another one. */
function spoiled(term: Term): Term {
  return term.kind === "number" ? number(BigInt(term.name.split("/")[0] ?? 0) + 7n) : plus(term, number(1));
}

const REVERSED: Readonly<Record<Relation, Relation>> = { equal: "atMost", atMost: "atLeast", atLeast: "atMost" };

function withLines({ step, proof, shown }: Certificate, change: <T>(items: readonly T[]) => readonly T[]): Certificate {
  return {
    step,
    proof: { ...proof, lines: change(proof.lines), notes: change(proof.notes) },
    shown: { ...shown, lines: change(shown.lines) },
  };
}

function withLine(certificate: Certificate, at: number, line: Line): Certificate {
  return { ...certificate, proof: { ...certificate.proof, lines: certificate.proof.lines.with(at, line) } };
}

function withStatement(certificate: Certificate, statement: Partial<Certificate["proof"]["statement"]>): Certificate {
  const { proof } = certificate;
  return { ...certificate, proof: { ...proof, statement: { ...proof.statement, ...statement } } };
}

/** Whether a rule gives the same whatever it is told there. */
function mutantsOfLine(certificate: Certificate, at: number): readonly Mutant[] {
  const line = certificate.proof.lines[at];
  const shown = certificate.shown.lines[at];
  if (line === undefined || shown === undefined) return [];
  const mutant = (what: string, changed: Certificate): Mutant => ({
    what: `${line.rule}: ${what}`,
    line: at + 1,
    certificate: changed,
  });
  const { path, terms, back } = line;
  const withShown = (changed: Partial<typeof shown>): Certificate => ({
    ...certificate,
    shown: { ...certificate.shown, lines: certificate.shown.lines.with(at, { ...shown, ...changed }) },
  });
  return [
    mutant("another rule", withLine(certificate, at, { ...line, rule: line.rule === "exchange" ? "marginal" : "exchange" })),
    mutant("no such rule", withLine(certificate, at, { ...line, rule: `${line.rule}s` })),
    mutant("deeper path", withLine(certificate, at, { ...line, path: [...path, 0] })),
    mutant("path to nowhere", withLine(certificate, at, { ...line, path: [...path, 99] })),
    ...(path.length > 0 ? [mutant("shorter path", withLine(certificate, at, { ...line, path: path.slice(0, -1) }))] : []),
    ...terms.map((term, i) =>
      mutant(`term ${i + 1} changed`, withLine(certificate, at, { ...line, terms: terms.with(i, spoiled(term)) })),
    ),
    ...(terms.length > 0 ? [mutant("a term less", withLine(certificate, at, { ...line, terms: terms.slice(0, -1) }))] : []),
    ...(back === null
      ? [mutant("turned around", withLine(certificate, at, { ...line, back: node("variable", [], "planted", "planted") }))]
      : [
          mutant("back changed", withLine(certificate, at, { ...line, back: spoiled(back) })),
          mutant("back left out", withLine(certificate, at, { ...line, back: null })),
        ]),
    mutant("result changed", withShown({ result: `${shown.result} + 1` })),
    ...shown.conditions.map((_, i) =>
      mutant(`condition ${i + 1} dropped`, withShown({ conditions: shown.conditions.toSpliced(i, 1) })),
    ),
    mutant("condition invented", withShown({ conditions: [...shown.conditions, "t > 0"] })),
    mutant(
      "line dropped",
      withLines(certificate, (items) => items.toSpliced(at, 1)),
    ),
    ...(at + 1 < certificate.proof.lines.length
      ? [
          mutant(
            "swapped with the next",
            withLines(certificate, (items) => [
              ...items.slice(0, at),
              ...items.slice(at + 1, at + 2),
              ...items.slice(at, at + 1),
              ...items.slice(at + 2),
            ]),
          ),
        ]
      : []),
  ];
}

/** Everything that could be wrong with a certificate, one thing at a time. */
export function mutantsOf(certificate: Certificate): readonly Mutant[] {
  const { proof, shown } = certificate;
  const { left, right, relation, facts } = proof.statement;
  const mutant = (what: string, changed: Certificate): Mutant => ({ what, line: null, certificate: changed });
  const withFacts = (list: typeof facts, words: readonly string[]): Certificate => ({
    ...withStatement(certificate, { facts: list }),
    shown: { ...shown, facts: words },
  });
  return [
    ...proof.lines.flatMap((_, at) => mutantsOfLine(certificate, at)),
    mutant("left side changed", withStatement(certificate, { left: spoiled(left) })),
    mutant("right side changed", withStatement(certificate, { right: spoiled(right) })),
    mutant("sides swapped", withStatement(certificate, { left: right, right: left })),
    mutant("relation turned around", withStatement(certificate, { relation: REVERSED[relation] })),
    mutant(
      "end dropped",
      withLines(certificate, (items) => items.slice(0, -1)),
    ),
    ...shown.conditions.map((_, i) =>
      mutant(`the proof's condition ${i + 1} dropped`, {
        ...certificate,
        shown: { ...shown, conditions: shown.conditions.toSpliced(i, 1) },
      }),
    ),
    ...facts.map((fact, i) =>
      mutant(`${propositionText(fact)} dropped`, withFacts(facts.toSpliced(i, 1), shown.facts.toSpliced(i, 1))),
    ),
    mutant(
      `${termText(left)} presupposed to be the right side`,
      withFacts([...facts, { binders: [], claim: { kind: "equal", left, right } }], [...shown.facts, "…"]),
    ),
    mutant("words of a fact changed", {
      ...certificate,
      shown: { ...shown, facts: shown.facts.map((words) => `${words}, perhaps`) },
    }),
    mutant("the step's own left side changed", { ...certificate, step: { ...certificate.step, left: "planted" } }),
    mutant("another step's certificate", { ...certificate, step: { ...certificate.step, id: "planted" } }),
  ];
}
