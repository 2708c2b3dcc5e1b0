import type { ConcreteSubject } from "../claims/concrete-values.js";
import { countDimensions, inferShapes } from "../claims/dimensions.js";
import { rolesOf } from "../claims/roles.js";
import type { Claim } from "../claims/setting.js";
import { nameLatex } from "../terms/name.js";
import { toNumber } from "../numbers/rational.js";
import type { Term, TermOf } from "../terms/term.js";
import { someNode, walk } from "../terms/traverse.js";
import { variableRoot } from "../terms/variable.js";
import { distributionsOf } from "../meaning/vocabulary.js";

/** What a claim's letters may be in concrete models. */
export function concreteSubject(claim: Claim): ConcreteSubject {
  const { hypotheses } = claim.setting;
  const calls = hypotheses.map((hypothesis): Term => ({ kind: "density", distribution: hypothesis.call }));
  const terms = [claim.left, claim.right, ...hypotheses.map((hypothesis) => hypothesis.body), ...calls];
  const familyRoots = new Map<string, string[]>();
  for (const term of [claim.left, claim.right, ...calls]) {
    walk(term, (node) => {
      for (const distribution of distributionsOf(node)) {
        if (distribution.kind !== "family") continue;
        const roots = [...distribution.targets, ...distribution.given].map(variableRoot).filter((root) => root !== null);
        const name = nameLatex(distribution.family);
        familyRoots.set(name, [...new Set([...(familyRoots.get(name) ?? []), ...roots])]);
      }
    });
  }
  const roles = rolesOf(terms, claim.setting.variables);
  const shapes = inferShapes(terms, claim.setting.dimensions, roles.generalFunctions);
  return {
    claim,
    roles: countDimensions(roles, shapes),
    shapes,
    familyRoots,
    densityFunctions: functionsInDensities(claim),
    finiteRoots: finiteRoots(claim, roles.variables),
    lookbacks: lookbacksIn(terms),
  };
}

function lookbacksIn(terms: readonly Term[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const term of terms) {
    walk(term, (node) => {
      for (const index of node.kind === "component" ? node.indices : []) {
        const [letter, below, ...more] = index.kind === "add" ? index.terms : [];
        if (letter?.kind !== "symbol" || below?.kind !== "negate" || more.length > 0 || below.argument.kind !== "number")
          continue;
        const name = nameLatex(letter.name);
        found.set(name, Math.max(found.get(name) ?? 0, Math.ceil(toNumber(below.argument.value))));
      }
    });
  }
  return found;
}

/** Variables that neither a form nor a law nor an integral of a plain function makes real. */
function finiteRoots(claim: Claim, variables: ReadonlySet<string>): ReadonlySet<string> {
  const real = new Set<string>();
  const mark = (terms: readonly Term[]): void => {
    for (const term of terms) {
      walk(term, (node) => {
        const root = node.kind === "symbol" ? variableRoot(node) : null;
        if (root !== null) real.add(root);
      });
    }
  };
  for (const hypothesis of claim.setting.hypotheses) if (hypothesis.space === "real") mark(hypothesis.call.targets);
  for (const side of [claim.left, claim.right, ...claim.setting.hypotheses.map((hypothesis) => hypothesis.body)]) {
    walk(side, (node) => {
      if (node.kind === "lawDensity") mark([node.point]);
      if (node.kind === "integral" && !mentionsFamilyOf(node)) mark(node.variables);
      if (node.kind === "expectation")
        for (const binder of node.binders) if (binder.distribution?.kind === "law") mark(binder.variables);
    });
  }
  return new Set([...variables].filter((root) => !real.has(root)));
}

function mentionsFamilyOf(node: TermOf<"integral">): boolean {
  const roots = node.variables.map(variableRoot);
  const isArgument = (argument: Term): boolean => roots.includes(variableRoot(argument));
  return someNode(node.body, (inner) =>
    distributionsOf(inner).some(
      (distribution) => distribution.kind === "family" && [...distribution.targets, ...distribution.given].some(isArgument),
    ),
  );
}

/** Functions that shape a density: what stands in a form or in a law's parameters, or in an exponential, root or divisor of an integrand. */
function functionsInDensities(claim: Claim): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (term: Term): void => {
    walk(term, (node) => {
      if (node.kind !== "apply") return;
      const head = node.function.kind === "component" ? node.function.of : node.function;
      if (head.kind === "symbol") found.add(nameLatex(head.name));
    });
  };
  for (const hypothesis of claim.setting.hypotheses) collect(hypothesis.body);
  for (const side of [claim.left, claim.right]) {
    walk(side, (node) => {
      if (node.kind === "lawDensity") node.parameters.forEach(collect);
      if (node.kind === "integral" && !mentionsFamilyOf(node)) shapingParts(node.body).forEach(collect);
      for (const distribution of distributionsOf(node)) if (distribution.kind === "law") distribution.parameters.forEach(collect);
    });
  }
  return found;
}

/** The parts of an integrand that make it more than a polynomial in the functions under it. */
function shapingParts(integrand: Term): readonly Term[] {
  const found: Term[] = [];
  walk(integrand, (node) => {
    if (node.kind === "elementary") found.push(node.argument);
    if (node.kind === "divide") found.push(node.denominator);
    if (node.kind === "power") found.push(node.exponent, ...(isWhole(node.exponent) ? [] : [node.base]));
  });
  return found;
}

function isWhole(exponent: Term): boolean {
  return exponent.kind === "number" && exponent.value.denominator === 1n && exponent.value.numerator > 0n;
}
