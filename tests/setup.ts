import fc from "fast-check";

// `npm test` draws the same cases on every machine, so that a red run is a change and not a draw; `npm run test:full` draws new ones each time and prints
// the seed of a failure.
if (process.env.QEDMARK_FULL !== "1") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20261122 });
