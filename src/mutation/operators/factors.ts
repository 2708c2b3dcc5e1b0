import { rational } from "../../numbers/rational.js";
import type { Term } from "../../terms/term.js";
import { isNumber, number, productOf, scaled, sumOf, without, withAt } from "../build.js";
import type { Place, TermOperator } from "../operator.js";
import { standsWhole } from "../places.js";

const isCalculated = ({ role }: Place): boolean => role === "value" || role === "exponent";

export const dropSummand: TermOperator = {
  kind: "term",
  name: "drop-summand",
  description: "leave out one summand",
  example: { before: "a + b - c", after: "a - c" },
  edits: (place) => {
    const { node } = place;
    return node.kind === "add" && isCalculated(place) ? node.terms.map((_, i) => sumOf(without(node.terms, i))) : [];
  },
};

export const dropFactor: TermOperator = {
  kind: "term",
  name: "drop-factor",
  description: "leave out one factor",
  example: { before: "2 \\pi v", after: "\\pi v" },
  edits: (place) => {
    const { node } = place;
    return node.kind === "multiply" && isCalculated(place) ? node.factors.map((_, i) => productOf(without(node.factors, i))) : [];
  },
};

export const dropDenominator: TermOperator = {
  kind: "term",
  name: "drop-denominator",
  description: "leave out what is divided by",
  example: { before: "\\frac{a}{b}", after: "a" },
  edits: (place) => (place.node.kind === "divide" && isCalculated(place) ? [place.node.numerator] : []),
};

export const dropNumerator: TermOperator = {
  kind: "term",
  name: "drop-numerator",
  description: "leave out the numerator of a fraction",
  example: { before: "\\frac{a}{b}", after: "\\frac{1}{b}" },
  edits: (place) => {
    const { node } = place;
    return node.kind === "divide" && isCalculated(place) && !isNumber(node.numerator, 1)
      ? [{ ...node, numerator: number(1) }]
      : [];
  },
};

export const swapRatio: TermOperator = {
  kind: "term",
  name: "swap-ratio",
  description: "turn a fraction upside down",
  example: { before: "\\frac{a}{b}", after: "\\frac{b}{a}" },
  edits: (place) => {
    const { node } = place;
    if (node.kind !== "divide" || !isCalculated(place)) return [];
    const { numerator, denominator } = node;
    return [isNumber(numerator, 1) ? denominator : { ...node, numerator: denominator, denominator: numerator }];
  },
};

const scaling = (name: string, description: string, factor: Term, after: string): TermOperator => ({
  kind: "term",
  name,
  description,
  example: { before: "a + b", after },
  edits: (place) => {
    const { node } = place;
    const isPlain = node.kind === "number" || (node.kind === "constant" && node.constant === "infinity");
    return standsWhole(place) && node.kind !== "add" && !isPlain ? [scaled(factor, node)] : [];
  },
});

const half: Term = { kind: "divide", numerator: number(1), denominator: number(2) };

export const double = scaling("double", "put a factor of 2 in front", number(2), "a + 2b");
export const halve = scaling("halve", "put a factor of 1/2 in front", half, "a + \\frac{1}{2} b");

export const changeNumber: TermOperator = {
  kind: "term",
  name: "change-number",
  description: "write the next number for a number",
  example: { before: "2 a", after: "3 a" },
  edits: ({ node, role }) =>
    node.kind === "number" && role === "value" && node.value.denominator === 1n
      ? [number(rational(node.value.numerator + 1n))]
      : [],
};

export const sumForProduct: TermOperator = {
  kind: "term",
  name: "sum-for-product",
  description: "add two neighbouring factors instead of multiplying them",
  example: { before: "p(x) p(y)", after: "p(x) + p(y)" },
  edits: (place) => {
    const { node } = place;
    if (node.kind !== "multiply" || !isCalculated(place)) return [];
    return node.factors.slice(1).flatMap((factor, k) => {
      const before = node.factors[k];
      if (before === undefined || !isLetter(before.kind) || !isLetter(factor.kind)) return [];
      return [productOf(without(withAt(node.factors, k, sumOf([before, factor])), k + 1))];
    });
  },
};

const isLetter = (kind: Place["node"]["kind"]): boolean => kind === "density" || kind === "apply" || kind === "lawDensity";
