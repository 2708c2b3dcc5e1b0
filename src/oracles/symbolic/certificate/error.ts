import type { RefusalCode } from "../../../kernel/refusal.js";

/** Why a certificate is not accepted: what the kernel refused, or else what is wrong with the file. */
export type CertificateCode =
  | RefusalCode
  /** It presupposes something that neither the document nor the step itself does. */
  | "unfounded-condition"
  /** It has not the shape of a certificate. */
  | "malformed"
  /** A line does not lead to what stands in the file as its result. */
  | "other-result"
  /** A line, or the whole proof, presupposes something else than stands in the file. */
  | "other-conditions"
  /** The words of a fact, or the sides of the step, do not say what the proof is about. */
  | "other-words"
  /** It proves something else than the step means. */
  | "other-statement"
  /** The document has no such step any more. */
  | "no-such-step";

/** A certificate that proves nothing. One line for people; `line` is the line of the proof, from 1, where it is one of them. */
export class CertificateError extends Error {
  constructor(
    readonly code: CertificateCode,
    readonly detail: string,
    readonly line: number | null = null,
  ) {
    super(`${line === null ? "" : `line ${line}: `}${detail} (${code})`);
  }
}
