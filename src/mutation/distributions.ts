import type { Distribution, FamilyCall, Term } from "../terms/term.js";
import { withAt } from "./build.js";

/** Each node in which exactly one distribution that the node itself holds is replaced, for each of its replacements. */
export function replaceDistributions(
  node: Term,
  replacements: (distribution: Distribution) => readonly Distribution[],
): readonly Term[] {
  switch (node.kind) {
    case "density":
      return replacements(node.distribution).flatMap((distribution): Term[] =>
        distribution.kind === "family" ? [{ kind: "density", distribution }] : [],
      );
    case "divergence":
      return [
        ...replacements(node.left).map((left): Term => ({ ...node, left })),
        ...replacements(node.right).map((right): Term => ({ ...node, right })),
      ];
    case "entropy": {
      const { cross } = node;
      return [
        ...replacements(node.distribution).map((distribution): Term => ({ ...node, distribution })),
        ...(cross === null ? [] : replacements(cross).map((other): Term => ({ ...node, cross: other }))),
      ];
    }
    case "expectation":
    case "variance":
      return node.binders.flatMap((binder, i) =>
        binder.distribution === null
          ? []
          : replacements(binder.distribution).map((distribution): Term => ({
              ...node,
              binders: withAt(node.binders, i, { ...binder, distribution }),
            })),
      );
    default:
      return [];
  }
}

/** As `replaceDistributions`, for calls of families with arguments. */
export function replaceCalls(node: Term, replacements: (call: FamilyCall) => readonly FamilyCall[]): readonly Term[] {
  return replaceDistributions(node, (distribution) =>
    distribution.kind === "family" && distribution.targets.length > 0 ? replacements(distribution) : [],
  );
}
