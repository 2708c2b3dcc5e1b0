/** Why the kernel does not accept something. A closed list: a test reaches each. */
export type RefusalCode = BadTerm | BadLine | BadStep;
type BadTerm = "ill-formed" | "too-large" | "overlapping-coordinates";
type BadLine = "no-such-place" | "no-such-rule" | "wrong-kind" | "wrong-parameter" | "wrong-result";
type BadStep = "not-equal" | "not-free" | "false-condition" | "wrong-direction";

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
