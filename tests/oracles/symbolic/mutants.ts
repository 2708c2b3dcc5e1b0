import { node, number, plus } from "../../../src/kernel/structure.js";
import type { Term } from "../../../src/kernel/term.js";
import type { Line, Relation } from "../../../src/kernel/theorem.js";
import type { Certificate } from "../../../src/oracles/symbolic/certificate/certificate.js";

/** What is changed in a certificate. */
export type Change =
  | "another rule"
  | "no such rule"
  | "deeper path"
  | "shorter path"
  | "path to nowhere"
  | "term changed"
  | "term less"
  | "turned around"
  | "back changed"
  | "back left out"
  | "result changed"
  | "condition of a line dropped"
  | "condition of a line invented"
  | "line dropped"
  | "lines swapped"
  | "left side changed"
  | "right side changed"
  | "sides swapped"
  | "relation turned around"
  | "condition dropped"
  | "fact dropped"
  | "fact weakened"
  | "fact invented"
  | "words changed"
  | "sides as written changed"
  | "step renamed";

/** A certificate with one thing changed. */
export interface Mutant {
  readonly change: Change;
  /** The line that is changed, from 1, and its rule; null where it is no line. */
  readonly line: number | null;
  readonly rule: string | null;
  readonly certificate: Certificate;
}

/** Everything that could be wrong with a certificate, one thing at a time. */
export function mutantsOf(certificate: Certificate): readonly Mutant[] {
  return [...certificate.proof.lines.flatMap((line, at) => mutantsOfLine(certificate, line, at)), ...mutantsOfWhole(certificate)];
}

function mutantsOfLine(certificate: Certificate, line: Line, at: number): readonly Mutant[] {
  const shown = certificate.shown.lines[at] ?? { result: "", conditions: [] };
  const { path, terms, back } = line;
  const mutant = (change: Change, changed: Certificate): Mutant => ({
    change,
    line: at + 1,
    rule: line.rule,
    certificate: changed,
  });
  const withLine = (change: Change, changed: Partial<Line>): Mutant => {
    const lines = certificate.proof.lines.with(at, { ...line, ...changed });
    return mutant(change, { ...certificate, proof: { ...certificate.proof, lines } });
  };
  const withShown = (change: Change, changed: Partial<typeof shown>): Mutant => {
    const lines = certificate.shown.lines.with(at, { ...shown, ...changed });
    return mutant(change, { ...certificate, shown: { ...certificate.shown, lines } });
  };
  const { length } = certificate.proof.lines;
  return [
    withLine("another rule", { rule: line.rule === "exchange" ? "marginal" : "exchange" }),
    withLine("no such rule", { rule: `no ${line.rule}` }),
    withLine("deeper path", { path: [...path, 0] }),
    withLine("path to nowhere", { path: [...path, 99] }),
    ...(path.length > 0 ? [withLine("shorter path", { path: path.slice(0, -1) })] : []),
    ...terms.map((term, i) => withLine("term changed", { terms: terms.with(i, spoiled(term)) })),
    ...(terms.length > 0 ? [withLine("term less", { terms: terms.slice(0, -1) })] : []),
    ...(back === null
      ? [withLine("turned around", { back: node("variable", [], "planted", "planted") })]
      : [withLine("back changed", { back: spoiled(back) }), withLine("back left out", { back: null })]),
    withShown("result changed", { result: `${shown.result} + 1` }),
    ...shown.conditions.map((_, i) => withShown("condition of a line dropped", { conditions: shown.conditions.toSpliced(i, 1) })),
    withShown("condition of a line invented", { conditions: [...shown.conditions, "t > 0"] }),
    mutant(
      "line dropped",
      withLines(certificate, (items) => items.toSpliced(at, 1)),
    ),
    ...(at + 1 < length
      ? [
          mutant(
            "lines swapped",
            withLines(certificate, (items) => swapped(items, at)),
          ),
        ]
      : []),
  ];
}

const REVERSED: Readonly<Record<Relation, Relation>> = { equal: "atMost", atMost: "atLeast", atLeast: "atMost" };

function mutantsOfWhole(certificate: Certificate): readonly Mutant[] {
  const { step, proof, shown } = certificate;
  const { left, right, relation, facts } = proof.statement;
  const mutant = (change: Change, changed: Partial<Certificate>): Mutant => ({
    change,
    line: null,
    rule: null,
    certificate: { ...certificate, ...changed },
  });
  const stating = (change: Change, changed: Partial<typeof proof.statement>, words = shown.facts): Mutant =>
    mutant(change, { proof: { ...proof, statement: { ...proof.statement, ...changed } }, shown: { ...shown, facts: words } });
  const nothing = { binders: [], claim: { kind: "positive", term: number(1) } } as const;
  return [
    stating("left side changed", { left: spoiled(left) }),
    stating("right side changed", { right: spoiled(right) }),
    stating("sides swapped", { left: right, right: left }),
    stating("relation turned around", { relation: REVERSED[relation] }),
    ...shown.conditions.map((_, i) =>
      mutant("condition dropped", { shown: { ...shown, conditions: shown.conditions.toSpliced(i, 1) } }),
    ),
    ...facts.map((_, i) => stating("fact dropped", { facts: facts.toSpliced(i, 1) }, shown.facts.toSpliced(i, 1))),
    ...facts.map((_, i) => stating("fact weakened", { facts: facts.with(i, nothing) }, shown.facts.with(i, "$1$ is positive"))),
    stating("fact invented", { facts: [...facts, { binders: [], claim: { kind: "equal", left, right } }] }, [...shown.facts, ""]),
    ...facts.map((_, i) => mutant("words changed", { shown: { ...shown, facts: shown.facts.with(i, "nothing") } })),
    mutant("sides as written changed", { step: { ...step, left: step.right, right: step.left } }),
    mutant("step renamed", { step: { ...step, id: "planted" } }),
  ];
}

/** A term with another value. */
function spoiled(term: Term): Term {
  return term.kind === "number" ? number(BigInt(term.name.split("/")[0] ?? 0) + 7n) : plus(term, number(1));
}

function withLines({ step, proof, shown }: Certificate, change: <T>(items: readonly T[]) => readonly T[]): Certificate {
  return {
    step,
    proof: { ...proof, lines: change(proof.lines), notes: change(proof.notes) },
    shown: { ...shown, lines: change(shown.lines) },
  };
}

function swapped<T>(items: readonly T[], at: number): readonly T[] {
  return [...items.slice(0, at), ...items.slice(at, at + 2).toReversed(), ...items.slice(at + 2)];
}
