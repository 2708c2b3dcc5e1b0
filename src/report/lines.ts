/** The lines of a source text, as editors count them: a line ends at LF, CRLF or CR; line indices begin at 0. */
export class SourceLines {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (const end of text.matchAll(/\r\n|\n|\r/gu)) this.#starts.push(end.index + end[0].length);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Index of the line that holds `offset`; an offset outside the text is taken to its nearest end. */
  indexAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Offset at which a line begins. */
  startOf(index: number): number {
    return this.#starts[index] ?? this.#text.length;
  }

  /** A line without its line end. */
  textOf(index: number): string {
    return this.#text.slice(this.startOf(index), this.startOf(index + 1)).replace(/(?:\r\n|\n|\r)$/u, "");
  }
}
