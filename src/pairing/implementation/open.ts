import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { systemProblem } from "../../system/error.js";
import type { Reasons } from "../../system/error.js";
import { nodeCommand, packageFolder, pythonCommand, transformerFile } from "./command.js";
import type { Environment } from "./command.js";
import { lineOfExport } from "./location.js";
import { parametersOf } from "./parameters.js";
import { Session } from "./session.js";
import { unusable } from "./problems.js";
import { defaultLimits, ImplementationError } from "./types.js";
import type { GraphTarget, Implementation, Limits, PlainTarget, Target } from "./types.js";
import { encodeArgument } from "./wire.js";

const languages: ReadonlyMap<string, "javascript" | "python"> = new Map([
  ...[".mjs", ".js", ".cjs", ".ts", ".mts"].map((ending) => [ending, "javascript"] as const),
  [".py", "python"] as const,
]);

/**
 * Loads a function in a process of its own, with limits on time, memory, files and processes. That stops slips and runaway code; it is no wall against code
 * that sets out to break it.
 *
 * @param environment of which a few variables (PATH, the language) are passed on
 * @throws ImplementationError when there is nothing that could be called
 */
export async function openImplementation(
  target: Target,
  limits: Limits = defaultLimits,
  environment: Environment = process.env,
): Promise<Implementation> {
  const prepared =
    target.kind === "graph" ? prepareGraph(target, limits, environment) : preparePlain(target, limits, environment);
  const { session, language, arrays, source } = prepared;
  const location = {
    file: target.file,
    name: target.name,
    line: source === null ? null : lineOfExport(source, target.name, language),
  };
  const start = await session.start();
  if (start.kind !== "opened") throw unusable(start, location, language, limits);
  const isGraph = target.kind === "graph";
  return {
    location,
    parameters: start.text === null ? start.parameters : parametersOf(start.text),
    arrays: arrays ?? start.arrays,
    get pid() {
      return session.pid;
    },
    call: (args, method = []) => {
      const encoded = [args, method].map((list) => list.map((argument) => encodeArgument(argument, isGraph)));
      return session.call(encoded[0] ?? [], encoded[1] ?? []);
    },
    close: () => session.close(),
  };
}

interface Prepared {
  readonly session: Session;
  readonly language: "javascript" | "python";
  readonly arrays: "graph" | null;
  readonly source: string | null;
}

function preparePlain({ file, name }: PlainTarget, limits: Limits, environment: Environment): Prepared {
  const path = readable(file, file);
  const language = languages.get(extname(path));
  if (language === undefined) {
    const known = [...languages.keys()].join(", ");
    throw new ImplementationError(`${file}: no kind of file that can be called: name one of ${known}`, file);
  }
  const opening = { target: { kind: "plain", file: path, name, transformer: transformerFile() } };
  const command =
    language === "python" ? pythonCommand(path, environment) : nodeCommand([path], [dirname(path)], limits, environment);
  return { session: new Session(command, opening, limits), language, arrays: null, source: readFileSync(path, "utf8") };
}

function prepareGraph(target: GraphTarget, limits: Limits, environment: Environment): Prepared {
  const [module, library] = [target.module, target.library].map((built) => readable(built, target.file));
  if (module === undefined || library === undefined) throw new ImplementationError(`${target.file}: no module`, target.file);
  const folders = [...new Set([module, library].map(packageFolder))];
  const { method } = target;
  const opening = {
    target: { kind: "graph", file: module, name: target.name, module, library, transformer: transformerFile(), method },
  };
  const session = new Session(nodeCommand([module, library], folders, limits, environment), opening, limits);
  const source = existsSync(target.file) ? readFileSync(target.file, "utf8") : null;
  return { session, language: "javascript", arrays: "graph", source };
}

const REASONS: Reasons = {
  EACCES: "no permission: change its permissions",
  EPERM: "no permission: change its permissions",
};

/** The real path of a file that can be read: what the loaders go by. @param named whom a message is about */
function readable(file: string, named: string): string {
  try {
    const path = realpathSync(resolve(file));
    const found = statSync(path);
    if (!found.isFile()) {
      throw new ImplementationError(`${file}: is ${found.isDirectory() ? "a folder" : "no regular file"}: name a file`, named);
    }
    accessSync(path, constants.R_OK);
    return path;
  } catch (error) {
    if (error instanceof ImplementationError) throw error;
    const problem = systemProblem(file, error, REASONS);
    if (problem === null) throw error;
    throw new ImplementationError(problem, named);
  }
}
