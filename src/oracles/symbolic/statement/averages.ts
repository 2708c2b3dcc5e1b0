import { integrate, minus, node, number, power } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Binder, Distribution, LawCall, Term as Surface, TermOf } from "../../../terms/term.js";
import { someNode } from "../../../terms/traverse.js";
import { nameLatex } from "../../../terms/name.js";
import { writeDensity, rangeOf } from "./densities.js";
import { type Parameters, writeLaw, writeParameters } from "./laws.js";
import { type Scope, withVariables } from "./scope.js";
import { isContinuous, REALS } from "./spaces.js";
import { need } from "./unsupported.js";
import { asNumber, column, isVector, mapValue, sameSize, type Value } from "./values.js";
import { isSingle, isWhole, variableOf } from "./variables.js";
import type { Writer } from "./writer.js";

const NO_PARAMETERS: Parameters = { values: [], isSpherical: false };

/** Letters for what a divergence between two laws is over. */
const POINT_LETTERS = ["\\xi", "t", "u", "v"];

/** The variables that a sign binds. @throws Unsupported for components of a vector, whose other components stay free */
export function boundVariables(terms: readonly Surface[], scope: Scope, writer: Writer): readonly Term[] {
  const found = terms.map((term) => {
    const { variable } = variableOf(term, writer.subject);
    if (term.kind === "component") need(isSingle(term, writer.subject), `one component of ${variable.name} alone is bound`);
    if (term.kind === "range")
      need(isWhole(variable, ...rangeOf(term, variable, scope, writer)), `some components of ${variable.name} alone are bound`);
    return variable;
  });
  need(found.length > 0, "nothing to average over");
  need(new Set(found.map(({ name }) => name)).size === found.length, "a variable is bound twice");
  return found;
}

/** `defined` expectation, variance, divergence … of what stands under the bound variables. */
const defined = (name: string, bound: readonly Term[], ...parts: readonly Term[]): Term =>
  node("defined", parts, name, "", bound);

export function writeExpectation({ binders, given, body }: TermOf<"expectation">, scope: Scope, writer: Writer): Value {
  need(given.length === 0, "a conditional expectation whose family is not named");
  return average(binders, body, scope, writer);
}

/** An average under one binder after the other, the first outermost. */
function average([binder, ...others]: readonly Binder[], body: Surface, scope: Scope, writer: Writer): Value {
  if (binder === undefined) return writer.value(body, scope);
  const { bound, inner, weight } = openBinder(binder, scope, writer);
  return mapValue(average(others, body, inner, writer), (entry) => defined("expectation", bound, weight, entry));
}

interface Opened {
  readonly bound: readonly Term[];
  readonly inner: Scope;
  readonly weight: Term;
}

function openBinder({ variables, distribution }: Binder, scope: Scope, writer: Writer): Opened {
  need(distribution !== null, "an expectation under a distribution that is not named");
  const bound = boundVariables(variables, scope, writer);
  const inner = withVariables(scope, bound);
  return { bound, inner, weight: densityOf(distribution, variables, scope, inner, writer) };
}

/** The density of a distribution: of a family at its own arguments, of a law at the variables. */
function densityOf(distribution: Distribution, variables: readonly Surface[], outer: Scope, inner: Scope, writer: Writer): Term {
  if (distribution.kind === "family") return writeDensity(distribution, inner, writer);
  const [point, ...others] = variables;
  need(point !== undefined && others.length === 0, "a law of several variables");
  for (const parameter of distribution.parameters) checkFree(parameter, point);
  const parameters = writeParameters(distribution.law, distribution.parameters, outer, writer);
  return writeLaw(distribution.law, writer.value(point, inner), parameters, writer);
}

/** @throws Unsupported where a law's parameter depends on the very variable that has this law */
function checkFree(parameter: Surface, variable: Surface): void {
  const letterOf = (term: Surface): string | null =>
    term.kind === "symbol" ? nameLatex(term.name) : term.kind === "component" || term.kind === "range" ? letterOf(term.of) : null;
  const letter = letterOf(variable);
  const depends = someNode(parameter, (node) => node.kind === "symbol" && nameLatex(node.name) === letter);
  need(!depends, `the parameters of a law of ${letter ?? "something"} depend on it`);
}

export function writeVariance({ binders, given, body }: TermOf<"variance">, scope: Scope, writer: Writer): Term {
  need(given.length === 0, "a conditional variance whose family is not named");
  const [binder, ...others] = binders;
  if (binder !== undefined && others.length === 0) {
    const { bound, inner, weight } = openBinder(binder, scope, writer);
    return defined("variance", bound, weight, writer.number(body, inner));
  }
  // Written out, an average under several binders stands twice: nested, that would grow without bounds.
  need(!someNode(body, ({ kind }) => kind === "variance"), "a variance in a variance");
  const two: Surface = { kind: "number", value: { numerator: 2n, denominator: 1n } };
  const mean = (of: Surface): Term => asNumber(average(binders, of, scope, writer));
  return minus(mean({ kind: "power", base: body, exponent: two }), power(mean(body), number(2)));
}

export function writeDivergence(term: TermOf<"divergence">, scope: Scope, writer: Writer): Term {
  need(term.measure === "KL", "the Jensen–Shannon divergence");
  return compare("divergence", term.left, term.right, scope, writer);
}

export function writeEntropy({ distribution, cross }: TermOf<"entropy">, scope: Scope, writer: Writer): Term {
  return cross === null
    ? compare("entropy", distribution, null, scope, writer)
    : compare("crossEntropy", distribution, cross, scope, writer);
}

/** A notion of one or two distributions, over what the first one is over, or else the second. */
function compare(notion: string, left: Distribution, right: Distribution | null, scope: Scope, writer: Writer): Term {
  const both = right === null ? [left] : [left, right];
  const laws = both.filter((distribution) => distribution.kind === "law");
  if (laws.length === both.length) return compareLaws(notion, laws, scope, writer);
  const [named] = both.filter((distribution) => distribution.kind === "family").filter(({ targets }) => targets.length > 0);
  need(named !== undefined, "a divergence over nothing");
  const variables = named.targets;
  const bound = boundVariables(variables, scope, writer);
  const inner = withVariables(scope, bound);
  return defined(notion, bound, ...both.map((distribution) => densityOf(distribution, variables, scope, inner, writer)));
}

/** Laws name no variable: one is made, a number or a vector as the parameters are. */
function compareLaws(notion: string, laws: readonly LawCall[], scope: Scope, writer: Writer): Term {
  const isReal = laws.every(({ law }) => isContinuous(law));
  need(isReal || laws.every(({ law }) => law === "bernoulli"), "a divergence between laws of different kinds");
  const parameters = laws.map((call) => writeParameters(call.law, call.parameters, scope, writer));
  const [vector, ...others] = parameters.flatMap(({ values }) => values.filter(isVector));
  if (vector !== undefined) for (const other of others) sameSize(vector, other);
  const name = writer.names.fresh(POINT_LETTERS);
  const variable = node("variable", vector === undefined ? [] : [vector.size], name, isReal ? REALS : name);
  const point: Value = vector === undefined ? variable : column(vector.size, (index) => node("component", [variable, index]));
  const densities = laws.map(({ law }, i) => writeLaw(law, point, parameters[i] ?? NO_PARAMETERS, writer));
  return defined(notion, [variable], ...densities);
}

/** An integral over the whole space of each variable, the first innermost. */
export function integrateOver(variables: readonly Term[], body: Value): Value {
  return mapValue(body, (entry) => variables.reduce((inner, variable) => integrate(variable, inner), entry));
}
