import { UnsignedList } from "./unsigned-list.js";
import type { SourceRange } from "./types.js";

export interface Heading {
  readonly start: number;
  readonly level: number;
  readonly title: string;
  /** Written with `#`; no derivation runs across one. */
  readonly atx: boolean;
}

export interface CodeBlock {
  readonly kind: "fenced" | "indented";
  readonly start: number;
  readonly end: number;
  /** What stands between the fences; all of an indented block. */
  readonly content: SourceRange;
  /** First word behind the opening fence, `""` if none. */
  readonly language: string;
  readonly closed: boolean;
}

/** A stretch of text that no inline markup crosses: a paragraph, a heading, a table, an HTML block, or what lies between two of them. */
export interface Block {
  readonly start: number;
  readonly end: number;
  /** How many block quotes it stands in: as many `>` may begin each of its lines. */
  readonly quotes: number;
}

/** The blocks of a document, end to end from the first offset to the last. */
export class BlockList {
  readonly #starts = new UnsignedList();
  readonly #quotes = new UnsignedList();
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
    this.begin(0, 0);
  }

  /** A block begins at `offset`, and the one before it ends there. Offsets ascend; of several that begin at one place the last stands. */
  begin(offset: number, quotes: number): void {
    this.#starts.push(offset);
    this.#quotes.push(quotes);
  }

  /** The block that `offset` lies in. */
  at(offset: number): Block {
    const index = this.#starts.countUpTo(offset);
    return {
      start: this.#starts.at(index - 1) ?? 0,
      end: this.#starts.at(index) ?? this.#length,
      quotes: this.#quotes.at(index - 1) ?? 0,
    };
  }
}

/** What Markdown says of a text before its mathematics is looked for. Headings and code blocks ascend and do not overlap. */
export interface Structure {
  readonly headings: readonly Heading[];
  readonly code: readonly CodeBlock[];
  readonly blocks: BlockList;
}
