import { UnsignedList } from "./unsigned-list.js";
import type { Position } from "./types.js";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Offsets of a text as lines and columns. LF, CRLF and a lone CR end a line; both characters of a CRLF belong to the line that they end. */
export class Positions {
  readonly #starts = new UnsignedList();
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    this.#starts.push(0);
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(i + 1) !== LINE_FEED)) this.#starts.push(i + 1);
    }
  }

  get lines(): number {
    return this.#starts.length;
  }

  /** The position of an offset; one outside the text counts as the nearest end of it. */
  at(offset: number): Position {
    const within = Math.min(Math.max(0, offset), this.#length);
    const line = this.#starts.countUpTo(within);
    return { line, column: within - (this.#starts.at(line - 1) ?? 0) + 1 };
  }

  /** The offset of a line and column, or null where the text has no such place. The column just behind a line's last character is a place. */
  offset(line: number, column: number): number | null {
    const start = line >= 1 ? this.#starts.at(line - 1) : undefined;
    if (start === undefined || column < 1) return null;
    const offset = start + column - 1;
    return offset < (this.#starts.at(line) ?? this.#length + 1) ? offset : null;
  }
}
