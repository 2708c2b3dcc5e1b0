import { EvaluationError } from "../claims/algebra.js";
import type { ClosedTerm } from "../claims/closed.js";
import type { ConcreteStyle } from "../claims/concrete-values.js";
import { Concretizer } from "../claims/concretize.js";
import { asScalar, Tensor } from "../claims/tensor.js";
import { nameLatex } from "../terms/name.js";
import { type Rational, rational } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import { someNode } from "../terms/traverse.js";
import { replaceLetters } from "../meaning/definitions.js";
import { decide } from "../oracles/monte-carlo/decide.js";
import type { Contract } from "../oracles/monte-carlo/plan.js";
import type { Formula } from "../verdicts/formulas.js";
import { AccurateProgram } from "./accurate.js";
import { argumentTrees, readOutcome } from "./call.js";
import type { Callable } from "./examine.js";
import { type Expression, EXPRESSIONS } from "./expression.js";
import type { ArgumentPlan, FormulaArgument } from "./axes.js";
import { reasonOf } from "./problem.js";
import { type PairPlan } from "./plan.js";
import type { SampledPair } from "./result.js";
import { leavesOf, mapTree } from "./tree.js";
import type { WrittenArgument, WrittenTree } from "./written.js";

/** Models in which an expectation of the document is held against the code. */
const MODELS = 2;

const STYLE: ConcreteStyle = { magnitude: 3, denominators: 2, positive: false, dimension: 2, varying: false, plain: false };

/** What sampling of a pair came to; the reason where there is nothing to sample. */
export type Sampling = { readonly kind: "sampled"; readonly checks: readonly SampledPair[] } | { readonly kind: "none" };

/**
 * Holds the code against the mean of samples: where the document writes the formula as an expectation under normal laws, in random models of it. The
 * allowance of each check is fixed by its key alone.
 */
export async function samplePair(plan: PairPlan, callable: Callable, contract: Contract, key: string): Promise<Sampling> {
  for (const side of plan.sides) {
    const checks: SampledPair[] = [];
    for (let model = 0; model < MODELS; model += 1) {
      const check = await sampleSide(plan, side, callable, contract, `${key}|${model}`);
      if (check === null) break;
      checks.push(check);
    }
    if (checks.length === MODELS) return { kind: "sampled", checks };
  }
  return { kind: "none" };
}

async function sampleSide(
  plan: PairPlan,
  side: Formula,
  callable: Callable,
  contract: Contract,
  key: string,
): Promise<SampledPair | null> {
  const model = inModel(plan, side, key);
  if (model === null) return null;
  const { trees, columns, method, closed } = model;
  const count = plan.arguments.flatMap(leavesOf).length;
  const args = argumentTrees(trees, 0, [columns], callable.kind, false);
  const methods = argumentTrees(method, count, [columns], callable.kind, false);
  const returned = readOutcome(await callable.call(args, methods), null);
  const [value] = returned.kind === "numbers" ? returned.numbers : [];
  if (value === undefined || !Number.isFinite(value)) return null;
  const { result, certified, n, alpha, beta, delta, scale, detail } = decide(
    { left: closed, right: { kind: "number", value: exactly(value) } },
    contract,
    key,
  );
  return { line: side.at.line, result, certified, n, alpha, beta, delta, scale, detail };
}

interface Model {
  readonly closed: ClosedTerm;
  readonly trees: readonly WrittenTree[];
  readonly method: readonly WrittenTree[];
  /** Values of the arguments. */
  readonly columns: readonly (readonly number[])[];
}

/** A side as an expectation in one random model, with the arguments' values there; null where it is none. */
function inModel(plan: PairPlan, side: Formula, key: string): Model | null {
  try {
    const concretizer = new Concretizer(plan.subject, key, 0, STYLE, new Set());
    const closed = asScalar(concretizer.evaluate(side.term));
    if (!someNode(closed, (node) => node.kind === "expectation" || node.kind === "integral") || concretizer.usedStandIn)
      return null;
    const columns: number[][] = [];
    const tree = (argument: ArgumentPlan): WrittenTree =>
      mapTree(argument, (leaf) => {
        const written = writeIn(leaf, concretizer, plan.subject.roles.naturals);
        columns.push(written.numbers);
        return written.argument;
      });
    const trees = plan.arguments.map(tree);
    const method = plan.method?.arguments.map(tree) ?? [];
    return { closed, trees, method, columns };
  } catch (error) {
    reasonOf(error);
    return null;
  }
}

function writeIn(
  { name, latex, term, axes }: FormulaArgument,
  concretizer: Concretizer,
  naturals: ReadonlySet<string>,
): { readonly argument: WrittenArgument; readonly numbers: number[] } {
  const sizes = axes.map(({ letter, size }): readonly [string, number] => {
    if (size === null) throw new EvaluationError("unsupported", "a variable with finitely many values");
    return [letter, concretizer.integer(size)];
  });
  const numbers: number[] = [];
  const inner: (readonly [string, number])[] = [];
  const nest = (depth: number, fixed: ReadonlyMap<string, Term>): void => {
    const axis = sizes[depth];
    if (axis !== undefined) {
      for (let place = 1; place <= axis[1]; place += 1)
        nest(depth + 1, new Map([...fixed, [axis[0], { kind: "number", value: rational(place) }]]));
      return;
    }
    const value = concretizer.evaluate(replaceLetters(term, fixed));
    if (value instanceof Tensor && inner.length === 0) inner.push(["component", value.height]);
    numbers.push(...(value instanceof Tensor ? value.entries() : [value]).map(numberOf));
  };
  nest(0, new Map());
  const [first = null] = numbers;
  const isCount = term.kind === "symbol" && naturals.has(nameLatex(term.name));
  return { argument: { name, latex, axes: [...sizes, ...inner], values: [], count: isCount ? first : null }, numbers };
}

/** The double nearest to a term without integrals. */
function numberOf(term: ClosedTerm): number {
  const [value] = new AccurateProgram([toExpression(term)]).run(new Map());
  return value?.value.toNumber() ?? NaN;
}

function toExpression(term: ClosedTerm): Expression {
  switch (term.kind) {
    case "number":
      return EXPRESSIONS.fromRational(term.value);
    case "constant":
      if (term.constant === "pi" || term.constant === "e") return EXPRESSIONS.constant(term.constant);
      break;
    case "add":
      return term.terms.map(toExpression).reduce(EXPRESSIONS.add, EXPRESSIONS.zero);
    case "negate":
      return EXPRESSIONS.negate(toExpression(term.argument));
    case "multiply":
      return term.factors.map(toExpression).reduce(EXPRESSIONS.multiply, EXPRESSIONS.one);
    case "divide":
      return EXPRESSIONS.divide(toExpression(term.numerator), toExpression(term.denominator));
    case "power":
      return EXPRESSIONS.power(toExpression(term.base), toExpression(term.exponent));
    case "elementary":
      return EXPRESSIONS.elementary(term.name, toExpression(term.argument));
    default:
      break;
  }
  throw new EvaluationError("unsupported", "an argument that is no number");
}

/** The fraction that a double is. */
function exactly(value: number): Rational {
  let denominator = 1n;
  let numerator = value;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return rational(BigInt(numerator), denominator);
}
