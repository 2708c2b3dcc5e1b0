import { bigProduct } from "./big-product.js";
import { exponentialOfLog } from "./exponential-of-log.js";
import { expm1 } from "./expm1.js";
import { factorOut } from "./factor-out.js";
import { log1p } from "./log1p.js";
import { logOfBigProduct } from "./log-of-big-product.js";
import { logOfExponential } from "./log-of-exponential.js";
import { logOfPower } from "./log-of-power.js";
import { logOfProduct } from "./log-of-product.js";
import { logOfQuotient } from "./log-of-quotient.js";
import { logOfSigmoid } from "./log-of-sigmoid.js";
import { logSumExp } from "./log-sum-exp.js";
import { oneMinusSigmoid } from "./one-minus-sigmoid.js";
import { productOfExponentials } from "./product-of-exponentials.js";
import { quotientOfSquares } from "./quotient-of-squares.js";
import { rootOfSquare } from "./root-of-square.js";
import type { Rule } from "./rule.js";
import { sigmoid } from "./sigmoid.js";
import { softmax } from "./softmax.js";
import { softplus } from "./softplus.js";
import { sumOfConstant } from "./sum-of-constant.js";
import { tanh } from "./tanh.js";
import { xlogy } from "./xlogy.js";

/** Every rule, in the order in which they are tried at each place. */
export const RULES: readonly Rule[] = [
  sumOfConstant,
  rootOfSquare,
  quotientOfSquares,
  tanh,
  sigmoid,
  oneMinusSigmoid,
  softmax,
  productOfExponentials,
  bigProduct,
  exponentialOfLog,
  logOfExponential,
  logOfSigmoid,
  softplus,
  logOfBigProduct,
  logOfPower,
  logOfProduct,
  logOfQuotient,
  logSumExp,
  log1p,
  expm1,
  factorOut,
  xlogy,
];
