/**
 * `node count.js RESULTS PASSED FAILED` adds the counts in the JSON report that vitest wrote to those of the gates and prints the sum.
 * A test file that could not be loaded counts as one failure, and so does a report that is not there: no test ran.
 */
import { readFileSync } from "node:fs";
import { argv, exit } from "node:process";

const [, , path = "", gatesPassed = "0", gatesFailed = "0"] = argv;

/** @returns {{ passed: number; failed: number; skipped: number }} */
function countTests() {
  let report;
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const statuses = report.testResults.flatMap((file) => {
    const tests = file.assertionResults.map((test) => test.status);
    return file.status === "failed" && !tests.includes("failed") ? [...tests, "failed"] : tests;
  });
  const passed = statuses.filter((status) => status === "passed").length;
  const failed = statuses.filter((status) => status === "failed").length;
  return { passed, failed: passed + failed === 0 ? 1 : failed, skipped: statuses.length - passed - failed };
}

const tests = countTests();
const passed = tests.passed + Number(gatesPassed);
const failed = tests.failed + Number(gatesFailed);
console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ""}`);
exit(failed > 0 ? 1 : 0);
