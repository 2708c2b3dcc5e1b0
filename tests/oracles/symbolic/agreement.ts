import { EvaluationError } from "../../../src/claims/algebra.js";
import type { Claim } from "../../../src/claims/setting.js";
import { WorkLimitError } from "../../../src/numbers/exact.js";
import type { Statement } from "../../../src/oracles/symbolic/state.js";
import { distributionsOf } from "../../../src/meaning/vocabulary.js";
import type { Term } from "../../../src/terms/term.js";
import { someNode } from "../../../src/terms/traverse.js";
import { Evaluator, mentionsLine } from "../../kernel/evaluate.js";
import { nearly, Undecided } from "../../kernel/reals.js";
import { type Shared, sharedModels } from "./finite-model.js";
import { lineModel } from "./line-model.js";

/** A claim in one model, with the values that the oracles give its sides there. */
export interface Case {
  readonly shared: Shared;
  /** Null where a side has no value. */
  readonly left: number | null;
  readonly right: number | null;
}

export interface Agreement {
  /** Sides whose value was the same in both languages. */
  readonly same: number;
  /** What differed, for people. */
  readonly different: readonly string[];
}

const TOLERANCE = 1e-7;
const PATIENCE = 500_000;

/** How models of a claim are drawn: of one on the line where it speaks of continuous laws, else finite ones. */
function modelsOf(claim: Claim, key: string, models: number): readonly Shared[] {
  return isAboutLaws(claim) ? [lineModel(claim, key)] : sharedModels(claim, key, models);
}

function isAboutLaws({ left, right }: Claim): boolean {
  const isContinuous = (law: string): boolean => law !== "bernoulli";
  const continuous = (node: Term): boolean =>
    (node.kind === "lawDensity" && isContinuous(node.law)) ||
    (node.kind === "integral" && node.lower !== null) ||
    distributionsOf(node).some((distribution) => distribution.kind === "law" && isContinuous(distribution.law));
  return [left, right].some((side) => someNode(side, continuous));
}

/** What evaluates to nothing in one of the two languages. */
function orNull<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof Undecided || error instanceof WorkLimitError) return null;
    throw error;
  }
}

export function casesOf(claim: Claim, key: string, models: number): readonly Case[] {
  const side = (shared: Shared, term: Term): number | null => {
    const value = orNull(() => shared.evaluate(term));
    return value !== null && Number.isFinite(value) ? value : null;
  };
  return (orNull(() => modelsOf(claim, key, models)) ?? []).map((shared) => ({
    shared,
    left: side(shared, claim.left),
    right: side(shared, claim.right),
  }));
}

/** Compares the sides of a claim, as the oracles read them, with those of its statement. */
export function agreement(cases: readonly Case[], statement: Extract<Statement, { kind: "statement" }>): Agreement {
  const different: string[] = [];
  let same = 0;
  for (const each of cases) {
    const { model } = each.shared;
    const evaluator = new Evaluator(model, [], PATIENCE);
    if (!model.line && mentionsLine([statement.left, statement.right])) continue;
    const orders = statement.facts.filter((fact) => fact.claim.kind === "atMost");
    if (orNull(() => orders.every((fact) => evaluator.holds(fact))) !== true) continue;
    for (const side of ["left", "right"] as const) {
      const expected = each[side];
      const found = expected === null ? null : orNull(() => nearly(evaluator.number(statement[side])));
      if (expected === null || found === null) continue;
      if (Math.abs(found.middle - expected) <= TOLERANCE * (1 + Math.abs(expected)) + found.error) same += 1;
      else different.push(`${side}: ${expected} by the oracle, ${found.middle} in the kernel's language`);
    }
  }
  return { same, different };
}
