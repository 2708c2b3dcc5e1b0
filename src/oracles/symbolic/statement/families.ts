import { printTerm } from "../../../notation/print.js";
import { nameLatex } from "../../../terms/name.js";
import type { FamilyCall } from "../../../terms/term.js";
import { someNode } from "../../../terms/traverse.js";
import { rootOf, variableRoot } from "../../../terms/variable.js";
import { checkLabels, parametersText } from "./labels.js";
import type { Scope } from "./scope.js";
import type { Subject } from "./subject.js";
import { need } from "./unsupported.js";

/**
 * The kernel's name of a family. Parameters are labels: they are part of the name where the claim has several lists of them.
 *
 * @throws Unsupported for a label or parameter on whose value the family would depend
 */
export function familyName(call: FamilyCall, scope: Scope, { parameterized, roles }: Subject): string {
  const targets = call.targets.map(variableRoot).filter((root) => root !== null);
  checkLabels(call.family, scope, targets);
  const bound = new Set(scope.indices.map(({ variable }) => variable.name));
  for (const parameter of call.parameters) {
    const varies = someNode(
      parameter,
      (node) => node.kind === "symbol" && (bound.has(nameLatex(node.name)) || roles.variables.has(rootOf(node.name))),
    );
    need(!varies, `the parameter ${printTerm(parameter)} of ${nameLatex(call.family)} varies`);
  }
  const name = nameLatex(call.family);
  return parameterized.has(name) && call.parameters.length > 0 ? `${name}(\\cdot; ${parametersText(call)})` : name;
}
