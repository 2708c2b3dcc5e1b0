import type { Distribution, Term } from "../terms/term.js";
import { children } from "../terms/traverse.js";
import { distributionsOf } from "../meaning/vocabulary.js";
import type { Place, Role } from "./operator.js";

/** Every node of a term with its role, in the order in which they are written, parents first. */
export function placesOf(side: Term): readonly Place[] {
  const places: Place[] = [];
  const visit = (node: Term, role: Role, around: Place | null): void => {
    const place = { node, role, around };
    places.push(place);
    const roles = rolesOfChildren(node, role);
    for (const child of children(node)) visit(child, roles.get(child) ?? "value", place);
  };
  visit(side, "value", null);
  return places;
}

/** Roles of the direct children that are no plain values. What stands inside a letter's place never becomes a value again. */
function rolesOfChildren(node: Term, own: Role): ReadonlyMap<Term, Role> {
  const roles = new Map<Term, Role>();
  const mark = (role: Role, terms: readonly (Term | null)[]): void => {
    for (const term of terms) if (term !== null) roles.set(term, role);
  };
  if (own !== "value" && own !== "exponent") mark(own, children(node));
  for (const distribution of distributionsOf(node)) markArguments(distribution, mark);
  switch (node.kind) {
    case "component":
      mark("name", [node.of]);
      mark("index", node.indices);
      break;
    case "range":
      mark("name", [node.of]);
      mark("index", [node.from, node.to]);
      break;
    case "event":
      mark("argument", [node.variable, node.value]);
      break;
    case "apply":
      mark("name", [node.function]);
      mark("argument", node.arguments);
      break;
    case "power":
      mark(own === "value" ? "exponent" : own, [node.exponent]);
      break;
    case "norm":
      mark("name", [node.order]);
      break;
    case "sum":
    case "product":
      mark("variable", [node.index]);
      mark("bound", node.range.kind === "interval" ? [node.range.lower, node.range.upper] : [node.range.set]);
      break;
    case "integral":
      mark("variable", node.variables);
      mark("bound", [node.lower, node.upper, node.domain]);
      break;
    case "expectation":
    case "variance":
      mark(
        "variable",
        node.binders.flatMap((binder) => binder.variables),
      );
      mark("argument", node.given);
      break;
    case "variableEntropy":
      mark("argument", [...node.targets, ...node.given]);
      break;
    case "mutualInformation":
      mark("argument", [...node.left, ...node.right, ...node.given]);
      break;
    case "extremum":
      mark("variable", node.over);
      break;
    case "derivative":
      mark("variable", node.by);
      break;
    case "indicator":
      mark("argument", [node.left, node.right]);
      break;
    case "number":
    case "constant":
    case "symbol":
    case "add":
    case "negate":
    case "multiply":
    case "divide":
    case "elementary":
    case "density":
    case "lawDensity":
    case "divergence":
    case "entropy":
    case "transpose":
    case "inverse":
    case "determinant":
    case "trace":
    case "diagonal":
    case "delta":
    case "tuple":
    case "set":
    case "labelled":
      break;
  }
  return roles;
}

/** The arguments of a family are letters; the parameters of a law are values. */
function markArguments(distribution: Distribution, mark: (role: Role, terms: readonly Term[]) => void): void {
  if (distribution.kind !== "family") return;
  mark("argument", [...distribution.targets, ...distribution.given]);
  mark("name", distribution.parameters);
}

/**
 * Whether the value at a place is added, averaged or taken a function of as a whole. A factor or a leading minus may stand in front of it, and says the
 * same nowhere else nearby.
 */
export function standsWhole({ node, role, around }: Place): boolean {
  if (role !== "value" && role !== "exponent") return false;
  switch (around?.node.kind) {
    case "multiply":
    case "divide":
    case "negate":
    case "power":
      return role === "exponent" && node.kind !== "number";
    case "tuple":
    case "set":
      return false;
    default:
      return true;
  }
}
