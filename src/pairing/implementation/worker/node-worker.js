// @ts-check
/**
 * Runs in a process of its own: loads one function, calls it as often as asked, and says what came of it. Requests come as lines of JSON on descriptor 3,
 * replies go out as lines of JSON on descriptor 4. Each reply carries the token of the first request, which the code under test never sees.
 * This file is plain JavaScript because it has to run as it is: from the sources, under any test runner, and from an installed package.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { decodeArguments } from "./decode.js";
import { describeFailure, failure, property } from "./failures.js";
import { loadGraph } from "./graph.js";
import { loadPlain } from "./load.js";
import { refuseTheRest } from "./refusals.js";
import { numbersOf } from "./values.js";

/**
 * @typedef {import("./failures.js").SourceFile} SourceFile
 * @typedef {{ token: string, id: number, kind: "open", target: import("./load.js").PlainRequest | import("./graph.js").GraphRequest,
 *   values: number, characters: number }} OpenRequest
 * @typedef {{ id: number, kind: "call", arguments: unknown[], method: unknown[] }} CallRequest
 */

const requests = new Socket({ fd: 3, readable: true, writable: false });
const { stdout, stderr } = process;

let token = "";
let charactersLeft = 0;
let printed = "";
let limits = { values: 0, characters: 0 };
/** @type {{ call: (args: unknown[], method: unknown[]) => Promise<object>, source: SourceFile } | null} */
let loaded = null;

/** What is printed is kept up to the limit, here for the reply and on the stream for the case that the process ends without one. */
for (const stream of [stdout, stderr]) {
  const write = stream.write.bind(stream);
  /** @type {(chunk: unknown, encoding?: unknown, callback?: unknown) => boolean} */
  const bounded = (chunk, encoding, callback) => {
    const text = typeof chunk === "string" ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : "";
    const kept = text.slice(0, charactersLeft);
    charactersLeft -= kept.length;
    printed += kept;
    if (kept !== "") write(kept);
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof done === "function") queueMicrotask(() => done());
    return true;
  };
  Object.defineProperty(stream, "write", { value: bounded });
}

/** @param {number} id @param {object} body */
function reply(id, body) {
  const bytes = Buffer.from(`${JSON.stringify({ ...body, token, id, printed: printed === "" ? null : printed })}\n`);
  for (let sent = 0; sent < bytes.length;) sent += writeSync(4, bytes, sent);
}

/** @param {OpenRequest} request */
async function open(request) {
  token = request.token;
  limits = request;
  const { target } = request;
  if (target.kind === "graph") {
    const graph = await loadGraph(target, limits.values);
    loaded = graph;
    return { kind: "opened", text: graph.text };
  }
  const plain = await loadPlain(target);
  loaded = {
    source: plain.source,
    call: async (args) => ({
      kind: "value",
      value: numbersOf(await plain.implementation(...decodeArguments(args)), limits.values),
    }),
  };
  return { kind: "opened", text: plain.text };
}

/** @param {CallRequest} request */
async function call(request) {
  if (loaded === null) return failure("not running", "nothing is loaded");
  try {
    return await loaded.call(request.arguments, request.method);
  } catch (error) {
    return describeFailure(error, loaded.source);
  }
}

/** @param {OpenRequest | CallRequest} request */
async function answer(request) {
  printed = "";
  if (request.kind === "open") limits = request;
  charactersLeft = limits.characters;
  if (request.kind === "call") return reply(request.id, await call(request));
  try {
    reply(request.id, await open(request));
  } catch (error) {
    const file = property(error, "file");
    const told = describeFailure(error, { file: request.target.file, lineOf: null });
    reply(request.id, { ...told, kind: "unusable", file: typeof file === "string" ? file : null });
  }
}

/** @type {string[]} */
let pieces = [];
requests.setEncoding("utf8");
requests.on("data", (chunk) => {
  const [first = "", ...others] = String(chunk).split("\n");
  pieces.push(first);
  for (const rest of others) {
    const line = pieces.join("");
    pieces = [rest];
    void answer(JSON.parse(line));
  }
});
// Whoever asked is gone.
requests.on("close", () => process.exit(0));
refuseTheRest();
