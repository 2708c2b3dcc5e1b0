import type { Setting } from "../claims/setting.js";
import { rational } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import { someNode } from "../terms/traverse.js";
import { decideClaim, type Decision } from "../verdicts/decide.js";
import type { Formula, Formulas } from "../verdicts/formulas.js";
import type { Verdict } from "../verdicts/result.js";
import { rebuild } from "./build.js";
import { type Dimension, type Expression, expressionKey, type Index, type Parameter, placesOf, visit } from "./expression.js";
import { lower } from "./lower.js";
import { NotComputableError } from "./not-computable.js";
import { rewrite } from "./rewrite.js";
import { select, SelectionError } from "./select.js";
import type { Selector } from "./selector.js";
import { toTerm } from "./to-term.js";

/** A formula ready for any target. */
export interface Compiled {
  /** The words of the function's name. */
  readonly words: readonly string[];
  readonly expression: Expression;
  /** In the order in which they first stand in the formula. */
  readonly parameters: readonly Parameter[];
  /** The index of the components of the value; null where it is a number. */
  readonly output: { readonly index: Index; readonly dimension: Dimension } | null;
  readonly title: string | null;
  /** As the document writes it. */
  readonly latex: string;
  readonly path: string;
  readonly label: string | null;
  readonly line: number;
  readonly verdict: Verdict;
  /** The unit of the value, where it has one. */
  readonly unit: "nats" | null;
  /** What the formula was before it was rewritten. */
  readonly original: Original;
}

export interface Original {
  readonly term: Term;
  readonly setting: Setting;
  readonly expression: Expression;
}

/** @throws SelectionError when nothing is to be compiled, or no side has a closed form */
export function compileFormula(formulas: Formulas, selector: Selector): Compiled {
  const selection = select(formulas, selector);
  const reasons: string[] = [];
  for (const { formula, verdict } of selection.candidates) {
    try {
      const { path } = formulas.checked;
      const { term, setting, output, expression: written } = lowerFormula(formulas, formula);
      const expression = withLogVariance(written);
      const right = formula.latex.trim();
      const { at, label, left } = selection;
      const rewritten = rewrite(expression);
      return {
        words: label === null ? ["formula", `${at.line}`] : (label.match(/[A-Za-z0-9]+/g) ?? ["formula"]),
        expression: rewritten,
        parameters: neededParameters(expression, rewritten),
        output,
        title: selector.kind === "label" && label === formulas.frontMatter?.label ? formulas.frontMatter.title : null,
        latex: left === right ? left : `${left} = ${right}`,
        path,
        label,
        line: at.line,
        verdict,
        unit: isInNats(selection.candidates.map((side) => side.formula.term)) ? "nats" : null,
        original: { term, setting, expression },
      };
    } catch (error) {
      if (!(error instanceof NotComputableError)) throw error;
      reasons.push(`line ${formula.at.line}: ${error.message}`);
    }
  }
  throw new SelectionError(reasons[0] ?? `line ${selection.at.line}: there is nothing to compute`);
}

function lowerFormula(formulas: Formulas, { term, section }: Formula): Original & Pick<Compiled, "output"> {
  const setting = formulas.settingOf([term], section);
  return { term, setting, ...lower(term, setting) };
}

/** What the checker says of the claim that the rewritten formula is the formula; null where it cannot be written as one. */
export function decideRewriting({ expression, original, output }: Compiled): Decision | null {
  const right = toTerm(expression);
  if (right === null || output !== null) return null;
  return decideClaim(
    { left: original.term, right, relation: "equal", targets: [], setting: original.setting },
    "codegen",
    "standard",
  );
}

/** The parameters that an expression reads, each once. */
export function parametersOf(e: Expression): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  visit(e, (part) => {
    if (part.kind === "read") found.set(part.parameter.key, part.parameter);
  });
  return [...found.values()];
}

/** The parameters of a formula that its rewritten form reads, or whose sizes it needs. */
function neededParameters(written: Expression, rewritten: Expression): readonly Parameter[] {
  const read = new Set(parametersOf(rewritten).map(({ key }) => key));
  const all = parametersOf(written);
  const sizes = new Set<string>();
  visit(rewritten, (part) => {
    for (const { of } of placesOf(part)) if (of?.kind === "size") sizes.add(of.dimension.key);
  });
  const measures = ({ axes }: Parameter): boolean => axes.some((axis) => sizes.has(axis.key));
  for (const parameter of all.filter(({ key }) => read.has(key))) for (const axis of parameter.axes) sizes.delete(axis.key);
  return all.filter((parameter) => {
    if (read.has(parameter.key)) return true;
    if (!measures(parameter)) return false;
    for (const axis of parameter.axes) sizes.delete(axis.key);
    return true;
  });
}

/** Networks put out the logarithm of a variance: where a formula needs nothing else of σ, that is its parameter. */
function withLogVariance(e: Expression): Expression {
  const isLogVariance = (part: Expression): Parameter | null =>
    part.kind === "call" &&
    part.name === "log" &&
    part.argument.kind === "power" &&
    part.argument.exponent.kind === "number" &&
    expressionKey(part.argument.exponent) === expressionKey({ kind: "number", value: rational(2) }) &&
    part.argument.base.kind === "read" &&
    part.argument.base.parameter.words[0] === "sigma"
      ? part.argument.base.parameter
      : null;
  const count = (key: string, inLog: boolean): number => {
    let found = 0;
    visit(e, (part) => {
      if (inLog ? isLogVariance(part)?.key === key : part.kind === "read" && part.parameter.key === key) found += 1;
    });
    return found;
  };
  const chosen = parametersOf(e).filter(({ key }) => count(key, true) > 0 && count(key, true) === count(key, false));
  if (chosen.length === 0) return e;
  const logs = new Map(chosen.map((parameter) => [parameter.key, logVariance(parameter)]));
  const replace = (part: Expression): Expression => {
    const parameter = isLogVariance(part);
    const own = parameter === null ? undefined : logs.get(parameter.key);
    if (own !== undefined && part.kind === "call" && part.argument.kind === "power" && part.argument.base.kind === "read")
      return { kind: "read", parameter: own, places: part.argument.base.places };
    return rebuild(part, replace);
  };
  return replace(e);
}

function logVariance(sigma: Parameter): Parameter {
  const square = (of: Term): Term => ({ kind: "power", base: of, exponent: { kind: "number", value: rational(2) } });
  return {
    ...sigma,
    key: `log ${sigma.key}`,
    words: ["log", "var", ...sigma.words.slice(1)],
    latex: `\\log ${sigma.latex}^2`,
    domain: "real",
    at: (indices) => ({ kind: "elementary", name: "log", argument: square(sigma.at(indices)) }),
  };
}

/** Whether the value is a difference or average of logarithms of densities, which are natural. */
function isInNats(sides: readonly Term[]): boolean {
  return sides.some((side) =>
    someNode(side, (node) => {
      if (node.kind === "divergence" || node.kind === "entropy") return true;
      return (
        node.kind === "elementary" &&
        node.name === "log" &&
        someNode(node, ({ kind }) => kind === "density" || kind === "lawDensity")
      );
    }),
  );
}
