// @ts-check
import { Failure } from "./failures.js";

const deepest = 32;

/** JSON has no NaN, no infinities and loses the sign of zero. @param {number} value */
export const encodeNumber = (value) =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : String(value);

/** @param {unknown} code */
export const decodeNumber = (code) => (typeof code === "number" ? code : Number(code));

/** @param {unknown} value */
function describe(value) {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return "a BigInt";
  if (typeof value === "function") return "a function";
  if (typeof value === "string") return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)}`;
  if (typeof value === "symbol") return "a symbol";
  return ArrayBuffer.isView(value) ? `a ${value.constructor.name}` : "an object";
}

/** @param {unknown} value @returns {value is ArrayLike<unknown>} */
const isTyped = (value) =>
  ArrayBuffer.isView(value) &&
  !(value instanceof DataView) &&
  !(value instanceof BigInt64Array || value instanceof BigUint64Array);

/**
 * What a function gave back, encoded: a number, or arrays of numbers; typed arrays count as arrays.
 * @param {unknown} result @param {number} limit @returns {unknown}
 */
export function numbersOf(result, limit) {
  let left = limit;
  /** @param {number} count */
  const take = (count) => {
    left -= count;
    if (left < 0) throw new Failure("too large", `gave back more than ${limit} numbers`);
  };
  /** @param {unknown} value @param {number[]} path @returns {unknown} */
  const encode = (value, path) => {
    if (typeof value === "number") {
      take(1);
      return encodeNumber(value);
    }
    const isArray = Array.isArray(value) || isTyped(value);
    const where = path.length === 0 ? "gave back" : `gave back an array whose element ${path.map((i) => `[${i}]`).join("")} is`;
    if (!isArray) throw new Failure("not numbers", `${where} ${describe(value)}, not a number`);
    if (path.length >= deepest) throw new Failure("not numbers", `gave back arrays nested more than ${deepest} deep`);
    // An empty array costs as much as a number: arrays of arrays of nothing are large too.
    if (value.length === 0) take(1);
    else if (value.length > limit) take(value.length);
    return Array.from({ length: value.length }, (_, i) => encode(value[i], [...path, i]));
  };
  return encode(result, []);
}
