import { run } from "../../src/cli/program.js";
import type { Io } from "../../src/cli/io.js";

/**
 * A Markdown page with the output of each command in it as it is now. Commands stand in blocks fenced as `console`: a line that begins
 * with `$ ` is a command, what follows it its output. A page that is up to date comes out as it went in.
 */
export async function refreshed(page: string, console: Console): Promise<string> {
  const lines: string[] = [];
  let block = false;
  for (const line of page.split("\n")) {
    if (!block) {
      block = line === "```console";
      lines.push(line);
    } else if (line === "```") {
      block = false;
      lines.push(line);
    } else if (line.startsWith("$ ")) {
      // A blank line parts a command from the output of the one before.
      if (lines.at(-1) !== "```console") lines.push("");
      lines.push(line, ...(await console.output(line.slice(2))));
    }
  }
  return lines.join("\n");
}

/** Runs commands one after the other, as a shell in `folder` would that knows `qedmark`, `cat` and `echo $?` only. */
export class Console {
  readonly #folder: string;
  readonly #readFile: (path: string) => string;
  #code = 0;

  constructor(folder: string, readFile: (path: string) => string) {
    this.#folder = folder;
    this.#readFile = readFile;
  }

  /** The lines that a command prints, without blank ones before and after. */
  async output(command: string): Promise<readonly string[]> {
    if (command === "echo $?") return [`${this.#code}`];
    const [program, ...words] = command.split(" ").map((word) => word.replace(/^'(.*)'$/u, "$1"));
    switch (program) {
      case "cat":
        return printed(words.map(this.#readFile).join(""));
      case "qedmark":
        return printed(await this.#qedmark(words));
      default:
        throw new Error(`a page shows the output of a command that is not known here: ${command}`);
    }
  }

  async #qedmark(words: readonly string[]): Promise<string> {
    let said = "";
    const output = {
      write: (text: string) => {
        said += text;
      },
      isTerminal: false,
      columns: () => null,
    };
    const io: Io = {
      folder: this.#folder,
      environment: { LANG: "C.UTF-8" },
      input: EMPTY,
      processorTime: () => 0,
      now: () => 0,
      output,
      error: output,
      onStop: () => () => undefined,
    };
    this.#code = await run(words, io);
    return said;
  }
}

/** Standard input that ends at once. */
const EMPTY: AsyncIterable<Uint8Array> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

const printed = (text: string): readonly string[] =>
  text
    .replace(/[^\S\n]+$/gmu, "")
    .replace(/^\n+|\n+$/gu, "")
    .split("\n");
