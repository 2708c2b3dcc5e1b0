import type { RelationName } from "../../terms/term.js";
import type { RelationOperator } from "../operator.js";

const REVERSED: Partial<Readonly<Record<RelationName, RelationName>>> = {
  less: "greater",
  lessEqual: "greaterEqual",
  greater: "less",
  greaterEqual: "lessEqual",
};

export const reverseInequality: RelationOperator = {
  kind: "relation",
  name: "reverse-inequality",
  description: "turn an inequality around",
  example: { before: "\\ge", after: "\\le" },
  edits: (relation) => {
    const reversed = REVERSED[relation];
    return reversed === undefined ? [] : [reversed];
  },
};

export const equalityForInequality: RelationOperator = {
  kind: "relation",
  name: "equality-for-inequality",
  description: "claim equality where only an inequality holds",
  example: { before: "\\ge", after: "=" },
  edits: (relation) => (REVERSED[relation] === undefined ? [] : ["equal"]),
};
