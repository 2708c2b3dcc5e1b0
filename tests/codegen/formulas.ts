import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Compiled, compileFormula } from "../../src/codegen/compiled.js";
import { labelsOf, SelectionError } from "../../src/codegen/select.js";
import type { Selector } from "../../src/codegen/selector.js";
import { Formulas } from "../../src/verdicts/formulas.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const read = new Map<string, Formulas>();

/** Each document is checked once. */
export function readFormulas(path: string): Formulas {
  const known = read.get(path) ?? Formulas.of(readFileSync(`${root}${path}`, "utf8"), path, { seed: 0, budget: "quick" });
  read.set(path, known);
  return known;
}

export interface Attempt {
  /** `gaussian-kl.md#gaussian-kl`, `gaussian-kl.md:56`. */
  readonly name: string;
  readonly compiled: Compiled | null;
  readonly refusal: string | null;
}

function attempt(formulas: Formulas, selector: Selector): Attempt {
  const file = formulas.checked.path.replace(/^.*\//, "");
  const name = selector.kind === "label" ? `${file}#${selector.label}` : `${file}:${selector.line}`;
  try {
    return { name, compiled: compileFormula(formulas, selector), refusal: null };
  } catch (error) {
    if (!(error instanceof SelectionError)) throw error;
    return { name, compiled: null, refusal: error.message };
  }
}

/** The result of every derivation of the project. */
export function results(): readonly Attempt[] {
  return readdirSync(`${root}derivations`)
    .sort()
    .map((file) => readFormulas(`derivations/${file}`))
    .map((formulas) => attempt(formulas, { kind: "label", label: formulas.frontMatter?.label ?? "" }));
}

/** Every equation of the derivations, by its line. */
export function equations(): readonly Attempt[] {
  return readdirSync(`${root}derivations`)
    .sort()
    .map((file) => readFormulas(`derivations/${file}`))
    .flatMap((formulas) => {
      const lines = [...new Set(formulas.links.map((link) => link.at.line))];
      return lines.map((line) => attempt(formulas, { kind: "line", line }));
    });
}

/** Formulas of forms that the derivations do not have. */
export function forms(): readonly Attempt[] {
  const formulas = readFormulas("tests/codegen/documents/forms.md");
  return labelsOf(formulas).map((label) => attempt(formulas, { kind: "label", label }));
}

/** Everything that is compiled. */
export function compiledFormulas(): readonly { readonly name: string; readonly compiled: Compiled }[] {
  return [...results(), ...equations(), ...forms()].flatMap(({ name, compiled }) =>
    compiled === null ? [] : [{ name, compiled }],
  );
}
