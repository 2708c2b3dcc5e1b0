import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import type { Proposition } from "../../src/kernel/proposition.js";
import type { Term } from "../../src/kernel/term.js";
import { type Line, Theorem } from "../../src/kernel/theorem.js";
import type { Stated } from "./evaluate.js";

export const FOLDER = "src/kernel";

export interface Proved extends Stated {
  rewrite: (line: Line) => Proved;
}

/** What starts a theorem: the kernel, or one with a planted error. */
export interface Kernel {
  reflexive: (term: Term, facts: readonly Proposition[]) => Proved;
}

export const KERNEL: Kernel = Theorem;

export const FILES: readonly string[] = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"));
const sources = new Map(FILES.map((file) => [file, readFileSync(join(FOLDER, file), "utf8")]));

export function sourceOf(file: string): string {
  const text = sources.get(file);
  if (text === undefined) throw new Error(`there is no ${file} in the kernel`);
  return text;
}

/** An expression in the kernel's source, and another in its place. */
export interface Edit {
  readonly name: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** All nodes of the kernel's source of which there is something to say. */
export function inSource<T>(found: (node: ts.Node, file: string) => readonly T[]): readonly T[] {
  return FILES.flatMap((file) => {
    const all: T[] = [];
    const visit = (node: ts.Node): void => {
      all.push(...found(node, file));
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, sourceOf(file), ts.ScriptTarget.ES2023, true));
    return all;
  });
}

/** The kernel as data, with edits woven into its source: one at a time is on. */
export class Kernels {
  readonly #code: ReadonlyMap<string, ReturnType<typeof compileFunction>>;

  constructor(private readonly edits: readonly Edit[]) {
    const all = edits.map((edit, id) => ({ ...edit, id }));
    this.#code = new Map(
      FILES.map((file) => {
        const text = woven(
          sourceOf(file),
          all.filter((edit) => edit.file === file),
        );
        const { outputText } = ts.transpileModule(text, {
          compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS },
        });
        return [file, compileFunction(outputText, ["exports", "require", ON], { filename: file })];
      }),
    );
  }

  /** A kernel of its own: nothing that another has found of terms is known to it. */
  with(edit: Edit): Kernel {
    const loaded = new Map<string, object>();
    const require = (name: string): object => {
      const file = name.replace(/^\.\//u, "").replace(/\.js$/u, ".ts");
      const known = loaded.get(file);
      if (known !== undefined) return known;
      const [exports, code] = [{}, this.#code.get(file)];
      if (code === undefined) throw new Error(`the kernel imports ${name}`);
      loaded.set(file, exports);
      Reflect.apply(code, undefined, [exports, require, this.edits.indexOf(edit)]);
      return exports;
    };
    const theorem: unknown = Reflect.get(require("./theorem.js"), "Theorem");
    if (!isKernel(theorem)) throw new Error("no kernel was loaded");
    return theorem;
  }
}

/** The number of the edit that is on. */
const ON = "$on";

interface Numbered extends Edit {
  readonly id: number;
}

/** A file in which every edited expression e is `on === id ? edit : e`. Edits may stand in each other. */
function woven(source: string, edits: readonly Numbered[]): string {
  const render = (from: number, to: number, own: readonly Numbered[]): string => {
    let [text, at, rest] = ["", from, own];
    for (let first = rest[0]; first !== undefined; first = rest[0]) {
      const { start, end, id } = first;
      const others = rest.slice(1);
      const inner = others.filter((edit) => edit.end <= end);
      text += `${source.slice(at, start)}(${ON} === ${id} ? ${first.text} : ${render(start, end, inner)})`;
      at = end;
      rest = others.filter((edit) => edit.end > end);
    }
    return text + source.slice(at, to);
  };
  const sorted = edits.toSorted((a, b) => a.start - b.start || b.end - a.end);
  return render(0, source.length, sorted);
}

function isKernel(value: unknown): value is Kernel {
  return typeof value === "function" && "reflexive" in value;
}

/** The code with which a kernel refused; null for another error. */
export function codeOf(error: unknown): string | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : null;
  return typeof code === "string" ? code : null;
}
