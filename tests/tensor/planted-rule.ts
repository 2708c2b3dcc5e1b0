import { rules } from "../../src/tensor/gradients/rules.js";
import type { DifferentiableKind } from "../../src/tensor/gradients/rules.js";
import type { Rule } from "../../src/tensor/gradients/rule.js";
import * as t from "../../src/tensor/index.js";

/** Makes an operation's gradient in one operand wrong by a thousandth; gives back what mends it. */
export function plantError(kind: DifferentiableKind, operand: number): () => void {
  return plant(
    kind,
    (right) => (node, gradient, keep) =>
      right(node, gradient, keep).map((own, i) => {
        if (i !== operand) return own;
        return own === null ? t.multiply(gradient, 1e-3) : t.multiply(own, 1.001);
      }),
  );
}

/** Puts a rule in another one's place, and gives back what restores it. */
function plant<K extends DifferentiableKind>(kind: K, change: (right: Rule<K>) => Rule<K>): () => void {
  const right: Rule<K> = rules[kind];
  Object.defineProperty(rules, kind, { value: change(right), configurable: true, enumerable: true, writable: true });
  return () => {
    Object.defineProperty(rules, kind, { value: right, configurable: true, enumerable: true, writable: true });
  };
}
