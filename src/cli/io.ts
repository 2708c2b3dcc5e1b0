/** Where text goes. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Columns of the terminal; null when it is none, or does not say. */
  readonly columns: () => number | null;
}

/** The world as a command sees it: nothing in src/cli reaches for `process` but the program that starts it. */
export interface Io {
  /** Relative paths start here. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard input, piece by piece. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Processor time that the program has taken so far, in milliseconds. */
  readonly processorTime: () => number;
  /** Milliseconds from some moment on, for what people are shown: no result depends on it. */
  readonly now: () => number;
  readonly output: Output;
  readonly error: Output;
  /**
   * Asks to be told when the user wants to stop or nobody reads the output any more; gives back how to take the request back. While nobody
   * asks, an interrupt ends the program at once.
   */
  readonly onStop: (listener: () => void) => () => void;
}
