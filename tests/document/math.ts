import { readDocument } from "../../src/document/read.js";

/** The formulas of a text as a reader would list them: displays as `[[…]]`, those of an environment with its name, inline ones bare. */
export function formulas(text: string): string[] {
  return readDocument(text).equations.map(({ latex, clean, display, environment }) => {
    const content = (clean ?? latex).trim();
    if (environment !== null) return `${environment}: ${content}`;
    return display ? `[[${content}]]` : content;
  });
}

/** What is reported unread: the text of each range and the reason. */
export function unread(text: string): string[] {
  return readDocument(text).unread.map(({ range, reason }) => `${text.slice(range.start, range.end)} <- ${reason}`);
}
