import { type Name, nameLatex } from "../../terms/name.js";
import { equalTerms } from "../../terms/traverse.js";
import { variableRoot } from "../../terms/variable.js";
import { withAt } from "../build.js";
import { replaceDistributions } from "../distributions.js";
import type { TermOperator } from "../operator.js";
import type { FamilyCall } from "../../terms/term.js";

export const changeFamily: TermOperator = {
  kind: "term",
  name: "change-family",
  description: "write another of the document's families",
  example: { before: "p(x) - q(x)", after: "q(x) - q(x)" },
  edits: ({ node }, letters) =>
    replaceDistributions(node, (distribution) =>
      distribution.kind !== "family"
        ? []
        : letters.families
            .filter((family) => !isUsuallyOne(family, distribution.family))
            .map((family) => ({ ...distribution, family })),
    ),
};

export const swapDivergence: TermOperator = {
  kind: "term",
  name: "swap-divergence",
  description: "exchange the two sides of a divergence or a cross entropy",
  example: { before: "KL(p(x) \\| q(x))", after: "KL(q(x) \\| p(x))" },
  edits: ({ node }) => {
    if (node.kind === "divergence") return [{ ...node, left: node.right, right: node.left }];
    return node.kind === "entropy" && node.cross !== null
      ? [{ ...node, distribution: node.cross, cross: node.distribution }]
      : [];
  },
};

export const changeExpectation: TermOperator = {
  kind: "term",
  name: "change-expectation",
  description: "average over another of the document's densities of the same variable",
  example: { before: "\\mathbb{E}_{z \\sim q(z|x)}[f(z)] + p(z)", after: "\\mathbb{E}_{z \\sim p(z)}[f(z)] + p(z)" },
  edits: ({ node }, letters) => {
    if (node.kind !== "expectation" && node.kind !== "variance") return [];
    return replaceDistributions(node, (distribution) =>
      distribution.kind === "family"
        ? letters.calls.filter((call) => sameTargets(call, distribution) && !sameCall(call, distribution))
        : [],
    );
  },
};

export const changeArgument: TermOperator = {
  kind: "term",
  name: "change-argument",
  description: "apply a function to another of the document's variables",
  example: { before: "\\mu(z) - p(x|z)", after: "\\mu(x) - p(x|z)" },
  edits: ({ node }, letters) => {
    if (node.kind !== "apply") return [];
    return node.arguments.flatMap((argument, i) =>
      argument.kind !== "symbol" || !letters.variables.some((variable) => equalTerms(variable, argument))
        ? []
        : letters.variables
            .filter((variable) => !equalTerms(variable, argument))
            .map((variable) => ({ ...node, arguments: withAt(node.arguments, i, variable) })),
    );
  },
};

/** `p` and `p_\theta` usually are one family: to write one for the other is no slip. */
function isUsuallyOne(a: Name, b: Name): boolean {
  const bare = (name: Name): string =>
    nameLatex({ ...name, labels: name.labels.filter((label) => !/^\\[a-zA-Z]+$/.test(label)) });
  return bare(a) === bare(b);
}

function sameTargets(a: FamilyCall, b: FamilyCall): boolean {
  const roots = (call: FamilyCall): string => call.targets.map(variableRoot).join(" ");
  return roots(a) === roots(b);
}

function sameCall(a: FamilyCall, b: FamilyCall): boolean {
  return equalTerms({ kind: "density", distribution: a }, { kind: "density", distribution: b });
}
