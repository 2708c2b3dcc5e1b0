import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Target } from "../pairing/implementation/types.js";

/** What a project allows `pair` to run: the key `qedmark` of its package.json. */
interface Project {
  readonly root: string;
  readonly allowed: readonly Allowance[];
}

interface Allowance {
  /** Below the root: `src/`. */
  readonly source: string;
  /** Where the same modules lie built, and the tensor library that they use: then they are functions of graphs. */
  readonly built: { readonly folder: string; readonly library: string } | null;
}

/** The document names code that the project does not allow, or that cannot be found. */
export class ProjectError extends Error {}

/**
 * The code that a document's front matter names, `src/kl.ts#kl`. Documents are anybody's text: only what the nearest package.json that has a key `qedmark`
 * allows is ever run, and only below its folder.
 *
 * @throws ProjectError
 */
export function declaredTarget(declared: string, document: string): Target {
  const { path, name } = splitTarget(declared);
  const project = projectOf(document);
  if (project === null) {
    const key = '"qedmark": { "implementations": { "src/": {} } }';
    throw new ProjectError(
      `${declared}: no package.json above the document allows code to run; allow a folder with ${key}, or use --implementation`,
    );
  }
  const named = resolve(project.root, path);
  // A link below the folder may lead out of it.
  const absolute = existsSync(named) ? realpathSync(named) : named;
  const inside = relative(realpathSync(project.root), absolute).split(sep).join("/");
  if (isAbsolute(path) || inside.startsWith(".."))
    throw new ProjectError(`${declared}: lies outside the project ${project.root}`);
  const allowance = project.allowed.find(({ source }) => inside.startsWith(source));
  if (allowance === undefined) {
    const folders = project.allowed.map(({ source }) => source).join(", ");
    throw new ProjectError(`${declared}: package.json allows code below ${folders} only`);
  }
  if (!existsSync(absolute)) throw new ProjectError(`${declared}: no such file: check the path`);
  if (allowance.built === null) return { kind: "plain", file: absolute, name };
  const built = inside.slice(allowance.source.length).replace(/\.(m?)ts$/u, ".$1js");
  const module = join(project.root, allowance.built.folder, built);
  if (!existsSync(module))
    throw new ProjectError(`${declared}: is not built (no ${relative(project.root, module)}): build the project`);
  return { kind: "graph", file: absolute, name, module, library: join(project.root, allowance.built.library), method: null };
}

/** `./kl.mjs#kl` as the user names it. @throws ProjectError */
export function splitTarget(text: string): { readonly path: string; readonly name: string } {
  const at = text.lastIndexOf("#");
  const [path, name] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && name !== "") return { path, name };
  throw new ProjectError(`${text}: names no function: write the file, # and the function's name, as in kl.mjs#kl`);
}

function projectOf(document: string): Project | null {
  for (let folder = dirname(document); ; folder = dirname(folder)) {
    const allowed = allowancesIn(join(folder, "package.json"));
    if (allowed !== null) return { root: folder, allowed };
    if (dirname(folder) === folder) return null;
  }
}

function allowancesIn(path: string): readonly Allowance[] | null {
  if (!existsSync(path)) return null;
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
  const implementations = field(field(manifest, "qedmark"), "implementations");
  if (typeof implementations !== "object" || implementations === null) return null;
  return Object.entries(implementations).map(([source, value]: [string, unknown]) => {
    const [folder, library] = [field(value, "built"), field(value, "library")];
    const built = typeof folder === "string" && typeof library === "string" ? { folder, library } : null;
    return { source: source.endsWith("/") ? source : `${source}/`, built };
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
