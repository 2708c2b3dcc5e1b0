import type { CheckedDocument, PairedLine, PairExample, PairResult, PairsResult, PairVerdict } from "../pairing/result.js";
import { ASCII, type Glyphs, UNICODE } from "./glyphs.js";
import { paint } from "./paint.js";
import { EMPTY, exactly, indent, type Line, prose, type Span, type Tone } from "./styled.js";
import { wrap } from "./wrap.js";

export interface PairsLook {
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly width: number;
}

const TONES: Readonly<Record<PairVerdict, Tone>> = {
  holds: "good",
  contradicts: "bad",
  unstable: "bad",
  failed: "bad",
  "not compared": "doubt",
};

const NARROWEST = 60;
const WIDEST = 110;

/** What does not hold, each with its smallest input; then one table of all documents and pairs; then one sentence. */
export function renderPairs(result: PairsResult, look: PairsLook): string {
  const glyphs = look.unicode ? UNICODE : ASCII;
  const width = Math.min(Math.max(look.width, NARROWEST), WIDEST);
  const failures = result.pairs
    .filter(({ verdict }) => verdict !== "holds")
    .flatMap((pair) => [...failureLines(pair, glyphs, width), EMPTY]);
  return paint([...failures, ...tableLines(result, glyphs, width), EMPTY, ...closing(result, width)], look.colour);
}

function sign(verdict: PairVerdict, glyphs: Glyphs): Span {
  const shown = verdict === "holds" ? "exact" : verdict === "not compared" ? "undecided" : "refuted";
  return exactly(glyphs.verdict[shown], TONES[verdict]);
}

function failureLines(pair: PairResult, glyphs: Glyphs, width: number): readonly Line[] {
  const { path, line, formula, message = "", hint, example, lines = [], notes } = pair;
  const code = pair.functionLine === null ? pair.function : `${pair.function}, line ${pair.functionLine}`;
  const head = wrap(
    [
      sign(pair.verdict, glyphs),
      exactly(" "),
      exactly(`${path}:${line}`, "strong"),
      prose(` ${formula} and ${code}: ${message}`),
    ],
    width,
    2,
  );
  const body: Line[] = [];
  if (example !== undefined) body.push(...exampleLines(example, width - 4));
  const wrong = lines.filter(({ agrees }) => !agrees);
  const right = lines.filter(({ agrees }) => agrees);
  if (wrong.length > 0) {
    const agreeing = right.length === 0 ? "" : `, and agrees with ${linesText(right)}: look at the step between them`;
    body.push(...wrap([prose(`It contradicts ${linesText(wrong)}${agreeing}.`)], width - 4));
  }
  if (hint !== undefined) body.push(...wrap([prose(`Most likely: ${hint}.`, "strong")], width - 4));
  for (const note of notes) body.push(...wrap([prose(`Note: ${note}.`, "faint")], width - 4));
  return [...head, ...body.map((each) => indent(each, 4))];
}

function linesText(lines: readonly PairedLine[]): string {
  const numbers = [...new Set(lines.map(({ line }) => String(line)))];
  const last = numbers.at(-1) ?? "";
  return numbers.length === 1 ? `line ${last}` : `lines ${numbers.slice(0, -1).join(", ")} and ${last}`;
}

function exampleLines({ input, given, formula, code }: PairExample, width: number): readonly Line[] {
  const list = (pairs: PairExample["input"]): string => pairs.map(([name, value]) => `${name} = ${value}`).join(", ");
  const at = wrap([exactly("at ", "faint"), prose(list(input) || "any input")], width, 3);
  if (formula === "") return at;
  return [
    ...at,
    ...wrap([exactly("given ", "faint"), prose(list(given))], width, 6),
    [
      exactly("the formula is ", "faint"),
      exactly(formula, "strong"),
      exactly(", the code gives ", "faint"),
      exactly(code, "strong"),
    ],
  ];
}

interface Row {
  readonly sign: Span;
  readonly cells: readonly string[];
  readonly tone: Tone;
}

const HEADS = ["", "line", "inputs", "ends", "gradients", "samples", "error"];

