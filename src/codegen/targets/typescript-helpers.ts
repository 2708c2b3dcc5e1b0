/** Functions that JavaScript lacks, in the order in which a module has them. */
export const HELPERS: Readonly<Record<string, string>> = {
  sum: `/** The sum of term(from), …, term(to - 1). */
function sum(from: number, to: number, term: (index: number) => number): number {
  let total = 0;
  for (let index = from; index < to; index++) total += term(index);
  return total;
}`,
  product: `/** The product of term(from), …, term(to - 1). */
function product(from: number, to: number, term: (index: number) => number): number {
  let total = 1;
  for (let index = from; index < to; index++) total *= term(index);
  return total;
}`,
  logSumExp: `/** The logarithm of the sum of exponentials of term(from), …, term(to - 1), without overflow. */
function logSumExp(from: number, to: number, term: (index: number) => number): number {
  let largest = -Infinity;
  for (let index = from; index < to; index++) largest = Math.max(largest, term(index));
  if (!Number.isFinite(largest)) return largest;
  let total = 0;
  for (let index = from; index < to; index++) total += Math.exp(term(index) - largest);
  return largest + Math.log(total);
}`,
  logAddExp: `/** log(exp(x) + exp(y)), without overflow. */
function logAddExp(x: number, y: number): number {
  if (x === y) return x + Math.LN2;
  return Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
}`,
  softplus: `/** log(1 + exp(x)), without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}`,
  sigmoid: `/** 1 / (1 + exp(-x)), without overflow. */
function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (x < 0 ? small : 1) / (1 + small);
}`,
  xlogy: `/** x log(y), and 0 where x is 0. */
function xlogy(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log(y);
}`,
  xlog1py: `/** x log(1 + y), and 0 where x is 0. */
function xlog1py(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log1p(y);
}`,
};
