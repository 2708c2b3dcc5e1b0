import { randomInt } from "node:crypto";
import { defineConfig } from "vitest/config";

/** `npm run test:full` repeats the statistical tests at full size and allows them the time. */
export default defineConfig(({ mode }) => {
  const full = mode === "full" || process.env.QEDMARK_FULL === "1";
  if (full) process.env.QEDMARK_SEED ??= String(randomInt(2 ** 31));
  return {
    test: {
      environment: "node",
      include: ["tests/**/*.test.ts"],
      setupFiles: ["tests/setup.ts"],
      // On two cores the default is one worker.
      maxWorkers: "100%",
      env: full ? { QEDMARK_FULL: "1" } : {},
      reporters: full ? ["default", "tests/full-run.ts"] : ["default"],
      testTimeout: full ? 600_000 : 30_000,
      hookTimeout: 60_000,
    },
  };
});
