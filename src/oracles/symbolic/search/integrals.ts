import { freeVariables, isFree, number, plus, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { Refusal } from "../../../kernel/refusal.js";
import { simplifyVectorIntegral } from "./components.js";
import { inForm } from "./densities.js";
import type { Derivation, Path } from "./derivation.js";
import { simplifyRealIntegral } from "./gaussian.js";
import { niceNames } from "./nice-names.js";
import type { Mode } from "./mode.js";
import { groupedSums, type SumGroup } from "./sum-groups.js";
import { dependsOn, factorTerm, polynomial, simplified, type Summand, summandsOf } from "./summands.js";

/** An integral whose body is in normal form: linear in it, and each summand as far as it goes. */
export function simplifyIntegral(derivation: Derivation, path: Path, mode: Mode): void {
  const term = derivation.at(path);
  const [body] = term.parts;
  if (body === undefined || term.kind !== "integral") return;
  const summands = summandsOf(body, term.bound);
  const [only, ...others] = summands;
  if (only !== undefined && others.length === 0 && only.constant.name === "1") {
    simplifyOne(derivation, path, mode);
    return;
  }
  const groups = groupedSums(summands);
  const isGrouped =
    groups.length < summands.length &&
    derivation.trying(() => {
      simplifyGroups(derivation, path, mode, groups);
    });
  if (!isGrouped) simplifyGroups(derivation, path, mode, summands);
}

function simplifyGroups(derivation: Derivation, path: Path, mode: Mode, groups: readonly (Summand | SumGroup)[]): void {
  derivation.apply("linearity", path, ...groups.flatMap(({ constant, rest }) => [constant, rest]));
  groups.forEach((group, i) => {
    const own = [...path, i, 1];
    if ("whole" in group) {
      derivation.applyBack("linearity", [...own, 0, 1], group.whole, ...group.pairs);
      if (!exchangeWithSum(derivation, own, mode)) throw new Refusal("wrong-kind", "the sums stay inside");
    } else simplifyOne(derivation, own, mode);
  });
}

/** An integral of a product all of whose factors depend on the variable. */
function simplifyOne(derivation: Derivation, path: Path, mode: Mode): void {
  const [body] = derivation.at(path).parts;
  if (body === undefined) return;
  if (simplified(body).kind === "density") derivation.algebra([...path, 0], simplified(body));
  if (derivation.attempt("marginal", path)) {
    mode.normalize(derivation, path, mode);
    return;
  }
  if (exchangeWithSum(derivation, path, mode)) return;
  if (simplifyVectorIntegral(derivation, path)) {
    mode.normalize(derivation, path, mode);
    return;
  }
  const real = simplifyRealIntegral(derivation, path);
  if (real === "moved") simplifyIntegral(derivation, path, mode);
  if (real !== null) return;
  if (mode.forms && averageInForm(derivation, path, mode)) return;
  exchangeWithIntegral(derivation, path, mode);
}

/** ∫ p f, with p in the form that it is given: over a product of components, one of them; else whatever it comes to. */
function averageInForm(derivation: Derivation, path: Path, mode: Mode): boolean {
  const term = derivation.at(path);
  const [body] = term.parts;
  const factors = body === undefined ? [] : (polynomial(body)[0]?.factors ?? []).map(factorTerm);
  const weight = factors.find(
    ({ kind, parts }) => kind === "density" && parts.some((slot) => slot.kind === "target" && dependsOn(slot, term.bound)),
  );
  if (weight === undefined) return false;
  const others = factors.filter((factor) => factor !== weight);
  return derivation.trying(() => {
    derivation.algebra([...path, 0], times(weight, ...others));
    if (!inForm(derivation, [...path, 0, 0])) throw new Refusal("wrong-kind", "it has no form");
    if (simplifyVectorIntegral(derivation, path)) {
      mode.normalize(derivation, path, mode);
      return;
    }
    const integrated = [...mode.integrated, ...term.bound];
    mode.normalize(derivation, [...path, 0], { ...mode, integrated, keepsNames: false });
    simplifyIntegral(derivation, path, mode);
  });
}

/** A factor of some kind with the product of all others. */
interface Inner {
  readonly binder: Term;
  readonly others: Term;
}

function innerBinder(derivation: Derivation, path: Path, kind: "sum" | "integral"): Inner | null {
  const [body] = derivation.at(path).parts;
  const [only, ...more] = body === undefined ? [] : polynomial(body);
  if (only === undefined || more.length > 0) return null;
  const factors = only.factors.map(factorTerm);
  const at = factors.findIndex((factor) => factor.kind === kind);
  const found = factors[at];
  if (found === undefined) return null;
  const rest = factors.filter((_, i) => i !== at);
  const others = rest.length === 0 ? number(1) : times(...rest);
  const binder = niceNames(found, new Set([...derivation.namesAround(path), ...freeVariables(others).map(({ name }) => name)]));
  return { binder, others };
}

/** f Σ g as Σ f g, with another index where f has this one. */
export function pullIn(derivation: Derivation, path: Path, { binder, others }: Inner): void {
  const [variable] = binder.bound;
  const body = binder.parts.at(-1);
  if (variable === undefined || body === undefined || isFree(variable, others))
    throw new Refusal("not-free", "the index is taken");
  derivation.algebra(path, plus(times(others, binder)));
  derivation.applyBack(
    "linearity",
    path,
    { ...binder, parts: [...binder.parts.slice(0, -1), times(others, body)] },
    others,
    body,
  );
}

/** ∫ Σ as Σ ∫. */
function exchangeWithSum(derivation: Derivation, path: Path, mode: Mode): boolean {
  const inner = innerBinder(derivation, path, "sum");
  if (inner === null) return false;
  const done = derivation.trying(() => {
    pullIn(derivation, [...path, 0], inner);
    derivation.apply("exchange", path);
  });
  if (done) mode.normalize(derivation, path, mode);
  return done;
}

/** ∫∫ the other way around, if the inner integral can then be done, or else to have one order for all. */
function exchangeWithIntegral(derivation: Derivation, path: Path, mode: Mode): boolean {
  const term = derivation.at(path);
  const [outer] = term.bound;
  const inner = innerBinder(derivation, path, "integral");
  const [variable] = inner?.binder.bound ?? [];
  if (inner === null || outer === undefined || variable === undefined) return false;
  return derivation.trying(() => {
    pullIn(derivation, [...path, 0], inner);
    derivation.apply("exchange", path);
    const before = integralsIn(derivation.at(path));
    simplifyIntegral(derivation, [...path, 0], mode);
    const done = integralsIn(derivation.at(path)) < before;
    if (!done && orderOf(variable) >= orderOf(outer)) throw new Refusal("wrong-kind", "nothing is gained");
    if (done) simplifyIntegral(derivation, path, mode);
  });
}

const orderOf = (variable: Term): string => `${variable.space} ${variable.name}`;

function integralsIn(term: Term): number {
  return term.parts.reduce((sum, part) => sum + integralsIn(part), term.kind === "integral" ? 1 : 0);
}
