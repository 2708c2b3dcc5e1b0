import { randomBytes } from "node:crypto";
import type { Command } from "./command.js";
import { Process } from "./process.js";
import type { Ending } from "./process.js";
import { openingOf, outcomeOf, readReply } from "./replies.js";
import type { Opening, Reply } from "./replies.js";
import type { FailureOutcome, FailureReason, Limits, Outcome } from "./types.js";

type Answer =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "ended"; readonly ending: Ending }
  | { readonly kind: "timed out" | "too large" };

/** What became of an attempt to load the function. */
export type Start = Opening | Exclude<Answer, { readonly kind: "reply" }>;

/** One function, loaded in a process that is started afresh whenever it had to be ended. */
export class Session {
  readonly #command: Command;
  readonly #opening: object;
  readonly #limits: Limits;
  #process: Process | null = null;
  #requests = 0;
  #token = "";
  #isClosed = false;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param opening what the worker has to load */
  constructor(command: Command, opening: object, limits: Limits) {
    this.#command = command;
    this.#opening = opening;
    this.#limits = limits;
  }

  /** The process, while there is one. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  async start(): Promise<Start> {
    const { memoryMegabytes, values, startMilliseconds, printedCharacters } = this.#limits;
    // A number takes at most 24 characters and a comma; brackets are bounded by the numbers and by the depth.
    this.#process = new Process(this.#command, memoryMegabytes, 64 * values + 1_000_000);
    this.#token = randomBytes(16).toString("hex");
    const request = { ...this.#opening, kind: "open", token: this.#token, values, characters: printedCharacters };
    const answer = await this.#exchange(this.#process, request, startMilliseconds);
    const start = answer.kind === "reply" ? openingOf(answer.reply) : answer;
    if (start.kind !== "opened") await this.#end();
    return start;
  }

  /** One call after the other, in the order in which they were asked for. */
  call(args: readonly unknown[], method: readonly unknown[]): Promise<Outcome> {
    const outcome = this.#queue.then(() => this.#call(args, method));
    this.#queue = outcome;
    return outcome;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
    await this.#queue;
  }

  async #call(args: readonly unknown[], method: readonly unknown[]): Promise<Outcome> {
    if (this.#isOver()) return failed("not running", "is closed");
    if (this.#process === null) {
      const start = await this.start();
      if (start.kind !== "opened")
        return failed("not running", `could not be loaded again: ${startProblem(start, this.#limits)}`);
    }
    const running = this.#process;
    if (running === null) return failed("not running", "is closed");
    const { callMilliseconds, values, printedCharacters } = this.#limits;
    const answer = await this.#exchange(running, { kind: "call", arguments: args, method }, callMilliseconds);
    const outcome = answer.kind === "reply" ? outcomeOf(answer.reply) : null;
    if (outcome !== null) return outcome;
    await this.#end();
    if (this.#isOver()) return failed("not running", "was closed during the call");
    // Whatever it printed before it came to its end.
    const ending = answer.kind === "ended" ? answer.ending : await running.ended;
    const printed = ending.printed === "" ? null : ending.printed.slice(0, printedCharacters);
    switch (answer.kind) {
      case "timed out":
        return failed("timed out", `took longer than ${callMilliseconds / 1000} s`, printed);
      case "ended":
        return failed(ending.full ? "out of memory" : "ended", ending.message, printed);
      case "too large":
        return failed("too large", `gave back more than ${values} numbers`, printed);
      case "reply":
        return failed("ended", "its process sent what makes no sense", printed);
    }
  }

  async #exchange(running: Process, request: object, milliseconds: number): Promise<Answer> {
    const id = ++this.#requests;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>((resolve) => {
      timer = setTimeout(() => {
        resolve({ kind: "timed out" });
      }, milliseconds);
    });
    const replied = new Promise<Answer>((resolve) => {
      running.send(JSON.stringify({ ...request, id }), (line) => {
        const reply = line === null ? null : readReply(line, this.#token);
        if (line === null) resolve({ kind: "too large" });
        else if (reply?.id === id) resolve({ kind: "reply", reply });
      });
    });
    const ended = running.ended.then((ending): Answer => ({ kind: "ended", ending }));
    try {
      return await Promise.race([replied, ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether it was closed, at any moment up to now. */
  #isOver(): boolean {
    return this.#isClosed;
  }

  async #end(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    running?.kill();
    await running?.ended;
  }
}

/** Why a function that was usable once could not be loaded again. */
function startProblem(start: Exclude<Start, { readonly kind: "opened" }>, { startMilliseconds }: Limits): string {
  switch (start.kind) {
    case "timed out":
      return `it took longer than ${startMilliseconds / 1000} s`;
    case "ended":
      return start.ending.message;
    case "too large":
      return "it sent too much";
    case "unusable":
      return start.message;
  }
}

const failed = (reason: FailureReason, message: string, printed: string | null = null): FailureOutcome => ({
  kind: "failure",
  reason,
  message,
  line: null,
  printed,
});
