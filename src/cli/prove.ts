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
import { loadProver, type Prover, type StatedStep } from "./prover.js";
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
export async function prove(request: ProveRequest, io: Io, source: () => Promise<Prover> = loadProver): Promise<number> {
  const { documents } = await findDocuments(request.files, io.folder);
  const files = proofFiles(documents, request.proofs);
  const sources = await readDocuments(documents, io);
  const prover = await source();
  const progress = progressOn(io.error);
  const outcomes: Outcome[] = [];
  try {
    for (const file of files) {
      progress.at(outcomes.length + 1, files.length, file.document.path);
      const text = sources.get(file.document.path) ?? "";
      const steps = prover.stepsOf(text, file.document.path, guardedOptions({ seed: 0, budget: "standard" }, io));
      const task = { ...file, steps, prover };
      outcomes.push(request.update ? await updated(task, request, io) : await compared(task, io));
    }
  } finally {
    progress.wipe();
  }
  for (const { summary, problems } of outcomes) for (const line of [summary, ...problems]) io.output.write(`${visible(line)}\n`);
  return outcomes.some(({ problems }) => problems.length > 0) ? EXIT.wrong : EXIT.fine;
}

interface Task extends Proved {
  readonly steps: readonly StatedStep[];
  readonly prover: Prover;
}

/** What of a certificate file does not hold, and what it lacks although a search finds it. */
async function compared(task: Task, io: Io): Promise<Outcome> {
  const { path, document, steps, prover } = task;
  const text = await readProofs(path, io);
  const { read, damage } = text === null ? NOTHING : readText(text);
  const { standing, findings } = audit(read, steps);
  const there = new Set([...standing.map(({ step }) => step.id), ...findings.map(({ id }) => id)]);
  const missing = damage !== null ? [] : steps.filter((step) => !there.has(step.id) && isFound(step, prover));
  const command = `qedmark prove --update ${shellWord(document.path)}`;
  return {
    summary: `${document.path}: ${counted(standing.length, steps)}`,
    problems: [
      ...[...(damage === null ? [] : [damage]), ...findings].map((finding) => problemText(finding, task)),
      ...missing.map(
        (step) => `  ${document.path}:${step.line}: step ${step.id}: is proved by no certificate, but can be: ${command}`,
      ),
    ],
  };
}

/** Searches what is missing and writes the file, if anything in it changes. */
async function updated(task: Task, request: ProveRequest, io: Io): Promise<Outcome> {
  const { path, document, steps, prover } = task;
  const text = await readProofs(path, io);
  const { read } = text === null ? NOTHING : readText(text);
  const { certificates, renewed, lost } = renew(read, audit(read, steps), steps, ({ id, meaning }) =>
    steps.some((step) => step.id === id && step.refuted) ? null : prover.search(meaning),
  );
  const changed = renewed.length > 0 || certificates.length < read.length || (text !== null && read.length === 0);
  if (changed) await writeProofs(path, certificatesText(certificates), request.proofs !== null, io);
  const dropped = lost.filter(({ problem }) => problem.code === "no-such-step").length;
  const news = [...(renewed.length > 0 ? [`${renewed.length} new`] : []), ...(dropped > 0 ? [`${dropped} dropped`] : [])];
  return {
    summary: `${document.path}: ${counted(certificates.length, steps)}${news.length > 0 ? `; ${path}: ${news.join(", ")}` : ""}`,
    problems: lost.filter(({ problem }) => problem.code !== "no-such-step").map((finding) => problemText(finding, task)),
  };
}

interface ReadText {
  readonly read: readonly ReadStep[];
  /** What is wrong with the file as a whole. */
  readonly damage: Finding | null;
}

const NOTHING: ReadText = { read: [], damage: null };

function readText(text: string): ReadText {
  try {
    return { read: readCertificates(text), damage: null };
  } catch (error) {
    if (error instanceof CertificateError) return { read: [], damage: { id: null, problem: error } };
    throw error;
  }
}

function isFound({ refuted, meaning }: StatedStep, prover: Prover): boolean {
  return !refuted && prover.search(meaning) !== null;
}

function counted(proved: number, steps: readonly StatedStep[]): string {
  return `${proved} of ${steps.length} steps proved`;
}

/** File, step with its place in the document, line of the proof, what is wrong. */
function problemText({ id, problem }: Finding, { path, document, steps }: Task): string {
  const step = steps.find((each) => each.id === id);
  const place = step === undefined ? "" : ` (${document.path}:${step.line})`;
  return `  ${path}: ${id === null ? "" : `step ${id}${place}: `}${problem.message}`;
}
