import fc from "fast-check";

// `npm test` draws the same cases on every machine, so that a red run is a change and not a draw; `npm run test:full` draws new ones each time. Its seed, or
// that of a run to be repeated, comes from the configuration.
const seed = process.env.QEDMARK_FULL === "1" ? Number(process.env.QEDMARK_SEED) : 20261122;
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
