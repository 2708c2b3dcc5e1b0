import { type Audit, type Finding, problemOf, type ProvableStep } from "./audit.js";
import { type Certificate, certificateOf } from "./certificate.js";
import { constantOf, isAbout, type Meaning, withConstant } from "./compare.js";
import { type Proof, ReplayError, type Statement } from "./proof.js";
import type { ReadStep } from "./read.js";

export interface Renewal {
  /** In the order of the document's steps. */
  readonly certificates: readonly Certificate[];
  /** Ids of the steps whose certificate is new. */
  readonly renewed: readonly string[];
  /** What stood in the file and has no successor. */
  readonly lost: readonly Finding[];
}

/**
 * Certificates for as many steps as can be had. One that proves its step is kept as it is; of one that does not, the proof is kept if it
 * proves what the step means now; only then is a proof searched.
 *
 * @throws ReplayError and CertificateError when the search finds what is no proof
 */
export function renew<S extends ProvableStep>(
  read: readonly ReadStep[],
  { standing, findings }: Audit,
  steps: readonly S[],
  search: (step: S) => Proof | null,
): Renewal {
  const kept = new Map(standing.map((certificate) => [certificate.step.id, certificate]));
  const old = read.flatMap((each) => (each.kind === "certificate" ? [each.certificate] : []));
  const certificates: Certificate[] = [];
  const renewed: string[] = [];
  for (const step of steps) {
    const standingOne = kept.get(step.id);
    const certificate = standingOne ?? restated(step, old) ?? searched(step, search(step));
    if (certificate === null) continue;
    certificates.push(certificate);
    if (certificate !== standingOne) renewed.push(step.id);
  }
  const proved = new Set(certificates.map(({ step }) => step.id));
  return { certificates, renewed, lost: findings.filter(({ id }) => id === null || !proved.has(id)) };
}

/** The proof that stood under the step's name, or under another one for what the step means. */
function restated(step: ProvableStep, old: readonly Certificate[]): Certificate | null {
  const own = old.filter((certificate) => certificate.step.id === step.id);
  const others = old.filter(({ proof }) => isAbout(proof.statement, step.meaning));
  for (const { proof } of [...own, ...others]) {
    const statement = statementFor(step.meaning, proof.statement);
    const certificate = statement === null ? null : certified(step, { ...proof, statement });
    if (certificate !== null) return certificate;
  }
  return null;
}

/** What has to be proved now; up to the constant, if there is to be one, that it was proved up to before. */
function statementFor(meaning: Meaning, before: Statement): Statement | null {
  const { left, right, relation, facts } = meaning;
  if (relation !== "similar" && relation !== "proportional") return { left, right, relation, facts };
  const constant = constantOf(before.right);
  const whole = constant === null ? null : withConstant(meaning, constant);
  return whole === null ? null : { left, right: whole, relation: "equal", facts };
}

/** @throws ReplayError and CertificateError when what was found is no proof: the search is wrong */
function searched(step: ProvableStep, proof: Proof | null): Certificate | null {
  if (proof === null) return null;
  const certificate = certificateOf(step, proof);
  const problem = problemOf(certificate, step);
  if (problem !== null) throw problem;
  return certificate;
}

/** A certificate that proves the step, or none. */
function certified(step: ProvableStep, proof: Proof): Certificate | null {
  try {
    const certificate = certificateOf(step, proof);
    return problemOf(certificate, step) === null ? certificate : null;
  } catch (error) {
    if (error instanceof ReplayError) return null;
    throw error;
  }
}
