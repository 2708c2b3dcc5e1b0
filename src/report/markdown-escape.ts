import { oneLine, visible } from "./visible.js";

/**
 * Text as Markdown that shows exactly this text: no emphasis, link, image, HTML, mathematics, mention of a person, or table cell comes of
 * it, in CommonMark or with GitHub's extensions. For use within a line.
 */
export function escapeMarkdown(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\`*_{}[\]<>|~$#!&^]/gu, (character) => (character === "&" ? "&amp;" : `\\${character}`))
      // What would become a link or call a person by itself: an invisible joint stops it.
      .replace(/@/gu, "@&#8288;")
      .replace(/:\/\//gu, ":&#8288;//")
      .replace(/www\./giu, (match) => `${match.slice(0, -1)}&#8288;.`)
      // What would begin a list, a heading or a rule at the beginning of a line.
      .replace(/^(?:[-+=]|\d+[.)])/u, (match) => `${match.slice(0, -1)}\\${match.slice(-1)}`)
  );
}

/** Text as a code span within a line or a table cell. */
export function codeSpan(text: string): string {
  const shown = oneLine(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = shown === "" || shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/**
 * `codeSpan` for a table cell, where a bar is escaped even within code. A bar after a backslash has no such form, so that text is shown
 * without code.
 */
export function cellCode(text: string): string {
  return oneLine(text).includes("\\|") ? escapeMarkdown(text) : codeSpan(text).replaceAll("|", "\\|");
}

/** Lines as a fenced block, whatever they hold. */
export function codeBlock(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/gu)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [`${fence}text`, ...lines.map(visible), fence].join("\n");
}

/** LaTeX longer than this is shown as code, and cut. */
const LONGEST = 600;

/**
 * LaTeX as `$…$` for a line or a table cell. Signs that Markdown would take for its own are written as the commands that draw the same;
 * what cannot be made safe that way is shown as code.
 */
export function inlineMath(latex: string): string {
  const shown = oneLine(latex);
  if (!isPlainMath(shown)) return cellCode(shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown);
  const safe = shown
    .replace(/\\\|/gu, "\\Vert ")
    .replace(/\|/gu, "\\vert ")
    .replace(/</gu, "\\lt ")
    .replace(/>/gu, "\\gt ")
    .replace(/\*/gu, "\\ast ")
    .replace(/~/gu, "\\ ")
    .replace(/\](?=[([:])/gu, "] ")
    .replace(/!(?=\[)/gu, "! ")
    .trim();
  return `$${safe}$`;
}

/** What ends the mathematics, is read as text and so not rewritten, becomes a link by itself, or is the picture of a hazard. */
const UNSAFE = /[$`&#%@\u2400-\u2421]|\\u[0-9a-f{]|\\text|\\mbox|\\label|\\tag|\\$|https?:|www\.|::/iu;

/** Whether the signs can be rewritten and the groups are closed. */
function isPlainMath(latex: string): boolean {
  return (
    latex !== "" &&
    latex.length <= LONGEST &&
    !UNSAFE.test(latex.replace(/\\text(?:bf|it|rm)?\{[A-Za-z -]*\}/gu, "")) &&
    isBalanced(latex)
  );
}

function isBalanced(latex: string): boolean {
  let depth = 0;
  for (const [token] of latex.matchAll(/\\.|[{}]/gu)) {
    if (token === "{") depth++;
    else if (token === "}" && --depth < 0) return false;
  }
  return depth === 0;
}
