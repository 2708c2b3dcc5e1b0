import type { DocumentResult, Evidence, ProofLine, StepProof, StepResult } from "../verdicts/result.js";
import { counterexampleLines } from "./counterexample.js";
import { ASCII, UNICODE } from "./glyphs.js";
import { SourceLines } from "./lines.js";
import { paint } from "./paint.js";
import { linesById, repetitionText } from "./repetition.js";
import { commandLine, placeLine, proseColumns, reasonOf, stepFrame, type Drawing } from "./step.js";
import { EMPTY, exactly, indent, prose, type Line, type Tone } from "./styled.js";
import { labelled, wrap } from "./wrap.js";

export interface ExplainOptions {
  readonly colour: boolean;
  readonly width: number;
  readonly unicode: boolean;
  /** The command that shows this again. */
  readonly command: string;
}

/** One step in depth: where it stands, how it was understood, what every oracle says of it and with which data. */
export function renderExplanation(document: DocumentResult, step: StepResult, source: string, options: ExplainOptions): string {
  const drawing: Drawing = { glyphs: options.unicode ? UNICODE : ASCII, columns: Math.min(Math.max(options.width, 40), 400) };
  const columns = proseColumns(drawing.columns) - 2;
  const number = document.steps.indexOf(step) + 1;
  const part = (title: string, lines: readonly Line[]): readonly Line[] =>
    lines.length === 0 ? [] : [[exactly(title, "strong")], ...lines.map((line) => indent(line, 2)), EMPTY];
  const text = (value: string | undefined): readonly Line[] => (value === undefined ? [] : wrap([prose(value)], columns));
  const lines: readonly Line[] = [
    placeLine(document.path, step, drawing),
    [exactly(`step ${number} of ${document.steps.length}, id `, "faint"), exactly(step.id)],
    EMPTY,
    ...stepFrame(step, new SourceLines(source), drawing),
    EMPTY,
    ...part(
      step.verdict === "undecided" || step.verdict === "not-understood" ? "Reason" : "Message",
      messageLines(step, columns),
    ),
    ...part("Understood as", text(step.understoodAs === "" ? undefined : step.understoodAs)),
    ...part("Reading", readingLines(step, columns)),
    ...part("Holds up to the constant", text(step.upTo)),
    ...part("Repetition", text(repetitionText(step, linesById(document)) ?? undefined)),
    ...part(
      "Evidence",
      step.evidence.flatMap((evidence) => evidenceLines(evidence, columns)),
    ),
    ...part("Proof", step.proof === undefined ? [] : proofLines(step.proof, columns)),
    ...part(
      "Counterexample",
      step.counterexample === undefined ? [] : counterexampleLines(step.counterexample, drawing.glyphs, columns),
    ),
    ...part("Hint", text(step.hint)),
    commandLine(options.command),
  ];
  return paint(lines, options.colour);
}

function messageLines(step: StepResult, columns: number): readonly Line[] {
  const open = step.verdict === "undecided" || step.verdict === "not-understood";
  const message = open ? reasonOf(step) : step.message;
  return message === undefined ? [] : wrap([prose(message)], columns);
}

function readingLines(step: StepResult, columns: number): readonly Line[] {
  if (step.verdict === "not-understood") return [];
  return step.reading.length === 0
    ? [[exactly("as written")]]
    : step.reading.flatMap((reading) => wrap([prose(reading)], columns, 2));
}

/** The proof, a line a rule: what a side becomes, why, and what that presupposes. */
function proofLines({ derivation = [], conditions }: StepProof, columns: number): readonly Line[] {
  const parts = twoSides(derivation);
  const lines = parts.flatMap(({ title, lines: own }, i): readonly Line[] => [
    ...(title === "" ? [] : [...(i === 0 ? [] : [EMPTY]), [exactly(title, "faint")]]),
    ...own.flatMap((line) => proofLine(line, columns)),
  ]);
  const presupposed =
    conditions.length === 0
      ? []
      : [EMPTY, ...wrap([exactly("provided that ", "faint"), prose(conditions.join("; "))], columns, 2)];
  return [...lines, ...presupposed];
}

function proofLine({ rule, relation, result, conditions }: ProofLine, columns: number): readonly Line[] {
  const asked = conditions.length === 0 ? [] : [prose(`, if ${conditions.join("; ")}`, "faint")];
  const reason = wrap([exactly("by ", "faint"), exactly(rule, "strong"), ...asked], columns - 6, 3);
  return [...wrap([exactly(`${relation} `), prose(result)], columns, 4), ...reason.map((line) => indent(line, 6))];
}

interface ProofPart {
  readonly title: string;
  readonly lines: readonly ProofLine[];
}

/**
 * A proof of an equation that simplifies both sides is read from both ends: where most lines before lead forwards and most after backwards, the sides have
 * come to the same.
 */
function twoSides(lines: readonly ProofLine[]): readonly ProofPart[] {
  const against = (at: number): number => lines.filter(({ backwards }, i) => backwards === i < at).length;
  const places = [...lines.keys(), lines.length];
  const meeting = places.reduce((best, at) => (against(at) < against(best) ? at : best), lines.length);
  if (meeting === lines.length || lines.some(({ relation }) => relation !== "=")) return [{ title: "", lines }];
  // Read from its end, a line's result is what stood there before it.
  const right = lines.slice(meeting).toReversed();
  const read = right.map((line, i) => ({ ...line, result: lines[lines.length - 2 - i]?.result ?? "the left side" }));
  return [
    ...(meeting === 0 ? [] : [{ title: "left side", lines: lines.slice(0, meeting) }]),
    { title: "right side", lines: read },
  ];
}

const RESULT_TONES: Readonly<Record<Evidence["result"], Tone>> = { equal: "good", different: "bad", unknown: "doubt" };

/** Columns of an oracle's name, and of the name of a datum. */
const NAME = 13;

function evidenceLines(evidence: Evidence, columns: number): readonly Line[] {
  const data = Object.entries(evidence.data ?? {});
  const worlds: readonly (readonly [string, string])[] =
    evidence.worlds === undefined ? [] : [["models", String(evidence.worlds)]];
  const facts = [...worlds, ...data.map(([name, value]) => [name, String(value)] as const)];
  return [
    ...labelled(
      exactly(evidence.oracle),
      NAME,
      [exactly(evidence.result, RESULT_TONES[evidence.result]), exactly(": "), prose(evidence.detail)],
      columns,
    ),
    ...facts.flatMap(([name, value]) =>
      labelled(prose(name, "faint"), NAME, [prose(value)], columns - 2).map((line) => indent(line, 2)),
    ),
  ];
}
