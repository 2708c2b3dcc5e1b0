import { readdirSync, readFileSync } from "node:fs";
import { checkCertificate } from "../src/oracles/symbolic/certificate/check.js";
import { readCertificates } from "../src/oracles/symbolic/certificate/read.js";

/** Reads and replays every certificate, and holds what it shows against what the replay shows. */
const folder = process.argv[2] ?? "proofs";
for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
  for (const step of readCertificates(readFileSync(`${folder}/${file}`, "utf8"))) {
    if (step.kind === "damaged") throw step.problem;
    checkCertificate(step.certificate);
  }
}
