/**
 * Dependencies point one way. A row says what a folder of src may import besides itself; the kernel, which has none, imports nothing.
 * `tests/tooling/import-graph.test.ts` plants a violation of every rule that stands here.
 */
const layers = {
  numbers: ["kernel"],
  terms: ["kernel"],
  system: [],
  tensor: [],
  probability: ["tensor"],
  layers: ["tensor", "probability"],
  models: ["tensor", "probability", "layers"],
  data: ["numbers", "system"],
  runs: ["numbers", "system", "tensor/tensor\\.ts$", "tensor/graph/axes\\.ts$"],
  sampling: ["numbers", "tensor", "layers", "models"],
  training: ["numbers", "tensor", "probability", "layers", "models", "sampling", "data", "runs"],
  document: ["kernel", "terms"],
  notation: ["kernel", "terms", "numbers"],
  meaning: ["kernel", "terms", "numbers", "document", "notation"],
  claims: ["kernel", "terms", "numbers", "document", "notation", "meaning"],
  oracles: ["kernel", "terms", "numbers", "document", "notation", "meaning", "claims"],
  verdicts: ["kernel", "terms", "numbers", "document", "notation", "meaning", "claims", "oracles"],
  mutation: ["kernel", "terms", "numbers", "document", "notation", "meaning", "claims", "oracles", "verdicts"],
  pairing: [
    "kernel",
    "terms",
    "numbers",
    "document",
    "notation",
    "meaning",
    "claims",
    "oracles",
    "verdicts",
    "tensor",
    "probability",
    "system",
  ],
  codegen: ["kernel", "terms", "numbers", "document", "notation", "meaning", "claims", "oracles", "verdicts", "tensor"],
  report: ["document/(positions|types)\\.ts$", "(verdicts|pairing)/result\\.ts$"],
  cli: [
    "kernel",
    "terms",
    "numbers",
    "system",
    "document",
    "notation",
    "meaning",
    "claims",
    "oracles",
    "verdicts",
    "mutation",
    "report",
    "pairing",
    "codegen",
    "tensor",
    "models",
    "sampling",
    "data",
    "runs",
    "training",
  ],
};

const folders = ["kernel", ...Object.keys(layers)];

/** What reads and writes files, calls code in other processes, or is the command line. Everything else runs in a browser as it is. */
const onNode = ["cli", "pairing", "data", "runs", "training"];
const checker = folders.filter((folder) => !onNode.includes(folder));

/** A folder's name stands for the folder; anything longer is the pattern of a path below src. */
const below = (entry) => (/^\w+$/.test(entry) ? `${entry}/` : entry);

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `${layer}-imports-only-what-lies-below-it`,
      severity: "error",
      from: { path: `^src/${layer}/` },
      to: { path: "^src/", pathNot: `^src/(${[layer, ...allowed].map(below).join("|")})` },
    })),
    {
      name: "folder-without-a-row",
      comment: "A new folder of src states what it may import in the table of .dependency-cruiser.js.",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(${folders.join("|")})/` },
      to: {},
    },
    {
      name: "kernel-imports-nothing-outside-itself",
      comment: "The kernel is what has to be trusted: what it imports would have to be trusted too.",
      severity: "error",
      from: { path: "^src/kernel/" },
      to: { pathNot: "^src/kernel/" },
    },
    {
      name: "oracles-are-independent",
      comment: "Two oracles that share a piece of code are one oracle: what both need lies in claims or below.",
      severity: "error",
      from: { path: "^src/oracles/([^/]+)/" },
      to: { path: "^src/oracles/", pathNot: "^src/oracles/$1/" },
    },
    {
      name: "checker-runs-in-a-browser",
      severity: "error",
      from: { path: `^src/(${checker.join("|")})/` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "imports-resolve",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "src-imports-what-an-installation-has",
      comment: "Whoever installs the package has neither its tests nor its development dependencies.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(tests|bench)/" },
    },
    {
      name: "src-imports-declared-dependencies",
      comment: "A package that src imports stands under dependencies in package.json.",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
