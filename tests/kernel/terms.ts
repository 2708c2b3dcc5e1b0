import type { Claim, Proposition } from "../../src/kernel/proposition.js";
import { node, number } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import type { Line } from "../../src/kernel/theorem.js";

/** A variable of an abstract space, which has the variable's own name unless another is given. */
export const point = (name: string, space = name, ...size: readonly Term[]): Term => node("variable", size, name, space);
export const real = (name: string, ...size: readonly Term[]): Term => point(name, "ℝ", ...size);
export const integer = (name: string): Term => point(name, "ℤ");
export const unknown = (name: string, ...parts: readonly Term[]): Term => node("apply", parts, name);
export const component = (vector: Term, index: Term): Term => node("component", [vector, index]);
export const overRange = (kind: "sum" | "product", index: Term, lower: Term, upper: Term, body: Term): Term =>
  node(kind, [lower, upper, body], "", "", [index]);
export const sum = (index: Term, lower: Term, upper: Term, body: Term): Term => overRange("sum", index, lower, upper, body);
export const product = (index: Term, lower: Term, upper: Term, body: Term): Term =>
  overRange("product", index, lower, upper, body);
export const defined = (name: string, bound: readonly Term[], ...parts: readonly Term[]): Term =>
  node("defined", parts, name, "", bound);
/** The coordinate that a variable is named after, at a value, or at some components of it. */
export const coordinate =
  (kind: "target" | "given") =>
  (name: string, space: string, ...parts: readonly Term[]): Term =>
    node(kind, parts, name, space);
export const target = coordinate("target");
export const given = coordinate("given");
/** The density of points under a family, given others: each the coordinate of its own name. */
export const density = (family: string, targets: readonly Term[], givens: readonly Term[] = []): Term =>
  node(
    "density",
    [...targets.map((at) => target(at.name, at.space, at)), ...givens.map((at) => given(at.name, at.space, at))],
    family,
  );
export const slots = (family: string, ...parts: readonly Term[]): Term => node("density", parts, family);

export const line = (rule: string, path: readonly number[] = [], ...terms: readonly Term[]): Line => ({
  rule,
  path,
  terms,
  back: null,
});
export const backwards = (rule: string, back: Term, path: readonly number[] = [], ...terms: readonly Term[]): Line => ({
  rule,
  path,
  terms,
  back,
});
export const always = (claim: Claim, ...binders: Proposition["binders"]): Proposition => ({ binders, claim });
export const numbers = (...values: readonly number[]): readonly Term[] => values.map((value) => number(value));
