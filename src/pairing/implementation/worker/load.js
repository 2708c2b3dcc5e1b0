// @ts-check
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Failure, importFailure, SyntaxFailure } from "./failures.js";
import { importTypeScript, syntaxErrorOf } from "./typescript.js";

/**
 * @typedef {import("./failures.js").SourceFile} SourceFile
 * @typedef {{ kind: "plain", file: string, name: string, transformer: string }} PlainRequest
 */

const isTypeScript = (/** @type {string} */ file) => /\.m?ts$/.test(file);

/** @param {PlainRequest} request */
export async function loadPlain({ file, name, transformer }) {
  const [namespace, source] = isTypeScript(file)
    ? await importTypeScript(file, transformer)
    : [await importModule(file, transformer), { file, lineOf: null }];
  return { ...functionOf(namespace, name), source };
}

/** @param {string} file @param {string} transformer @returns {Promise<Record<string, unknown>>} */
export async function importModule(file, transformer) {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) locate(file, transformer, new Set());
    throw importFailure(error);
  }
}

/** Node keeps to itself where a syntax error stands: it is looked for in the file, then in those that it imports. @type {(file: string, transformer: string, seen: Set<string>) => void} */
function locate(file, transformer, seen) {
  if (seen.has(file)) return;
  seen.add(file);
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return;
  }
  const found = syntaxErrorOf(text, file, transformer);
  if (found !== null) throw new SyntaxFailure(found.message, found.line, file);
  for (const [, specifier = ""] of text.matchAll(/(?:from|import)\s*["'](\.{1,2}\/[^"']+)["']/g)) {
    locate(resolve(dirname(file), specifier), transformer, seen);
  }
}

/** @param {Record<string, unknown>} namespace @param {string} name */
export function functionOf(namespace, name) {
  const { default: whole } = namespace;
  // The names of a CommonJS module that its loader cannot foresee stand on the default export.
  const inner = Object.hasOwn(namespace, name) || whole === null || typeof whole !== "object" ? namespace : whole;
  const names = [...new Set([...Object.keys(namespace), ...(inner === namespace ? [] : Object.keys(inner))])];
  if (!Object.hasOwn(inner, name)) {
    const functions = names.filter((own) => typeof (Reflect.get(namespace, own) ?? Reflect.get(inner, own)) === "function");
    throw new Failure("missing export", JSON.stringify(functions));
  }
  const implementation = Reflect.get(inner, name);
  if (typeof implementation !== "function") {
    throw new Failure(
      "not a function",
      Array.isArray(implementation) ? "an array" : implementation === null ? "null" : `a value of type ${typeof implementation}`,
    );
  }
  const text = Function.prototype.toString.call(implementation);
  if (/^class\b/.test(text)) throw new Failure("not a function", "a class");
  return { implementation: /** @type {(...args: unknown[]) => unknown} */ (implementation), text: text.slice(0, 10_000) };
}
