import { elementKey, entityKey, isWord, type Shape } from "../../../claims/dimensions.js";
import { domainOf } from "../../../claims/setting.js";
import { node, number } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { nameLatex } from "../../../terms/name.js";
import type { Term as Surface, TermOf } from "../../../terms/term.js";
import { rootOf } from "../../../terms/variable.js";
import { indicesOf, integerVariable } from "./indices.js";
import { checkLabels } from "./labels.js";
import type { Scope } from "./scope.js";
import { need, Unsupported } from "./unsupported.js";
import { column, type Value } from "./values.js";
import { isSingle, isVariable, sizeOf, variableOf } from "./variables.js";
import type { Writer } from "./writer.js";

/** A letter: an index, a variable, or an unknown number or vector. */
export function writeSymbol(term: TermOf<"symbol">, scope: Scope, writer: Writer): Value {
  const { subject } = writer;
  const name = nameLatex(term.name);
  if (scope.indices.some(({ variable }) => variable.name === name)) return integerVariable(name);
  checkLabels(term.name, scope);
  if (isVariable(term.name, subject)) return valueOf(variableOf(term, subject).variable);
  if (subject.roles.naturals.has(name)) return integerVariable(name);
  const root = rootOf(term.name);
  return shaped(subject.shapes.get(root), writer, (indices) => unknown(name, name, root, indices, scope, writer));
}

/** A number, or a vector by its components. */
function valueOf(variable: Term): Value {
  const [size] = variable.parts;
  return size === undefined ? variable : column(size, (index) => node("component", [variable, index]));
}

/** `x_i` of a variable or of an unknown array, `\mu_k(x)`, `x^{(1)}`. */
export function writeComponent(term: TermOf<"component">, scope: Scope, writer: Writer): Value {
  const { subject } = writer;
  const { of } = term;
  if (of.kind === "apply") return writeApply({ ...of, function: { ...term, of: of.function } }, scope, writer);
  if (of.kind === "labelled") return writeComponent({ ...term, of: of.body }, scope, writer);
  need(of.kind === "symbol" || term.place === "sub", "a component of a component");
  if (of.kind === "symbol" && isVariable(of.name, subject)) {
    checkLabels(of.name, scope);
    const { variable } = variableOf(term, subject);
    if (isSingle(term, subject)) return valueOf(variable);
    return node("component", [variable, componentIndex(term, variable, scope, writer)]);
  }
  const { letter, indices } = arrayOf(term, scope, writer);
  checkLabels(letter.name, scope);
  const [name, root] = [nameLatex(letter.name), rootOf(letter.name)];
  const full = term.place === "sub" ? name : `${name}^{(\\cdot)}`;
  const shape = subject.shapes.get(term.place === "sub" ? elementKey(root) : root);
  return shaped(shape, writer, (more) => unknown(name, full, root, [...indices, ...more], scope, writer));
}

/** The one index of a component of a vector; that there is such a component is presupposed where it is not seen. */
export function componentIndex(term: TermOf<"component">, vector: Term, scope: Scope, writer: Writer): Term {
  const [first, ...others] = indicesOf(term);
  need(first !== undefined && others.length === 0, "a component with several indices");
  const index = writer.index(first, scope);
  checkRange(vector, index, index, scope, writer);
  return index;
}

/** Presupposes that the components of a list exist. */
export function checkRange(vector: Term, from: Term, to: Term, scope: Scope, { presupposed }: Writer): void {
  const [size] = vector.parts;
  need(size !== undefined, `${vector.name} is no vector`);
  presupposed.order(number(1), from, scope, `${vector.name} has no component before the first`);
  presupposed.order(to, size, scope, `${vector.name} has no component beyond the last`);
}

interface Indexed {
  readonly letter: TermOf<"symbol">;
  readonly indices: readonly Term[];
}

/** The letter of an array, with the indices that stand at it: `a_{i,j}`, `(a_i)_j`. */
function arrayOf(term: TermOf<"component">, scope: Scope, writer: Writer): Indexed {
  const own = indicesOf(term).map((index) => arrayIndex(index, scope, writer));
  if (term.of.kind === "symbol") return { letter: term.of, indices: own };
  need(term.of.kind === "component" && term.of.place === "sub", "a component of something that is no letter");
  const { letter, indices } = arrayOf(term.of, scope, writer);
  return { letter, indices: [...indices, ...own] };
}

/** An array may be indexed by the values of a variable, too. */
function arrayIndex(term: Surface, scope: Scope, writer: Writer): Term {
  const isCounted = term.kind !== "symbol" || !isVariable(term.name, writer.subject);
  return isCounted ? writer.index(term, scope) : writer.number(term, scope);
}

/** An unknown function at its arguments. */
export function writeApply(term: TermOf<"apply">, scope: Scope, writer: Writer): Value {
  const { roles, shapes } = writer.subject;
  const entity = entityKey(term, roles.generalFunctions);
  const { function: head } = term;
  const letter = head.kind === "component" ? head.of : head;
  need(entity !== null && letter.kind === "symbol" && !isWord(letter.name.base), "a function that is no letter");
  checkLabels(letter.name, scope);
  const name = nameLatex(letter.name);
  const inputs = term.arguments.map((argument) => writeArgument(argument, scope, writer));
  const shape = shapes.get(entity);
  const indices = head.kind === "component" ? indicesOf(head).map((index) => arrayIndex(index, scope, writer)) : [];
  const at = (more: readonly Term[]): Term => {
    const dots = [...indices, ...more].map(() => "\\cdot").join(",");
    const place = dots === "" ? "" : head.kind === "component" && head.place === "super" ? `^{(${dots})}` : `_{${dots}}`;
    const full = `${name}${place}${entity === name ? "(\\cdot)" : entity.slice(name.length)}`;
    return unknown(name, full, name, [...indices, ...more, ...inputs], scope, writer);
  };
  if (head.kind !== "component") return shaped(shape, writer, at);
  need(shape?.matrix !== true, "a matrix");
  return at([]);
}

/** A number, or a variable that is a vector. */
function writeArgument(term: Surface, scope: Scope, writer: Writer): Term {
  const inner = term.kind === "labelled" ? term.body : term;
  if (inner.kind !== "symbol" || scope.indices.some(({ variable }) => variable.name === nameLatex(inner.name)))
    return writer.number(inner, scope);
  if (!isVariable(inner.name, writer.subject)) return writer.number(inner, scope);
  checkLabels(inner.name, scope);
  return variableOf(inner, writer.subject).variable;
}

function unknown(plain: string, full: string, letter: string, parts: readonly Term[], scope: Scope, writer: Writer): Term {
  const value = writer.names.apply(plain, full, parts);
  writer.presupposed.domain(value, domainOf(writer.subject.setting, letter), scope);
  return value;
}

function shaped(shape: Shape | undefined, { subject }: Writer, at: (indices: readonly Term[]) => Term): Value {
  if (shape === undefined) return at([]);
  return column(sizeOf(shape, subject), (index) => at([index]));
}

/** Index letters are whole numbers, bound or free. @throws Unsupported for other letters */
export function indexLetter({ name }: TermOf<"symbol">, scope: Scope, { subject }: Writer): Term {
  const letter = nameLatex(name);
  const isIndex = scope.indices.some(({ variable }) => variable.name === letter);
  if (!isIndex && (isVariable(name, subject) || !subject.roles.naturals.has(letter)))
    throw new Unsupported(`${letter} as an index or bound`);
  return integerVariable(letter);
}
