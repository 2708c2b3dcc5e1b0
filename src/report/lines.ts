import { Positions } from "../document/positions.js";

/** The lines of a source text, as editors count them; line indices begin at 0. */
export class SourceLines {
  readonly #text: string;
  readonly #positions: Positions;

  constructor(text: string) {
    this.#text = text;
    this.#positions = new Positions(text);
  }

  /** Index of the line that holds `offset`; an offset outside the text is taken to its nearest end. */
  indexAt(offset: number): number {
    return this.#positions.at(offset).line - 1;
  }

  /** Offset at which a line begins; the end of the text for a line behind the last. */
  startOf(index: number): number {
    return this.#positions.offset(index + 1, 1) ?? this.#text.length;
  }

  /** A line without its line end. */
  textOf(index: number): string {
    return this.#text.slice(this.startOf(index), this.startOf(index + 1)).replace(/[\r\n]+$/u, "");
  }
}
