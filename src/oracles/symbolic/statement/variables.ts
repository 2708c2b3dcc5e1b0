import { node, number } from "../../../kernel/structure.js";
import { difference } from "../../../kernel/algebra.js";
import type { Term } from "../../../kernel/term.js";
import { type Shape, elementKey } from "../../../claims/dimensions.js";
import { printTerm } from "../../../notation/print.js";
import { type Name, nameLatex } from "../../../terms/name.js";
import type { Term as Surface, TermOf } from "../../../terms/term.js";
import { rootOf } from "../../../terms/variable.js";
import { areOne } from "./copies.js";
import { INTEGERS, indexOf, integerVariable } from "./indices.js";
import { REALS } from "./spaces.js";
import type { Subject } from "./subject.js";
import { need, Unsupported } from "./unsupported.js";

/** A kernel variable with the coordinate of a density whose value it is. */
export interface Variable {
  readonly variable: Term;
  readonly coordinate: string;
}

export function isVariable(letter: Name, { roles }: Subject): boolean {
  return roles.variables.has(rootOf(letter));
}

/**
 * The variable that a letter, one of its single components or one of its copies `x^{(1)}` is; for a list of components the letter's own.
 *
 * @throws Unsupported for anything that is no variable
 */
export function variableOf(term: Surface, subject: Subject): Variable {
  switch (term.kind) {
    case "labelled":
      return variableOf(term.body, subject);
    case "symbol":
      return letterVariable(term.name, nameLatex(term.name), subject);
    case "component":
      return componentVariable(term, subject);
    case "range":
      if (term.of.kind === "symbol") return variableOf(term.of, subject);
      break;
    default:
      break;
  }
  throw new Unsupported("something that is no variable stands where one is needed");
}

function letterVariable(letter: Name, name: string, subject: Subject): Variable {
  const root = rootOf(letter);
  need(isVariable(letter, subject), `${name} is no variable`);
  need(root !== REALS && root !== INTEGERS, `${root} as a variable`);
  need(!subject.shapes.has(elementKey(root)), `a list of vectors ${root}`);
  const shape = subject.shapes.get(root);
  const size = shape === undefined ? unknownSize(root, subject) : sizeOf(shape, subject);
  const variable = node("variable", size === null ? [] : [size], name, spaceOf(root, root, subject));
  return { variable, coordinate: subject.copies.separate.has(root) ? name : root };
}

function componentVariable(term: TermOf<"component">, subject: Subject): Variable {
  const { of } = term;
  need(of.kind === "symbol", "a component of a component");
  const root = rootOf(of.name);
  const name = printTerm({ ...term, of });
  need(!subject.letters.has(name), `${name} has two meanings`);
  if (term.place === "super") {
    need(
      term.indices.every((index) => index.kind === "number"),
      `a list of copies of ${root}`,
    );
    return { ...letterVariable(of.name, name, subject), coordinate: root };
  }
  const own = subject.copies.single.get(root)?.find((other) => areOne(other, term) === true);
  if (own === undefined) return variableOf(of, subject);
  const plain: Surface = { kind: "symbol", name: { ...of.name, marks: [] } };
  const [named, unmarked] = [printTerm({ ...own, of }), printTerm({ ...own, of: plain })];
  need(!subject.letters.has(named) && !subject.letters.has(unmarked), `${named} has two meanings`);
  const shape = subject.shapes.get(elementKey(root));
  const parts = shape === undefined ? [] : [sizeOf(shape, subject)];
  const variable = node("variable", parts, named, spaceOf(root, unmarked, subject));
  return { variable, coordinate: subject.copies.separate.has(root) ? named : unmarked };
}

/** Whether a component is a variable of its own. */
export function isSingle(term: TermOf<"component">, { copies }: Subject): boolean {
  return term.of.kind === "symbol" && (term.place === "super" || copies.single.has(rootOf(term.of.name)));
}

function spaceOf(root: string, name: string, { real }: Subject): string {
  return real.has(root) ? REALS : name;
}

function unknownSize(root: string, { copies }: Subject): Term | null {
  return copies.listed.has(root) ? integerVariable(`\\dim ${root}`) : null;
}

/** How many components a vector has. @throws Unsupported for matrices, and where that depends on a bound index */
export function sizeOf({ matrix, dimension }: Shape, { roles, boundIndices }: Subject): Term {
  need(!matrix, "a matrix");
  if (dimension.kind === "unnamed") return integerVariable(dimension.key);
  return indexOf(dimension.size, ({ name }) => {
    const letter = nameLatex(name);
    const isFixed = roles.naturals.has(letter) && !roles.variables.has(rootOf(name)) && !boundIndices.has(letter);
    need(isFixed, `a dimension that depends on ${letter}`);
    return integerVariable(letter);
  });
}

/** Whether a list runs over all components of a vector. */
export function isWhole(vector: Term, from: Term, to: Term): boolean {
  const [size] = vector.parts;
  return size !== undefined && difference(from, number(1)) === 0n && difference(to, size) === 0n;
}
