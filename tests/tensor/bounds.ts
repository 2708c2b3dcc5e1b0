/** The distance of 1 to the next number in single precision. */
const EPS = 2 ** -23;

/** What double precision may be off by, relatively (absolutely below 1), in one operation of moderate numbers; the tests' own plain formulas are no better. */
export const DOUBLE = 1e-12;

/**
 * The same for single precision, by operation, for the sizes and the numbers (to ±3, infinities and NaN) that the contract tests draw. What only moves or
 * compares values, or rounds once, gives exactly the nearest number.
 */
export const SINGLE = {
  negate: 0,
  exp: 4 * EPS,
  log: 4 * EPS,
  log1p: 4 * EPS,
  expm1: 4 * EPS,
  sqrt: EPS,
  abs: 0,
  sign: 0,
  tanh: 4 * EPS,
  sigmoid: 4 * EPS,
  softplus: 4 * EPS,
  erf: 8 * EPS,
  relu: 0,
  square: EPS,
  reciprocal: EPS,
  logSigmoid: 4 * EPS,
  clamp: 0,

  add: EPS,
  subtract: EPS,
  multiply: EPS,
  divide: EPS,
  maximum: 0,
  minimum: 0,
  less: 0,
  lessEqual: 0,
  equal: 0,
  greater: 0,
  greaterEqual: 0,
  select: 0,
  "elementwise operations": 0,

  sum: 32 * EPS,
  max: 0,
  logSumExp: 8 * EPS,
  mean: 8 * EPS,
  logSoftmax: 8 * EPS,
  "logSoftmax over several axes": 8 * EPS,
  contract: 64 * EPS,

  rename: 0,
  reorder: 0,
  "merge and split": 0,
  expand: 0,
  slice: 0,
  pad: 0,
  reverse: 0,
  concat: 0,
  gather: 0,

  convolutions: 64 * EPS,
  "inner products of convolutions": 1024 * EPS,
  "masked convolutions": 64 * EPS,

  cholesky: 64 * EPS,
  triangularSolve: 64 * EPS,

  scans: 64 * EPS,
  "a scan": 8 * EPS,
} as const;

/** What a contract test is about. */
export type Operation = keyof typeof SINGLE;
