import {
  ConstantNode,
  derivative,
  FunctionNode,
  isConstantNode,
  isFunctionNode,
  isOperatorNode,
  isParenthesisNode,
  isSymbolNode,
  type MathNode,
  OperatorNode,
  SymbolNode,
} from "mathjs";
import { EvaluationError } from "../claims/algebra.js";
import { rational } from "../numbers/rational.js";
import { type Expression, EXPRESSIONS, inOrder, numberOf, operandsOf } from "./expression.js";

/**
 * The derivatives of an expression with respect to unknowns. What each operation's derivative is, mathjs says: nothing is shared with the gradients of the
 * tensor graph. The chain rule goes through the expression once, from the result to the unknowns, so that what occurs twice is differentiated once.
 *
 * @throws EvaluationError of kind `unsupported` where mathjs has no rule
 */
export function derivatives(expression: Expression, unknowns: readonly string[]): readonly Expression[] {
  const varies = new Set<Expression>();
  const order = inOrder([expression]);
  for (const node of order)
    if (node.kind === "unknown" || operandsOf(node).some((operand) => varies.has(operand))) varies.add(node);
  const slopes = new Map<Expression, Expression>([[expression, EXPRESSIONS.one]]);
  const sums = new Map<string, Expression>();
  for (const node of order.toReversed()) {
    const slope = slopes.get(node);
    if (slope === undefined || !varies.has(node)) continue;
    if (node.kind === "unknown") sums.set(node.key, plus(sums.get(node.key), slope));
    for (const [i, operand] of operandsOf(node).entries())
      if (varies.has(operand)) slopes.set(operand, plus(slopes.get(operand), EXPRESSIONS.multiply(slope, localSlope(node, i))));
  }
  return unknowns.map((key) => sums.get(key) ?? EXPRESSIONS.zero);
}

function plus(sum: Expression | undefined, summand: Expression): Expression {
  return sum === undefined ? summand : EXPRESSIONS.add(sum, summand);
}

/** Stand for the operands of an operation. */
const OPERANDS = ["a", "b"] as const;

/** Derivatives of single operations, in terms of `a` and `b`. */
const RULES = new Map<string, Expression>();

/** The derivative of one operation with respect to one of its operands. */
function localSlope(node: Expression, by: number): Expression {
  const operation = node.kind === "elementary" ? node.name : node.kind;
  const name = OPERANDS[by] ?? "a";
  const key = `${operation}/${name}`;
  const rule = RULES.get(key) ?? fromMathjs(derivative(operationOf(node), new SymbolNode(name), { simplify: false }));
  RULES.set(key, rule);
  const operands = operandsOf(node);
  return replace(rule, new Map(OPERANDS.map((letter, i) => [letter, operands[i] ?? EXPRESSIONS.zero])));
}

function operationOf(node: Expression): MathNode {
  const [a, b] = OPERANDS.map((name) => new SymbolNode(name));
  if (a === undefined || b === undefined) throw new Error("an operation has operands");
  switch (node.kind) {
    case "add":
      return new OperatorNode("+", "add", [a, b]);
    case "multiply":
      return new OperatorNode("*", "multiply", [a, b]);
    case "divide":
      return new OperatorNode("/", "divide", [a, b]);
    case "power":
      return new OperatorNode("^", "pow", [a, b]);
    case "negate":
      return new OperatorNode("-", "unaryMinus", [a]);
    case "elementary": {
      const one = new ConstantNode(1);
      const exponential = (of: MathNode): MathNode => new FunctionNode("exp", [of]);
      const onePlus = (of: MathNode): MathNode => new OperatorNode("+", "add", [one, of]);
      if (node.name === "softplus") return new FunctionNode("log", [onePlus(exponential(a))]);
      if (node.name === "sigmoid")
        return new OperatorNode("/", "divide", [one, onePlus(exponential(new OperatorNode("-", "unaryMinus", [a])))]);
      if (node.name === "erf") throw new EvaluationError("unsupported", "the derivative of the error function");
      return new FunctionNode(node.name, [a]);
    }
    case "number":
    case "constant":
    case "unknown":
      return a;
  }
}

function replace(rule: Expression, operands: ReadonlyMap<string, Expression>): Expression {
  const of = (node: Expression): Expression => replace(node, operands);
  switch (rule.kind) {
    case "unknown":
      return operands.get(rule.key) ?? rule;
    case "number":
    case "constant":
      return rule;
    case "negate":
      return EXPRESSIONS.negate(of(rule.argument));
    case "elementary":
      return EXPRESSIONS.elementary(rule.name, of(rule.argument));
    case "add":
    case "multiply":
    case "divide":
    case "power":
      return EXPRESSIONS[rule.kind](of(rule.left), of(rule.right));
  }
}

function fromMathjs(node: MathNode): Expression {
  const of = (inner: MathNode | undefined): Expression => {
    if (inner === undefined) throw new EvaluationError("unsupported", "an operation without its operands");
    return fromMathjs(inner);
  };
  const algebra = EXPRESSIONS;
  if (isParenthesisNode(node)) return of(node.content);
  if (isConstantNode(node)) return wholeOf(node.value);
  if (isSymbolNode(node)) return { kind: "unknown", key: node.name, positive: false };
  if (isOperatorNode(node)) {
    const [first, ...rest] = node.args;
    const fold = (combine: (a: Expression, b: Expression) => Expression): Expression =>
      rest.reduce((result, operand) => combine(result, of(operand)), of(first));
    switch (node.fn) {
      case "add":
        return fold(algebra.add);
      case "subtract":
        return fold((a, b) => algebra.add(a, algebra.negate(b)));
      case "multiply":
        return fold(algebra.multiply);
      case "divide":
        return fold(algebra.divide);
      case "pow":
        return fold(algebra.power);
      case "unaryMinus":
        return algebra.negate(of(first));
      default:
        break;
    }
  }
  if (isFunctionNode(node)) {
    const [argument] = node.args;
    const { name } = node.fn;
    switch (name) {
      case "log":
        if (node.args.length === 1) return { kind: "elementary", name, argument: of(argument) };
        break;
      case "exp":
      case "sqrt":
      case "abs":
      case "sin":
      case "cos":
      case "tan":
      case "tanh":
        return algebra.elementary(name, of(argument));
      case "sec":
        return algebra.divide(algebra.one, algebra.elementary("cos", of(argument)));
      case "sech": {
        const tanh = algebra.elementary("tanh", of(argument));
        return algebra.elementary("sqrt", algebra.add(algebra.one, algebra.negate(algebra.multiply(tanh, tanh))));
      }
      default:
        break;
    }
  }
  throw new EvaluationError("unsupported", `a derivative with ${node.toString().slice(0, 40)}`);
}

function wholeOf(value: unknown): Expression {
  if (typeof value === "number" && Number.isSafeInteger(value)) return numberOf(rational(value));
  throw new EvaluationError("unsupported", `the number ${String(value)} in a derivative`);
}
