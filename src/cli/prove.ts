import { audit, type Finding } from "../oracles/symbolic/certificate/audit.js";
import { CertificateError } from "../oracles/symbolic/certificate/error.js";
import { readCertificates, type ReadStep } from "../oracles/symbolic/certificate/read.js";
import { renew } from "../oracles/symbolic/certificate/renew.js";
import { certificatesText } from "../oracles/symbolic/certificate/write.js";
import { visible } from "../report/visible.js";
import { EXIT } from "./errors.js";
import { findDocuments } from "./files.js";
import { guardedOptions } from "./guard.js";
import type { Io } from "./io.js";
import { progressOn } from "./progress.js";
import { type Proved, proofFiles, readProofs, writeProofs } from "./proof-files.js";
import { type Claims, loadProver, type Prover } from "./prover.js";
import { readDocuments } from "./read.js";
import { shellWord } from "./shell.js";

export interface ProveRequest {
  readonly files: readonly string[];
  /** Search what has no certificate that holds, and write the files. */
  readonly update: boolean;
  /** The folder of the certificates; null for the one beside each document's. */
  readonly proofs: string | null;
}

/** What is said of one document, a line each. */
interface Outcome {
  readonly summary: string;
  readonly problems: readonly string[];
}

/** Replays the certificates of documents, and says which of them do not prove what the documents say, and what has none. */
export async function prove(request: ProveRequest, io: Io): Promise<number> {
  const { documents } = await findDocuments(request.files, io.folder);
  const files = proofFiles(documents, request.proofs);
  const sources = await readDocuments(documents, io);
  const prover = await loadProver();
  const progress = progressOn(io.error);
  const outcomes: Outcome[] = [];
  try {
    for (const file of files) {
      progress.at(outcomes.length + 1, files.length, file.document.path);
      const text = sources.get(file.document.path) ?? "";
      const { count, steps } = prover.claimsOf(text, file.document.path, guardedOptions({ seed: 0, budget: "standard" }, io));
      const task = { ...file, count, steps, prover };
      outcomes.push(request.update ? await updated(task, request, io) : await compared(task, io));
    }
  } finally {
    progress.wipe();
  }
  for (const { summary, problems } of outcomes)
    for (const line of [summary, ...problems.map((problem) => `  ${problem}`)]) io.output.write(`${visible(line)}\n`);
  return outcomes.some(({ problems }) => problems.length > 0) ? EXIT.wrong : EXIT.fine;
}

interface Task extends Proved, Claims {
  readonly prover: Prover;
}

/** What of a certificate file does not hold, and what it lacks although a search finds it. */
async function compared(task: Task, io: Io): Promise<Outcome> {
  const { path, document, steps, prover } = task;
  const { read, damage } = readText(await readProofs(path, io));
  const { standing, findings } = audit(read, steps);
  const problems = [...damage, ...findings].map((finding) => problemText(finding, task));
  const there = new Set([...standing.map(({ step }) => step.id), ...findings.map(({ id }) => id)]);
  const missing = damage.length > 0 ? [] : steps.filter((step) => !there.has(step.id) && prover.search(step) !== null);
  const command = `qedmark prove --update ${shellWord(document.path)}`;
  const lacking = missing.map(({ id, line }) => `${path}: step ${id} (${document.path}:${line}): has no certificate: ${command}`);
  return { summary: summaryText(task, standing.length), problems: [...problems, ...lacking] };
}

/** Searches what is missing and writes the file, if anything in it changes. A file that cannot be read as a whole is left as it is. */
async function updated(task: Task, request: ProveRequest, io: Io): Promise<Outcome> {
  const { path, steps, prover } = task;
  const { read, damage } = readText(await readProofs(path, io));
  if (damage.length > 0)
    return {
      summary: summaryText(task, 0),
      problems: damage.map((finding) => `${problemText(finding, task)}: remove it to have it written anew`),
    };
  const { certificates, renewed, lost } = renew(read, audit(read, steps), steps, prover.search);
  const stale = lost.filter(({ problem }) => problem.code === "no-such-step");
  if (renewed.length > 0 || lost.length > 0) await writeProofs(path, certificatesText(certificates), request.proofs !== null, io);
  const news = [
    ...(renewed.length > 0 ? [`${renewed.length} new`] : []),
    ...(stale.length > 0 ? [`${stale.length} dropped`] : []),
  ];
  return {
    summary: summaryText(task, certificates.length, news.length > 0 ? [`${path}: ${news.join(", ")}`] : []),
    problems: lost.filter((finding) => !stale.includes(finding)).map((finding) => problemText(finding, task)),
  };
}

interface ReadText {
  readonly read: readonly ReadStep[];
  /** What is wrong with the file as a whole, if anything is. */
  readonly damage: readonly Finding[];
}

/** What a certificate file holds; null stands for a file that is not there. */
function readText(text: string | null): ReadText {
  if (text === null) return { read: [], damage: [] };
  try {
    return { read: readCertificates(text), damage: [] };
  } catch (error) {
    if (error instanceof CertificateError) return { read: [], damage: [{ id: null, problem: error }] };
    throw error;
  }
}

function summaryText({ document, count }: Task, proved: number, news: readonly string[] = []): string {
  return [`${document.path}: ${proved} of ${count} steps proved`, ...news].join("; ");
}

/** File, step with its place in the document, line of the proof, what is wrong. */
function problemText({ id, problem }: Finding, { path, document, steps }: Task): string {
  const step = steps.find((each) => each.id === id);
  const place = step === undefined ? "" : ` (${document.path}:${step.line})`;
  return `${path}: ${id === null ? "" : `step ${id}${place}: `}${problem.message}`;
}
