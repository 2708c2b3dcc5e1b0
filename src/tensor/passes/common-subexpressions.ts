import type { Node } from "../graph/node.js";
import type { Program } from "../graph/program.js";
import { rewrite } from "./rewrite.js";

/** Constants of more values are told apart by identity. */
const COMPARED = 256;

/** The program in which nodes that are made in the same way of the same nodes are one node. Loops are told apart by identity. */
export function shareCommonSubexpressions(program: Program): Program {
  const numbers = new Map<object, number>();
  const known = new Map<string, Node>();
  const numberOf = (thing: object): number => {
    const number = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, number);
    return number;
  };
  return rewrite(program, (node) => {
    if (node.kind === "input" || node.kind === "parameter") return node;
    if (node.kind === "constant" && node.values.length > COMPARED) return node;
    const key = JSON.stringify({ ...node, operands: node.operands.map(numberOf) }, (_, value: unknown) => {
      if (value instanceof Float64Array) return [...value].map((own) => (Object.is(own, -0) ? "-0" : String(own)));
      if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
      if (typeof value === "object" && value !== null && "captured" in value) return numberOf(value);
      return value;
    });
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, node);
    return node;
  });
}
