import type { Operator } from "./operator.js";
import { changeDifferential, dropExpectation, dropIntegral, dropSum, exchangeSumAndProduct } from "./operators/binders.js";
import {
  addCondition,
  conditionalForJoint,
  dropCondition,
  dropTarget,
  jointForConditional,
  swapCondition,
} from "./operators/conditioning.js";
import {
  changeNumber,
  double,
  dropDenominator,
  dropFactor,
  dropNumerator,
  dropSummand,
  halve,
  sumForProduct,
  swapRatio,
} from "./operators/factors.js";
import { changeArgument, changeExpectation, changeFamily, swapDivergence } from "./operators/families.js";
import { addLog, dropExp, dropLog, dropRoot, exchangeLogAndExpectation } from "./operators/functions.js";
import { changeCount, shiftIndex, shiftLowerBound, shiftRange, shiftUpperBound } from "./operators/indices.js";
import { dropExponent, raiseExponent, square } from "./operators/powers.js";
import { equalityForInequality, reverseInequality } from "./operators/relations.js";
import { addMinus, dropMinus, flipSign } from "./operators/signs.js";

/** Every operator, in the order of reports. Where two make the same edit, it is the earlier one's. To add one: write it beside its like, and a row here. */
export const OPERATORS: readonly Operator[] = [
  flipSign,
  dropMinus,
  addMinus,
  dropSummand,
  dropFactor,
  dropDenominator,
  dropNumerator,
  swapRatio,
  sumForProduct,
  double,
  halve,
  changeNumber,
  dropExponent,
  raiseExponent,
  square,
  dropLog,
  addLog,
  dropExp,
  dropRoot,
  exchangeLogAndExpectation,
  dropCondition,
  addCondition,
  swapCondition,
  jointForConditional,
  conditionalForJoint,
  dropTarget,
  changeFamily,
  swapDivergence,
  changeExpectation,
  changeArgument,
  shiftIndex,
  shiftRange,
  shiftLowerBound,
  shiftUpperBound,
  changeCount,
  dropExpectation,
  dropIntegral,
  dropSum,
  exchangeSumAndProduct,
  changeDifferential,
  reverseInequality,
  equalityForInequality,
];
