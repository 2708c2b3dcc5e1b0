import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** The folders that also run in a browser. The import graph keeps Node's modules out of them, this file Node's globals. */
const checker = [
  "kernel",
  "numbers",
  "tensor",
  "probability",
  "layers",
  "models",
  "document",
  "notation",
  "meaning",
  "claims",
  "oracles",
  "verdicts",
  "mutation",
  "codegen",
  "report",
];

const nodeGlobals = ["process", "Buffer", "global", "require", "module", "__dirname", "__filename", "setImmediate", "console"];

/** Same input, same bytes out: no clock, no unseeded randomness. A document is data: no text becomes code. */
const impure = [
  { object: "Math", property: "random", message: "Randomness comes from the counter-based generator in src/numbers/random.ts." },
  { object: "Date", property: "now", message: "Budgets count work, not time." },
  { object: "performance", property: "now", message: "Budgets count work, not time." },
];

export default defineConfig(
  globalIgnores(["dist/", "assembly/", ".bench/", "coverage/", "docs/examples/", "tests/**/fixtures/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-new-func": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ["src/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 350, skipBlankLines: true, skipComments: true }],
      "no-restricted-properties": ["error", ...impure],
    },
  },
  {
    files: checker.map((folder) => `src/${folder}/**/*.ts`),
    rules: { "no-restricted-globals": ["error", ...nodeGlobals, "Date"] },
  },
  {
    files: ["tests/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...impure,
        ...["it", "test", "describe"].flatMap((object) =>
          ["only", "todo", "skip"].map((property) => ({
            object,
            property,
            message: "Every test runs, or says why not with skipIf.",
          })),
        ),
      ],
    },
  },
  { files: ["**/*.js"], extends: [tseslint.configs.disableTypeChecked] },
);
