import type { Theorem } from "../../../kernel/theorem.js";
import { unacceptable } from "../search/acceptable.js";
import { type Certificate, show } from "./certificate.js";
import { CertificateError } from "./error.js";
import { propositionWords } from "./proposition-latex.js";
import { ReplayError, replayLines } from "./proof.js";

/**
 * Replays a certificate and holds what it shows against what the replay shows.
 *
 * @returns the theorem after each line; the last one is the statement
 * @throws CertificateError
 */
export function checkCertificate({ proof, shown }: Certificate): readonly Theorem[] {
  const theorems = replayed(() => replayLines(proof));
  const { left, right, facts } = proof.statement;
  const [unfounded] = unacceptable(theorems.at(-1)?.conditions ?? [], facts, [left, right]);
  if (unfounded !== undefined)
    throw new CertificateError("unfounded-condition", `nothing entitles it to presuppose that ${propositionWords(unfounded)}`);
  const found = show(proof, theorems);
  for (const [i, { result, conditions }] of found.lines.entries()) {
    const line = shown.lines[i];
    if (line?.result !== result)
      throw new CertificateError("other-result", `leads to ${shortened(result)}, not to ${shortened(line?.result ?? "")}`, i + 1);
    demandSame(conditions, line.conditions, i + 1);
  }
  demandSame(found.conditions, shown.conditions, null);
  for (const [i, words] of found.facts.entries())
    if (shown.facts[i] !== words) throw new CertificateError("other-words", `fact ${i} says: ${words}`);
  return theorems;
}

function demandSame(found: readonly string[], shown: readonly string[], line: number | null): void {
  const missing = found.find((condition) => !shown.includes(condition));
  const invented = shown.find((condition) => !found.includes(condition));
  if (missing !== undefined)
    throw new CertificateError("other-conditions", `presupposes ${shortened(missing)}, which is not said`, line);
  if (invented !== undefined) throw new CertificateError("other-conditions", `does not presuppose ${shortened(invented)}`, line);
  if (found.join("\n") !== shown.join("\n"))
    throw new CertificateError("other-conditions", "the conditions stand in another order", line);
}

const MOST = 200;

const shortened = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);

/** What the kernel refuses, with the line of the proof; at its end, of the whole. */
function replayed(act: () => readonly Theorem[]): readonly Theorem[] {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    throw new CertificateError(error.code, error.detail, error.line);
  }
}
