import type { RelationName, Term } from "../terms/term.js";
import type { Dimension } from "./dimensions.js";
import type { Domain } from "./domain.js";
import type { Hypothesis } from "./hypothesis.js";

/** Everything that a claim presupposes: what the document has fixed about its letters. */
export interface Setting {
  /** Concrete densities in force. */
  readonly hypotheses: readonly Hypothesis[];
  /** Domains by letter (without marks); letters that are not in it may be anything their place allows. */
  readonly domains: ReadonlyMap<string, Domain>;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  /** Arrays whose elements are positive and sum to one over their index: mixture weights. */
  readonly weights: ReadonlySet<string>;
  /** Letters that are variables although no density of the claim itself shows it. */
  readonly variables: ReadonlySet<string>;
}

export const NOTHING_FIXED: Setting = {
  hypotheses: [],
  domains: new Map(),
  dimensions: new Map(),
  weights: new Set(),
  variables: new Set(),
};

/** A step under one reading, every binder and family explicit. */
export interface Claim {
  readonly left: Term;
  readonly right: Term;
  readonly relation: RelationName;
  /** Roots of the variables in which a proportionality must be constant: the targets of the chain's head. Empty: in every variable. */
  readonly targets: readonly string[];
  readonly setting: Setting;
}

/** By convention of the field a standard deviation, variance, precision, scale or temperature is positive. */
const POSITIVE_LETTERS = /^(\\sigma|\\Sigma|\\tau|\\lambda|\\beta|\\Lambda|\\varsigma)/;

/** The domain of a letter: what the document declares, or else the field's convention. */
export function domainOf(setting: Setting, name: string): Domain {
  const declared =
    setting.domains.get(name) ??
    setting.domains.get(name.replace(/\(.*\)$/, "")) ??
    setting.domains.get(name.replace(/\[\]$/, ""));
  if (declared !== undefined) return declared;
  if (setting.weights.has(name)) return "positive";
  return POSITIVE_LETTERS.test(name) ? "positive" : "any";
}
