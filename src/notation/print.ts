import { nameLatex, type Name } from "../terms/name.js";
import type { Rational } from "../numbers/rational.js";
import type { Distribution, RelationName, Term } from "../terms/term.js";
import { LAWS } from "./laws.js";
import { binderLatex, distributionLatex, slotsLatex, type TermPrinter } from "./print-distributions.js";
import { isMatrix } from "./scripts.js";

/**
 * Canonical LaTeX of a term. For every term that the parser can produce, reading it again (with a context that knows its families and functions)
 * gives the same term.
 */
export function printTerm(term: Term): string {
  return sum(term, false);
}

/** A term as an argument, index or binder, where `\pi` would be read as a letter: constants stand in parentheses there. */
export function printVariable(term: Term): string {
  return sum(term, true);
}

export function printDistribution(distribution: Distribution): string {
  return distributionLatex(distribution, PRINTER);
}

const PRINTER: TermPrinter = { ordinary: printTerm, variable: printVariable };

function sum(term: Term, variable: boolean): string {
  if (term.kind !== "add") return product(term, variable);
  let text = "";
  term.terms.forEach((part, k) => {
    if (k === 0) text = product(part, variable);
    else if (part.kind === "negate") text += ` - ${product(part.argument, variable)}`;
    else text += ` + ${product(part, variable)}`;
  });
  return text;
}

