// @ts-check
import { decodeNumber } from "./values.js";

/** @param {unknown} value @returns {unknown} */
const data = (value) => (Array.isArray(value) ? value.map(data) : decodeNumber(value));

/**
 * The arguments of a call, as `wire.ts` encodes them.
 * @param {unknown[]} args @param {(name: string, axes: [string, number][], values: unknown[]) => unknown} [tensor]
 */
export function decodeArguments(args, tensor) {
  /** @param {any} argument @returns {unknown} */
  const decode = ([kind, first, second, third]) => {
    switch (kind) {
      case "data":
        return data(first);
      case "literal":
        return first;
      case "list":
        return first.map(decode);
      case "record":
        return Object.fromEntries(first.map((/** @type {[string, unknown]} */ [key, value]) => [key, decode(value)]));
      default:
        return tensor?.(first, second, third);
    }
  };
  return args.map(decode);
}
