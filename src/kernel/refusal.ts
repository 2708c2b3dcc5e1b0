/** Why the kernel does not accept something. A closed list: a test reaches each. */
export type RefusalCode =
  | "no-such-place"
  | "no-such-rule"
  | "wrong-kind"
  | "wrong-parameter"
  | "not-equal"
  | "not-free"
  | "false-condition"
  | "too-large"
  | "wrong-result"
  | "wrong-conditions"
  | "wrong-direction"
  | "overlapping-coordinates"
  | "ill-formed";

/** The kernel refused: nothing was proved. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    detail: string,
  ) {
    super(detail);
  }
}

/** @throws Refusal unless `condition` holds */
export function insist(condition: boolean, code: RefusalCode, detail: string): asserts condition {
  if (!condition) throw new Refusal(code, detail);
}
