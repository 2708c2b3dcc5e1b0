import { Environments, readBackslash } from "./commands.js";
import { takeBounded, takeDisplay } from "./delimited.js";
import { readDollars } from "./dollars.js";
import { Findings } from "./findings.js";
import { angleEnd, backticksEnd, destinationEnd, readLiquid, urlEnd } from "./markup.js";
import { Source } from "./source.js";
import type { CodeBlock, Structure } from "./structure.js";

/** Every place where a formula, or markup in which a dollar is only a dollar, may begin. */
const openings = /[$\\`<{]|\]\(|https?:\/\/|www\./g;
/** What an indented block holds if its author meant a display. */
const indentedDisplay = /\$\$[^$]+\$\$|\\begin\{(?:align|equation|gather)/;

/**
 * Finds the mathematics of a document in one pass from left to right: what begins first decides what the characters behind it mean. Its time grows with
 * the length of the text, whatever stands in it.
 */
export function scanMathematics(text: string, structure: Structure, from: number): Findings {
  const source = new Source(text, structure);
  const findings = new Findings();
  const environments = new Environments(text);
  const { code } = structure;
  let at = from;
  let nextCode = 0;
  let opening = -1;

  while (!findings.isFull) {
    let block = code[nextCode];
    while (block !== undefined && block.start < at) {
      nextCode += 1;
      block = code[nextCode];
    }
    if (opening < at) opening = nextOpening(text, at);
    if (block !== undefined && opening >= block.start) {
      readCode(source, findings, block);
      at = Math.max(block.end, block.start + 1);
    } else {
      if (opening === Infinity) return findings;
      at = readOpening(source, findings, environments, opening);
    }
  }
  findings.report(at, text.length, "more formulas than one document may hold: what follows is not read");
  return findings;
}

function nextOpening(text: string, from: number): number {
  openings.lastIndex = from;
  return openings.exec(text)?.index ?? Infinity;
}

function readOpening(source: Source, findings: Findings, environments: Environments, at: number): number {
  switch (source.text.charAt(at)) {
    case "$":
      return readDollars(source, findings, at);
    case "\\":
      return readBackslash(source, findings, environments, at);
    case "`":
      return backticksEnd(source, at);
    case "<":
      return angleEnd(source, at);
    case "{":
      return readBrace(source, findings, at);
    case "]":
      return destinationEnd(source, at);
    default:
      return urlEnd(source, at);
  }
}

function readBrace(source: Source, findings: Findings, at: number): number {
  const liquid = readLiquid(source, at);
  switch (liquid.kind) {
    case "none":
      return at + 1;
    case "skip":
      return liquid.end;
    case "math": {
      if (liquid.closing === null) {
        findings.report(at, liquid.start, `\`${source.text.slice(at, liquid.start)}\` is opened here and not closed`);
        return liquid.start;
      }
      const outer = { start: at, end: liquid.closing.end };
      const inner = { start: liquid.start, end: liquid.closing.start };
      const opening = source.text.slice(at, liquid.start);
      return takeDisplay(source, findings, { outer, inner, environment: null, display: outer.end > source.lineEnd(at), opening });
    }
  }
}

function readCode(source: Source, findings: Findings, block: CodeBlock): void {
  const { start, end, content } = block;
  if (block.kind === "indented") {
    if (indentedDisplay.test(source.text.slice(start, end))) {
      findings.report(start, end, "indented by four columns or more, so Markdown takes it for code");
    }
  } else if (block.language === "math") {
    if (!block.closed) findings.report(start, end, "this fence is opened and not closed");
    else
      takeBounded(source, findings, {
        outer: { start, end },
        inner: content,
        environment: null,
        display: true,
        opening: "```math",
      });
  }
}
