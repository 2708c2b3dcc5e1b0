import type { Proposition } from "../../../kernel/proposition.js";
import { Refusal } from "../../../kernel/refusal.js";
import { checkTerm } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Line, Relation } from "../../../kernel/theorem.js";
import type { Certificate, ShownLine } from "./certificate.js";
import { CertificateError } from "./error.js";
import { propositionTerms } from "./proposition-terms.js";
import { TextError, textReader, type TextReader } from "./read-text.js";
import { SCHEMA } from "./write.js";

/** A step of a certificate file: its certificate, or why it is none. */
export type ReadStep =
  | { readonly kind: "certificate"; readonly certificate: Certificate }
  | { readonly kind: "damaged"; readonly id: string | null; readonly problem: CertificateError };

/**
 * Reads a certificate file. Nothing in it is believed: what comes out has the shape of certificates, no more.
 *
 * @throws CertificateError when the file as a whole is none
 */
export function readCertificates(text: string): readonly ReadStep[] {
  const { schema, steps } = fieldsOf(parsed(text), "the file", ["schema", "steps"]);
  if (schema !== SCHEMA) throw malformed(`"schema" is not ${SCHEMA}: another version of qedmark wrote it`);
  const reader = textReader();
  const read = listOf(steps, '"steps"').map((step) => readStep(step, reader));
  const ids = read.map((step) => (step.kind === "certificate" ? step.certificate.step.id : step.id));
  const twice = ids.find((id, i) => id !== null && ids.indexOf(id) !== i);
  if (twice !== undefined) throw malformed(`the step ${twice ?? ""} stands twice`);
  return read;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, position] = /position (\d+)/u.exec(String(error)) ?? [];
    const where = position === undefined ? "" : ` from line ${text.slice(0, Number(position)).split("\n").length} on`;
    throw malformed(`the file is not JSON${where}`);
  }
}

function readStep(value: unknown, reader: TextReader): ReadStep {
  try {
    return { kind: "certificate", certificate: certificateIn(value, reader) };
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    const id: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "id") : null;
    return { kind: "damaged", id: typeof id === "string" ? id : null, problem: error };
  }
}

const STEP_FIELDS = ["id", "left", "relation", "right", "statement", "facts", "lines", "conditions"];

function certificateIn(value: unknown, reader: TextReader): Certificate {
  const fields = fieldsOf(value, "a step", STEP_FIELDS);
  const statement = fieldsOf(fields.statement, '"statement"', ["left", "relation", "right"]);
  const facts = listOf(fields.facts, '"facts"').map((fact, i) => factIn(fact, i, reader));
  const lines = listOf(fields.lines, '"lines"').map((line, i) => atLine(i + 1, () => lineIn(line, reader)));
  return {
    step: {
      id: textOf(fields.id, '"id"'),
      left: textOf(fields.left, '"left"'),
      relation: textOf(fields.relation, '"relation"'),
      right: textOf(fields.right, '"right"'),
    },
    proof: {
      statement: {
        left: termIn(statement.left, 'the statement\'s "left"', reader),
        right: termIn(statement.right, 'the statement\'s "right"', reader),
        relation: relationIn(statement.relation),
        facts: facts.map(({ fact }) => fact),
      },
      lines: lines.map(({ line }) => line),
      notes: lines.map(({ note }) => note),
    },
    shown: {
      facts: facts.map(({ words }) => words),
      lines: lines.map(({ shown }) => shown),
      conditions: textsOf(fields.conditions, '"conditions"'),
    },
  };
}

function factIn(value: unknown, i: number, reader: TextReader): { readonly fact: Proposition; readonly words: string } {
  const { fact, words } = fieldsOf(value, `fact ${i}`, ["fact", "words"]);
  return { fact: propositionIn(fact, `fact ${i}`, reader), words: textOf(words, `"words" of fact ${i}`) };
}

const LINE_FIELDS = ["rule", "at", "terms", "back", "because", "result", "conditions"];

function lineIn(value: unknown, reader: TextReader): { readonly line: Line; readonly note: string; readonly shown: ShownLine } {
  const { rule, at, terms = [], back, because = "", result, conditions = [] } = fieldsOf(value, "the line", LINE_FIELDS);
  return {
    line: {
      rule: textOf(rule, '"rule"'),
      path: listOf(at, '"at"').map(partIn),
      terms: listOf(terms, '"terms"').map((term, i) => termIn(term, `term ${i + 1} of "terms"`, reader)),
      back: back === undefined ? null : termIn(back, '"back"', reader),
    },
    note: textOf(because, '"because"'),
    shown: { result: textOf(result, '"result"'), conditions: textsOf(conditions, '"conditions"') },
  };
}

function atLine<T>(line: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof CertificateError ? new CertificateError(error.code, error.detail, line) : error;
  }
}

function relationIn(value: unknown): Relation {
  if (value === "equal" || value === "atMost" || value === "atLeast") return value;
  throw malformed('the statement\'s "relation" is none of equal, atMost and atLeast');
}

function partIn(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw malformed('"at" is no list of numbers of parts');
}

function termIn(value: unknown, what: string, reader: TextReader): Term {
  const text = textOf(value, what);
  return understood(what, () => {
    const term = reader.term(text);
    checkTerm(term);
    return term;
  });
}

function propositionIn(value: unknown, what: string, reader: TextReader): Proposition {
  const text = textOf(value, what);
  return understood(what, () => {
    const proposition = reader.proposition(text);
    propositionTerms(proposition).forEach(checkTerm);
    return proposition;
  });
}

function understood<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof TextError || error instanceof Refusal)) throw error;
    throw malformed(`${what}: ${error.message}`);
  }
}

/** The fields of an object that has no others. */
function fieldsOf(value: unknown, what: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed(`${what} is no object`);
  const entries = Object.entries(value);
  const other = entries.find(([name]) => !names.includes(name));
  if (other !== undefined) throw malformed(`${what} has a field ${JSON.stringify(other[0])}, which means nothing`);
  return Object.fromEntries(entries);
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed(`${what} is no list`);
}

function textsOf(value: unknown, what: string): readonly string[] {
  return listOf(value, what).map((each) => textOf(each, `an entry of ${what}`));
}

function textOf(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw malformed(`${what} is no text`);
}

const malformed = (detail: string): CertificateError => new CertificateError("malformed", detail);