function tableLines({ pairs, documents }: PairsResult, glyphs: Glyphs, width: number): readonly Line[] {
  const paths = [...new Set([...documents.map(({ path }) => path), ...pairs.map(({ path }) => path)])];
  const noted = pairs.filter(({ verdict, notes }) => verdict === "holds" && notes.length > 0);
  const notes = noted.flatMap(({ function: code, notes: own }) =>
    own.flatMap((note) => wrap([prose(`${code}: ${note}.`, "faint")], width, 2)),
  );
  const rows = paths.flatMap((path): (Row | string)[] => {
    const document = documents.find((each) => each.path === path);
    const own = pairs.filter((pair) => pair.path === path);
    return [
      `${path}${document === undefined ? "" : `  ${stepsText(document, glyphs)}`}`,
      ...own.map((pair) => rowOf(pair, glyphs)),
    ];
  });
  const columns = HEADS.map((head, i) =>
    Math.max(head.length, ...rows.map((row) => (typeof row === "string" ? 0 : (row.cells[i] ?? "").length))),
  );
  const first = Math.max(10, Math.min(columns[0] ?? 0, width - 6 - columns.slice(1).reduce((sum, each) => sum + each + 2, 0)));
  const cellsLine = (lead: Span, cells: readonly string[], tone: Tone): Line => {
    const [name = "", ...rest] = cells;
    const cropped = name.length > first ? `${glyphs.leftOut}${name.slice(name.length - first + glyphs.leftOut.length)}` : name;
    const text = rest.map((cell, i) => `  ${cell.padStart(columns[i + 1] ?? 0)}`).join("");
    return [exactly("  "), lead, exactly(` ${cropped.padEnd(first)}${text}`, tone)];
  };
  return [
    cellsLine(exactly(" "), HEADS, "faint"),
    ...rows.map((row): Line => (typeof row === "string" ? [exactly(row, "strong")] : cellsLine(row.sign, row.cells, row.tone))),
    ...(notes.length === 0 ? [] : [EMPTY, ...notes]),
  ];
}

function rowOf(pair: PairResult, glyphs: Glyphs): Row {
  const { verdict, inputs, extremes, gradients, sampled, ulps, line } = pair;
  const good = sampled.filter(({ result }) => result === "equal");
  const some = (count: number): string => (count === 0 ? glyphs.between : String(count));
  const cells = [
    pair.function,
    String(line),
    some(inputs),
    some(extremes),
    some(gradients),
    good.length === 0 ? glyphs.between : `${good.length}${good.every(({ certified }) => certified) ? "" : " CLT"}`,
    ulps === null ? glyphs.between : `${ulps < 10 ? ulps.toFixed(1) : Math.ceil(ulps)} ulp`,
  ];
  return { sign: sign(verdict, glyphs), cells, tone: verdict === "holds" ? "plain" : "strong" };
}

function stepsText({ steps, proved, exact, supported, assumed, refuted, open }: CheckedDocument, glyphs: Glyphs): string {
  const parts: readonly (readonly [number, string])[] = [
    [refuted, `${glyphs.verdict.refuted} ${refuted} refuted`],
    [open, `${glyphs.verdict.undecided} ${open} open`],
    [proved, `${glyphs.verdict.proved} ${proved} proved`],
    [exact, `${glyphs.verdict.exact} ${exact} exact`],
    [supported, `${glyphs.verdict.supported} ${supported} supported`],
    [assumed, `${glyphs.verdict.assumed} ${assumed} assumed`],
  ];
  return [`${steps} steps:`, ...parts.flatMap(([count, text]) => (count === 0 ? [] : [text]))].join("  ");
}

function closing({ summary, documents, alpha }: PairsResult, width: number): readonly Line[] {
  const { pairs, hold } = summary;
  const said = [
    hold === pairs
      ? `${pairs === 1 ? "The pair holds" : `All ${pairs} pairs hold`} at every input tried.`
      : pairs === 1
        ? "The pair does not hold."
        : `${pairs - hold} of ${pairs} pairs do not hold.`,
  ];
  if (documents.length > 0) {
    const count = (of: (document: CheckedDocument) => number): number => documents.reduce((sum, each) => sum + of(each), 0);
    const [steps, refuted, open] = [count((each) => each.steps), count((each) => each.refuted), count((each) => each.open)];
    said.unshift(
      `${steps} steps of ${documents.length} ${documents.length === 1 ? "document" : "documents"}: ${refuted} refuted, ${open} open.`,
    );
  }
  if (alpha > 0) said.push(`The samples raise a false alarm with a chance of at most ${Number(alpha.toPrecision(2))}.`);
  return wrap([prose(said.join(" "), "strong")], width);
}
