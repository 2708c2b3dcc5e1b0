import { someExpression, type Expression } from "../expression.js";

/** Whether the logarithm of an expression is simpler than the expression: then it is worth taking a logarithm apart for. */
export function simplifiesUnderLog(e: Expression): boolean {
  switch (e.kind) {
    case "call":
      return e.name === "exp" || e.name === "sigmoid" || e.name === "sqrt";
    case "power":
      return true;
    case "multiply":
      return e.factors.some(simplifiesUnderLog);
    case "divide":
      return simplifiesUnderLog(e.numerator) || simplifiesUnderLog(e.denominator);
    case "fold":
      return e.name === "product" || (e.name === "sum" && simplifiesUnderLog(e.body));
    case "add":
    case "number":
    case "constant":
    case "place":
    case "read":
    case "pair":
      return false;
  }
}

/** Whether an expression is a fixed number. */
export function isConstant(e: Expression): boolean {
  return !someExpression(e, ({ kind }) => kind === "read" || kind === "place" || kind === "fold");
}
