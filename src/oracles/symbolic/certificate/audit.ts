import type { Certificate, NamedStep } from "./certificate.js";
import { checkCertificate } from "./check.js";
import { demandMeaning, type Meaning } from "./compare.js";
import { CertificateError } from "./error.js";
import type { ReadStep } from "./read.js";

/** A step of a document with what it means to the kernel. */
export interface ProvableStep extends NamedStep {
  readonly meaning: Meaning;
}

/** A certificate that proves nothing, with the step that it names, where it names one. */
export interface Finding {
  readonly id: string | null;
  readonly problem: CertificateError;
}

export interface Audit {
  /** Certificates that prove a step of the document. */
  readonly standing: readonly Certificate[];
  readonly findings: readonly Finding[];
}

/** Replays every certificate of a file, and holds it against the document's steps. */
export function audit(read: readonly ReadStep[], steps: readonly ProvableStep[]): Audit {
  const standing: Certificate[] = [];
  const findings: Finding[] = [];
  const byId = new Map(steps.map((step) => [step.id, step]));
  for (const each of read) {
    if (each.kind === "damaged") {
      findings.push(each);
      continue;
    }
    const problem = problemOf(each.certificate, byId.get(each.certificate.step.id));
    if (problem === null) standing.push(each.certificate);
    else findings.push({ id: each.certificate.step.id, problem });
  }
  return { standing, findings };
}

/** Why a certificate does not prove a step; null where it does. */
export function problemOf(certificate: Certificate, step: ProvableStep | undefined): CertificateError | null {
  try {
    if (step === undefined) throw new CertificateError("no-such-step", "the document makes no such claim any more");
    checkCertificate(certificate);
    demandMeaning(certificate, step, step.meaning);
    return null;
  } catch (error) {
    if (error instanceof CertificateError) return error;
    throw error;
  }
}
