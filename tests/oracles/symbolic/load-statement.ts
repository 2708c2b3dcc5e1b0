import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import * as descriptions from "../../../src/claims/descriptions.js";
import * as dimensions from "../../../src/claims/dimensions.js";
import * as roles from "../../../src/claims/roles.js";
import * as setting from "../../../src/claims/setting.js";
import * as algebra from "../../../src/kernel/algebra.js";
import * as conditions from "../../../src/kernel/conditions.js";
import * as definitions from "../../../src/kernel/definitions.js";
import * as refusal from "../../../src/kernel/refusal.js";
import * as structure from "../../../src/kernel/structure.js";
import * as vocabulary from "../../../src/meaning/vocabulary.js";
import * as print from "../../../src/notation/print.js";
import type { stateClaim } from "../../../src/oracles/symbolic/state.js";
import * as name from "../../../src/terms/name.js";
import * as traverse from "../../../src/terms/traverse.js";
import * as variable from "../../../src/terms/variable.js";

const FOLDER = "src/oracles/symbolic/statement";

/** What the statement of a claim is made with, besides its own folder. */
const OUTSIDE: Readonly<Record<string, object>> = {
  descriptions,
  dimensions,
  roles,
  setting,
  algebra,
  conditions,
  definitions,
  refusal,
  structure,
  vocabulary,
  print,
  name,
  traverse,
  variable,
};

const own = new Map(
  [join(FOLDER, "../state.ts"), ...readdirSync(FOLDER).map((file) => join(FOLDER, file))].map((path) => [
    basename(path, ".ts"),
    readFileSync(path, "utf8"),
  ]),
);
const compiled = new Map<string, string>();

function javascript(text: string): string {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS },
  });
  compiled.set(text, outputText);
  return outputText;
}

/** A change of one file: some text that stands there once, and what stands there instead. */
export interface Mistake {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** `stateClaim` with a mistake planted in its source, loaded as data within this process. */
export function withMistake({ file, from, to }: Mistake): typeof stateClaim {
  const source = own.get(file) ?? "";
  if (source.split(from).length !== 2) throw new Error(`${file} has not once: ${from}`);
  const loaded = new Map<string, object>();
  const require = (path: string): object => {
    const module = basename(path, ".js");
    const text = own.get(module);
    const known = loaded.get(module) ?? (text === undefined ? OUTSIDE[module] : undefined);
    if (known !== undefined) return known;
    if (text === undefined) throw new Error(`${path} is not among what statements are made with`);
    const exports = {};
    loaded.set(module, exports);
    const code = javascript(module === file ? text.replace(from, () => to) : text);
    Reflect.apply(compileFunction(code, ["exports", "require"], { filename: module }), undefined, [exports, require]);
    return exports;
  };
  const found: unknown = Reflect.get(require("./state.js"), "stateClaim");
  if (!isStateClaim(found)) throw new Error("nothing states claims");
  return found;
}

function isStateClaim(value: unknown): value is typeof stateClaim {
  return typeof value === "function";
}