function product(term: Term, variable: boolean): string {
  if (term.kind === "negate") return `-${product(term.argument, variable)}`;
  if (term.kind === "add") return parenthesized(term);
  if (term.kind !== "multiply") return factor(term, variable);
  let text = "";
  let previous: Term | null = null;
  term.factors.forEach((part, k) => {
    const last = k === term.factors.length - 1;
    const open = !last && (part.kind === "sum" || part.kind === "product");
    const printed = standsAlone(part) || open ? parenthesized(part) : factor(part, variable);
    const dot = k > 0 && (/^(?:[(.\d]|\\text)/.test(printed) || (previous !== null && needsDot(previous)));
    text += k === 0 ? printed : `${dot ? " \\cdot " : " "}${printed}`;
    previous = part;
  });
  return text;
}

/** Kinds that cannot be one of several factors without parentheses. */
function standsAlone(term: Term): boolean {
  return ["add", "negate", "multiply", "derivative"].includes(term.kind);
}

/** `d x` is a differential, and a word beside a letter is prose. */
function needsDot(term: Term): boolean {
  return term.kind === "symbol" && (term.name.base === "d" || term.name.base.startsWith("\\text{"));
}

function parenthesized(term: Term): string {
  return `(${sum(term, false)})`;
}

/** What can carry scripts as it is. */
function base(term: Term, variable: boolean): string {
  switch (term.kind) {
    case "symbol":
      if (term.name.base === "e") return parenthesized(term);
      return unmarked(term) ? nameLatex(term.name) : `{${nameLatex(term.name)}}`;
    case "component":
      return term.place === "sub" && isName(term.of) && unmarked(term.of) ? factor(term, false) : parenthesized(term);
    case "number":
      return factor(term, false).startsWith("-") || factor(term, false).startsWith("\\")
        ? parenthesized(term)
        : factor(term, false);
    case "apply":
    case "density":
    case "lawDensity":
    case "norm":
      return factor(term, false);
    case "constant":
      return factor(term, variable);
    default:
      return parenthesized(term);
  }
}

function isName(term: Term): boolean {
  return term.kind === "symbol";
}

function unmarked(term: Term): boolean {
  return term.kind === "symbol" && term.name.marks.length === 0;
}

function power(term: Extract<Term, { kind: "power" }>, variable: boolean): string {
  const { base: below, exponent } = term;
  const named = exponent.kind === "symbol" || exponent.kind === "component" || exponent.kind === "tuple";
  const safe = named ? parenthesized(below) : base(below, variable);
  return `${safe}^{${sum(exponent, false)}}`;
}

const SIGNS: Readonly<Record<RelationName, string>> = {
  equal: "=",
  define: ":=",
  same: "\\equiv",
  notEqual: "\\ne",
  less: "<",
  lessEqual: "\\le",
  greater: ">",
  greaterEqual: "\\ge",
  proportional: "\\propto",
  similar: "\\sim",
  approximate: "\\approx",
  other: "\\to",
};

const OPERATORS: Readonly<Record<Extract<Term, { kind: "extremum" }>["operator"], string>> = {
  min: "\\min",
  max: "\\max",
  argmin: "\\arg\\min",
  argmax: "\\arg\\max",
  inf: "\\inf",
  sup: "\\sup",
};

function factor(term: Term, variable: boolean): string {
  switch (term.kind) {
    case "number":
      return number(term.value);
    case "constant": {
      const latex = { pi: "\\pi", e: "\\mathrm{e}", infinity: "\\infty", identity: "\\mathbf{I}" }[term.constant];
      return variable && term.constant !== "infinity" ? `(${latex})` : latex;
    }
    case "symbol":
      return nameLatex(term.name);
    case "component":
      return component(term);
    case "range":
      return withSubscript(term.of, `${printVariable(term.from)}:${printVariable(term.to)}`);
    case "event":
      return `${printVariable(term.variable)} = ${printVariable(term.value)}`;
    case "apply":
      return `${called(term.function)}(${term.arguments.map(printVariable).join(", ")})`;
    case "add":
    case "negate":
    case "multiply":
      return parenthesized(term);
    case "divide":
      return `\\frac{${printTerm(term.numerator)}}{${printTerm(term.denominator)}}`;
    case "power":
      return power(term, variable);
    case "elementary":
      return elementary(term);
    case "norm":
      return `\\left\\|${printTerm(term.argument)}\\right\\|${term.order === null ? "" : `_{${printVariable(term.order)}}`}`;
    case "density":
      return `${nameLatex(term.distribution.family)}(${slotsLatex(term.distribution, PRINTER)})`;
    case "lawDensity":
      return `${LAWS[term.law].latex}(${printTerm(term.point)}; ${term.parameters.map(printTerm).join(", ")})`;
    case "sum":
    case "product":
      return bigOperator(term);
    case "integral":
      return integral(term);
    case "expectation":
      return moment("\\mathbb{E}", term);
    case "variance":
      return moment("\\operatorname{Var}", term);
    case "divergence":
      return `D_{\\text{${term.measure}}}(${printDistribution(term.left)} \\| ${printDistribution(term.right)})`;
    case "entropy":
      return `\\mathbb{H}[${printDistribution(term.distribution)}${term.cross === null ? "" : `, ${printDistribution(term.cross)}`}]`;
    case "variableEntropy":
      return `\\mathbb{H}${underFamily(term.family)}(${conditioned(term.targets, term.given)})`;
    case "mutualInformation":
      return `I${underFamily(term.family)}(${term.left.map(printVariable).join(", ")}; ${conditioned(term.right, term.given)})`;
    case "extremum":
      return extremum(term);
    case "derivative":
      return derivative(term);
    case "transpose":
      return `${base(term.argument, variable)}^{\\top}`;
    case "inverse":
      return `${base(term.argument, variable)}^{-1}`;
    case "determinant":
      return `\\det(${printTerm(term.argument)})`;
    case "trace":
      return `\\operatorname{tr}(${printTerm(term.argument)})`;
    case "diagonal":
      return `\\operatorname{diag}(${printTerm(term.argument)})`;
    case "indicator":
      return `\\mathbb{1}[${printTerm(term.left)} ${SIGNS[term.relation]} ${printTerm(term.right)}]`;
    case "delta":
      return `\\delta(${printVariable(term.argument)})`;
    case "tuple":
      return `(${term.items.map(printTerm).join(", ")})`;
    case "set":
      return `\\{${term.items.map(printTerm).join(", ")}\\}`;
    case "labelled":
      return `\\underbrace{${printTerm(term.body)}}_{${term.label}}`;
  }
}

/** A terminating decimal where there is one, else a fraction. */
function number(value: Rational): string {
  const sign = value.numerator < 0n ? "-" : "";
  const size = value.numerator < 0n ? -value.numerator : value.numerator;
  let scale = 1n;
  let digits = 0;
  while (scale % value.denominator !== 0n && digits < 30) {
    scale *= 10n;
    digits++;
  }
  if (scale % value.denominator !== 0n) return `${sign}\\frac{${size}}{${value.denominator}}`;
  const text = `${(size * scale) / value.denominator}`.padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function component(term: Extract<Term, { kind: "component" }>): string {
  const list = term.indices.map(printVariable).join(",");
  if (term.place === "super") return superscript(term.of, `(${list})`);
  return withSubscript(term.of, term.indices.every(isPlainIndex) ? list : `(${list})`);
}

/** Indices that cannot be mistaken for a label or for two indices. */
function isPlainIndex(term: Term): boolean {
  if (term.kind === "number") return true;
  if (term.kind === "symbol") return /^[a-zA-Z]$/.test(nameLatex(term.name));
  return (
    term.kind === "add" &&
    term.terms.every((part) => isPlainIndex(part.kind === "negate" ? part.argument : part)) &&
    term.terms[0]?.kind !== "negate"
  );
}

/** Indices stand beside the labels of a name, below anything else. */
function withSubscript(of: Term, sub: string): string {
  if (of.kind !== "symbol") return `${parenthesized(of)}_{${sub}}`;
  const { name } = of;
  const labels = [...name.labels, sub].join(",");
  return nameLatex({ ...name, labels: [labels] });
}

function superscript(of: Term, sup: string): string {
  if (of.kind === "symbol") return nameLatex({ ...of.name, marks: [...of.name.marks, sup] });
  if (of.kind === "component" && of.of.kind === "symbol" && of.place === "sub") {
    const { name } = of.of;
    return component({ ...of, of: { kind: "symbol", name: { ...name, marks: [...name.marks, sup] } } });
  }
  return `${parenthesized(of)}^{${sup}}`;
}

function called(term: Term): string {
  return term.kind === "inverse" ? `${factor(term.argument, false)}^{-1}` : factor(term, false);
}

function elementary(term: Extract<Term, { kind: "elementary" }>): string {
  const argument = printTerm(term.argument);
  switch (term.name) {
    case "sqrt":
      return `\\sqrt{${argument}}`;
    case "abs": {
      const letter = term.argument.kind === "symbol" && term.argument.name.base.startsWith("\\math");
      return isMatrix(term.argument) || letter ? `\\operatorname{abs}(${argument})` : `\\left|${argument}\\right|`;
    }
    case "sigmoid":
    case "softplus":
    case "erf":
      return `\\operatorname{${term.name}}(${argument})`;
    case "log":
    case "exp":
    case "sin":
    case "cos":
    case "tan":
    case "tanh":
      return `\\${term.name}(${argument})`;
  }
}

function bigOperator(term: Extract<Term, { kind: "sum" | "product" }>): string {
  const sign = term.kind === "sum" ? "\\sum" : "\\prod";
  const { range } = term;
  const index = printVariable(term.index);
  const body = product(term.body, false);
  if (range.kind === "interval") return `${sign}_{${index}=${printTerm(range.lower)}}^{${printTerm(range.upper)}} ${body}`;
  return `${sign}_{${index}${range.set === null ? "" : ` \\in ${printVariable(range.set)}`}} ${body}`;
}

function integral(term: Extract<Term, { kind: "integral" }>): string {
  const sign = ["\\int", "\\iint", "\\iiint"][term.variables.length - 1] ?? "\\int";
  const bounds = term.lower === null || term.upper === null ? "" : `_{${printTerm(term.lower)}}^{${printTerm(term.upper)}}`;
  const domain = term.domain === null ? "" : `_{${printVariable(term.domain)}}`;
  const body = sum(term.body, false);
  // A body that ends with the letter d would swallow the differential.
  const safe = body.endsWith("d") ? `(${body})` : body;
  return `${sign}${bounds}${domain} ${safe} ${term.variables.map((variable) => `\\, d ${printVariable(variable)}`).join(" ")}`;
}

function moment(sign: string, term: Extract<Term, { kind: "expectation" | "variance" }>): string {
  const binders = term.binders.length === 0 ? "" : `_{${term.binders.map((binder) => binderLatex(binder, PRINTER)).join(", ")}}`;
  const given = term.given.length === 0 ? "" : ` \\mid ${term.given.map(printVariable).join(", ")}`;
  return `${sign}${binders}[${printTerm(term.body)}${given}]`;
}

function underFamily(family: Name | null): string {
  return family === null ? "" : `_{${nameLatex(family)}}`;
}

function conditioned(targets: readonly Term[], given: readonly Term[]): string {
  const list = targets.map(printVariable).join(", ");
  return given.length === 0 ? list : `${list} | ${given.map(printVariable).join(", ")}`;
}

function extremum(term: Extract<Term, { kind: "extremum" }>): string {
  const over = term.over.length === 0 ? "" : `_{${term.over.map(printVariable).join(", ")}}`;
  const body = term.body.kind === "tuple" && over === "" ? printTerm(term.body) : `[${printTerm(term.body)}]`;
  return `${OPERATORS[term.operator]}${over}${body}`;
}

function derivative(term: Extract<Term, { kind: "derivative" }>): string {
  const by = term.by.map(printVariable).join(", ");
  const body = parenthesized(term.body);
  switch (term.style) {
    case "gradient":
      return `\\nabla${by === "" ? "" : `_{${by}}`} ${body}`;
    case "total":
      return `\\frac{d}{d ${by}} ${body}`;
    case "partial":
      return `\\frac{\\partial}{\\partial ${by}} ${body}`;
  }
}
