// @ts-check
import { readFileSync, statSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import { Failure, importFailure, SyntaxFailure } from "./failures.js";

/** @typedef {{ message: string, line: number }} SyntaxProblem */

/** @type {typeof import("@swc/wasm-typescript") | null} */
let transformerModule = null;

/** @param {string} text @param {string} file @param {string} transformer */
function transform(text, file, transformer) {
  transformerModule ??= createRequire(import.meta.url)(transformer);
  return /** @type {typeof import("@swc/wasm-typescript")} */ (transformerModule).transformSync(text, {
    mode: "transform",
    module: true,
    sourceMap: true,
    filename: file,
  });
}

/** Where the syntax of a file of JavaScript or TypeScript is broken. @param {string} text @param {string} file @param {string} transformer @returns {SyntaxProblem | null} */
export function syntaxErrorOf(text, file, transformer) {
  try {
    transform(text, file, transformer);
    return null;
  } catch (error) {
    return problemOf(error);
  }
}

/** The transformer throws plain records. @param {any} error @returns {SyntaxProblem} */
const problemOf = (error) => ({ message: String(error?.message ?? error), line: Number(error?.startLine ?? 1) });

const suffixes = ["", ".ts", ".mts", ".js", ".mjs", "/index.ts", "/index.js"];

/** As TypeScript resolves: `./other.js` may be written for `other.ts`, and the ending may be missing. @param {string} specifier @param {string} from */
function resolveRelative(specifier, from) {
  const path = fileURLToPath(new URL(specifier, pathToFileURL(from)));
  const written = suffixes.map((suffix) => path + suffix);
  const candidates = [...written.slice(0, 1), path.replace(/\.(m?)js$/, ".$1ts"), ...written.slice(1)];
  const found = candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile() === true);
  if (found === undefined) throw new Failure("missing module", path);
  return found;
}

/**
 * Imports a file of TypeScript together with those that it imports. The files become modules of Node's `vm`, since its loader takes hooks only on a thread,
 * which the permissions forbid. Everything that is no TypeScript is left to Node's own loader.
 *
 * @param {string} file @param {string} transformer
 * @returns {Promise<[Record<string, unknown>, import("./failures.js").SourceFile]>}
 */
export async function importTypeScript(file, transformer) {
  /** @type {Map<string, vm.Module>} */
  const modules = new Map();
  /** @type {Map<string, SourceMap>} */
  const maps = new Map();

  /** @param {string} path @returns {vm.Module} */
  const compile = (path) => {
    const known = modules.get(path);
    if (known !== undefined) return known;
    const text = readFileSync(path, "utf8");
    let code = "";
    try {
      const output = transform(text, path, transformer);
      code = output.code;
      if (output.map !== undefined) maps.set(path, new SourceMap(JSON.parse(output.map)));
    } catch (error) {
      const { message, line } = problemOf(error);
      throw new SyntaxFailure(message, line, path);
    }
    const module = new vm.SourceTextModule(code, {
      identifier: pathToFileURL(path).href,
      initializeImportMeta: (meta) =>
        Object.assign(meta, { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) }),
      importModuleDynamically: async (specifier) => {
        const imported = await link(specifier, path);
        return evaluate(imported);
      },
    });
    modules.set(path, module);
    return module;
  };

  /** @param {string} specifier @param {string} from @returns {Promise<vm.Module>} */
  const link = async (specifier, from) => {
    if (!/^(?:\.{1,2}\/|file:)/.test(specifier)) return foreign(specifier, from);
    const path = resolveRelative(specifier, from);
    return /\.m?ts$/.test(path) ? compile(path) : foreign(pathToFileURL(path).href, from);
  };

  /** @param {string} specifier @param {string} from @returns {Promise<vm.Module>} */
  const foreign = async (specifier, from) => {
    const known = modules.get(specifier);
    if (known !== undefined) return known;
    // A script's own `import` looks for packages from the file that it stands in.
    const load = new vm.Script("(specifier) => import(specifier)", {
      filename: from,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }).runInThisContext();
    const namespace = await load(specifier).catch((/** @type {unknown} */ error) => {
      throw importFailure(error);
    });
    const names = Object.keys(namespace);
    /** @type {vm.SyntheticModule} */
    const module = new vm.SyntheticModule(names, () => {
      for (const name of names) module.setExport(name, namespace[name]);
    });
    modules.set(specifier, module);
    return module;
  };

  /** @param {vm.Module} module */
  const evaluate = async (module) => {
    if (module.status === "unlinked")
      await module.link((specifier, { identifier }) => link(specifier, fileURLToPath(identifier)));
    await module.evaluate();
    return module;
  };

  const { namespace } = await evaluate(compile(file));
  /** @type {(line: number, column: number) => number | null} */
  const lineOf = (line, column) => {
    const entry = maps.get(file)?.findEntry(line - 1, column - 1);
    return entry !== undefined && "originalLine" in entry ? entry.originalLine + 1 : null;
  };
  return [/** @type {Record<string, unknown>} */ (namespace), { file, lineOf }];
}
