/** What a node is. `defined` is a notion that stands for a longer expression; `definitions.ts` says for which. */
export type Kind =
  | "number"
  | "variable"
  | "component"
  | "apply"
  | "add"
  | "multiply"
  | "power"
  | "log"
  | "exp"
  | "sum"
  | "product"
  | "integral"
  | "density"
  | "target"
  | "given"
  | "defined";

/**
 * What theorems speak about. One shape for all nodes, so that what goes through terms is short:
 *
 * | kind | name | parts | bound |
 * | --- | --- | --- | --- |
 * | number | `-3/4` | | |
 * | variable | its name | its number of components, if it is a vector | |
 * | component | | the vector, the index | |
 * | apply | of an unknown number, array or function | its arguments | |
 * | add, multiply | | any number of terms | |
 * | power | | base, exponent | |
 * | log, exp | | the argument | |
 * | sum, product | | lower and upper bound, body | the index, in the body |
 * | integral | | body | the variable |
 * | density | of the family | targets and conditions | |
 * | target, given | the coordinate | the value; or a vector, and the first and last component meant | |
 * | defined | of the notion | what it is of | variables, in all parts |
 *
 * Every term has a value in every model: where the field leaves one undefined it is 0. So are the inverse of 0, the logarithm of a
 * number that is not positive, its power unless the exponent is an integer, and an integral that does not converge absolutely.
 */
export interface Term {
  readonly kind: Kind;
  readonly name: string;
  /** Of a variable and of a coordinate: the integers `ℤ`, the real line with length `ℝ`, or any set of numbers with any measure. */
  readonly space: string;
  readonly bound: readonly Term[];
  readonly parts: readonly Term[];
}
