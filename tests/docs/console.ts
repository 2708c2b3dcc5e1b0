import { run } from "../../src/cli/program.js";
import type { Io } from "../../src/cli/io.js";

/** A command that a document shows, with the output shown below it. */
export interface ShownCommand {
  /** 1-based line of the command in the document. */
  readonly line: number;
  readonly command: string;
  readonly output: string;
}

/** The commands in the blocks fenced as `console`: a line that begins with `$ ` is a command, what follows it its output. */
export function shownCommands(markdown: string): readonly ShownCommand[] {
  const commands: { line: number; command: string; output: string[] }[] = [];
  let inside = false;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (!inside) inside = line === "```console";
    else if (line === "```") inside = false;
    else if (line.startsWith("$ ")) commands.push({ line: index + 1, command: line.slice(2), output: [] });
    else commands.at(-1)?.output.push(line);
  }
  return commands.map(({ line, command, output }) => ({ line, command, output: trimmed(output.join("\n")) }));
}

/** Runs commands one after the other, as a shell would that knows `qedmark`, `cat` and `echo $?` only. */
export class Console {
  #code = 0;

  constructor(
    private readonly folder: string,
    private readonly readFile: (path: string) => string,
  ) {}

  async output(command: string): Promise<string> {
    if (command === "echo $?") return `${this.#code}`;
    const [program, ...words] = command.split(" ").map((word) => word.replace(/^'(.*)'$/u, "$1"));
    switch (program) {
      case "cat":
        return trimmed(words.map(this.readFile).join(""));
      case "qedmark":
        return await this.#qedmark(words);
      default:
        throw new Error(`a document shows the output of a command that this test does not know: ${command}`);
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
      folder: this.folder,
      environment: { LANG: "C.UTF-8" },
      input: nothing(),
      output,
      error: output,
      onStop: () => () => undefined,
    };
    this.#code = await run(words, io);
    return trimmed(said);
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // No command that a document shows reads standard input.
}

const trimmed = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/gu, "");
