import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Checker } from "../../src/cli/checker.js";
import type { Io, Output } from "../../src/cli/io.js";
import { run } from "../../src/cli/program.js";
import type { DocumentResult, StepResult, Verdict } from "../../src/verdicts/result.js";

/** A folder of its own, gone when the test is over. */
export async function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  body: (folder: string) => Promise<T> | T,
): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "qedmark-cli-")));
  try {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const STEP = /^(.*?) (=|<=) (.*?)(?: !(\S+))?$/gmu;

const isVerdict = (text: string): text is Verdict =>
  ["proved", "exact", "supported", "refuted", "assumed", "undecided", "not-understood"].includes(text);

/** A checker whose verdicts the document itself dictates: `a = b !refuted`; without one a step is exact. `!crash` throws, `!quarrel` contradicts itself. */
export const dictated: Checker = (text, path): DocumentResult => {
  const steps = [...text.matchAll(STEP)].map((match): StepResult => {
    const [whole, left = "", relation = "", right = "", word = "exact"] = match;
    if (word === "crash") throw new Error("planted");
    const sign = match.index + left.length + 1;
    const line = text.slice(0, sign).split("\n").length;
    return {
      id: `${left}-${right}`.replace(/\W+/gu, "-"),
      line,
      column: left.length + 2,
      relation,
      left,
      right,
      understoodAs: whole,
      verdict: isVerdict(word) ? word : "exact",
      reading: [],
      evidence: [
        { oracle: "finite", result: "equal", detail: "equal in 24 models" },
        ...(word === "quarrel" ? [{ oracle: "quadrature" as const, result: "different" as const, detail: "differs by 1" }] : []),
      ],
      range: {
        sign: { start: sign, end: sign + relation.length },
        step: { start: match.index, end: match.index + whole.length },
      },
    };
  });
  const unread = text.includes("!unread") ? [{ line: 1, column: 1, endLine: 2, endColumn: 1, reason: "cut" }] : [];
  return { path, steps, assumptions: [], unread };
};

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Wanted {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  readonly terminal?: number;
  readonly checker?: Checker;
  /** Sees each piece of output as it comes; `stop` ends a command that waits. */
  readonly onOutput?: (out: string, stop: () => void) => void;
}

/** Runs a command line in `folder` within this process. */
export async function runIn(folder: string, argv: readonly string[], wanted: Wanted = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const listeners = new Set<() => void>();
  const stop = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const output = (take: (text: string) => void): Output => ({
    write: take,
    isTerminal: wanted.terminal !== undefined,
    columns: () => wanted.terminal ?? null,
  });
  const io: Io = {
    folder,
    environment: wanted.environment ?? {},
    input: pieces(wanted.input ?? ""),
    processorTime: () => 0,
    now: () => 0,
    output: output((text) => {
      out += text;
      wanted.onOutput?.(out, stop);
    }),
    error: output((text) => {
      err += text;
    }),
    onStop: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
  const checker = wanted.checker ?? dictated;
  const code = await run(argv, io, () => Promise.resolve(checker));
  return { code, out, err };
}

/** The input in pieces of three bytes, so that characters are cut in two. */
async function* pieces(input: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  for (let at = 0; at < bytes.length; at += 3) yield await Promise.resolve(bytes.subarray(at, at + 3));
}
