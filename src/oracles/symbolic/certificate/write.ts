import type { Line } from "../../../kernel/theorem.js";
import type { Certificate, Shown, ShownLine } from "./certificate.js";
import { propositionText, termText } from "./text.js";

/** The version of the file's form. */
export const SCHEMA = 1;

/** The text of a certificate file. A line of a proof takes two or three of the file: what is done, what it gives, what that presupposes. */
export function certificatesText(certificates: readonly Certificate[]): string {
  return `${objectText([field("schema", SCHEMA), `"steps": ${listText(certificates.map(stepText))}`])}\n`;
}

function stepText({ step, proof: { statement, lines, notes }, shown }: Certificate): string {
  const { left, relation, right, facts } = statement;
  const fields = [
    field("id", step.id),
    field("left", step.left),
    field("relation", step.relation),
    field("right", step.right),
    field("statement", { left: termText(left), relation, right: termText(right) }),
    listField(
      "facts",
      facts.map((fact, i) => spaced({ fact: propositionText(fact), words: shown.facts[i] ?? "" })),
    ),
    listField(
      "lines",
      lines.map((line, i) => lineText(line, notes[i] ?? "", shown.lines[i])),
    ),
    listField("conditions", conditionsText(shown)),
  ];
  return objectText(fields);
}

function lineText({ rule, path, terms, back }: Line, because: string, shown: ShownLine | undefined): string {
  const done = [
    field("rule", rule),
    field("at", path),
    ...(terms.length === 0 ? [] : [field("terms", terms.map(termText))]),
    ...(back === null ? [] : [field("back", termText(back))]),
    ...(because === "" ? [] : [field("because", because)]),
  ];
  const given = [
    field("result", shown?.result ?? ""),
    ...(shown === undefined || shown.conditions.length === 0 ? [] : [field("conditions", shown.conditions)]),
  ];
  return `{ ${[done.join(", "), ...given].join(",\n  ")} }`;
}

const conditionsText = ({ conditions }: Shown): readonly string[] => conditions.map((condition) => JSON.stringify(condition));

const field = (name: string, value: unknown): string => `${JSON.stringify(name)}: ${spaced(value)}`;

const listField = (name: string, items: readonly string[]): string => `${JSON.stringify(name)}: ${listText(items)}`;

/** One item a line. */
function listText(items: readonly string[]): string {
  return items.length === 0 ? "[]" : `[\n${indented(items)}\n]`;
}

/** One field a line. */
function objectText(fields: readonly string[]): string {
  return `{\n${indented(fields)}\n}`;
}

function indented(items: readonly string[]): string {
  return items.map((item) => `  ${item.replaceAll("\n", "\n  ")}`).join(",\n");
}

/** JSON on one line, with a space behind each comma and colon. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, each]) => field(name, each))
    .join(", ")} }`;
}
