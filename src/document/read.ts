import { readFrontMatter } from "./front-matter.js";
import { readLineBlocks } from "./line-blocks.js";
import { isWithinMarkdownLimits, readMarkdownBlocks } from "./markdown-blocks.js";
import { maskDisplays } from "./mask.js";
import { scanMathematics } from "./scan.js";
import type { Heading, Structure } from "./structure.js";
import type { Document, Equation, Section } from "./types.js";

/** Reads the mathematics of a Markdown document. Any text is a document: what cannot be read is reported in `unread`, nothing throws. */
export function readDocument(text: string): Document {
  const { frontMatter, end: from } = readFrontMatter(text);
  let structure = readStructure(text, from);
  let findings = scanMathematics(text, structure, from);
  const mask = maskDisplays(text, findings);
  if (mask !== null) {
    structure = readStructure(mask, from);
    findings = scanMathematics(text, structure, from);
  }
  const sections = nested(structure.headings);
  return {
    text,
    equations: inSections(findings.equations, sections),
    sections,
    macros: findings.macros,
    frontMatter,
    unread: findings.unread,
  };
}

function readStructure(text: string, from: number): Structure {
  return isWithinMarkdownLimits(text) ? readMarkdownBlocks(text, from) : readLineBlocks(text, from);
}

function nested(headings: readonly Heading[]): readonly Section[] {
  const open: { readonly index: number; readonly level: number }[] = [];
  return headings.map(({ level, title, start }, index) => {
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    const parent = open.at(-1)?.index ?? -1;
    open.push({ index, level });
    return { level, title, start, parent };
  });
}

/** Both ascend in the text. */
function inSections(equations: readonly Omit<Equation, "section">[], sections: readonly Section[]): readonly Equation[] {
  let section = -1;
  return equations.map((equation) => {
    while ((sections[section + 1]?.start ?? Infinity) <= equation.outer.start) section += 1;
    return { ...equation, section };
  });
}
