import { readFile } from "node:fs/promises";
import { main } from "assemblyscript/asc";
import { format, resolveConfig } from "prettier";

/** The module that the kernels are kept as. */
export const KEPT = "src/training/kernels/bytes.ts";

const OPTIONS = [
  "-O3",
  ...["--enable", "simd"],
  ...["--runtime", "stub"],
  "--noAssert",
  "--importMemory",
  "--noExportMemory",
  ...["--initialMemory", "0"],
  // Vectors pass between functions of the module, none in or out.
  ...["--disableWarning", "112"],
];

/**
 * Compiles `assembly/` to WebAssembly.
 *
 * @param {(path: string, text: string) => string} [change] of the source files, before they are compiled
 * @returns {Promise<Uint8Array>}
 * @throws {Error} with what the compiler says
 */
export async function compileKernels(change = (_, text) => text) {
  /** @type {Uint8Array | undefined} */
  let bytes;
  const { error, stderr } = await main(["assembly/index.ts", ...OPTIONS, "--outFile", "kernels.wasm"], {
    readFile: async (path) => {
      const text = await readFile(path, "utf8").catch(() => null);
      return text === null ? null : change(path, text);
    },
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === undefined) throw new Error(`the kernels do not compile: ${stderr.toString()}`);
  return bytes;
}

/**
 * What stands in `KEPT`.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<string>}
 */
export async function keptAs(bytes) {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,120}/g) ?? [];
  const text = `/** The WebAssembly of \`assembly/\`, in base64. Written by \`npm run kernels\`. */
export const BYTES = [${lines.map((line) => JSON.stringify(line)).join(",\n")}].join("");
`;
  return format(text, { ...(await resolveConfig(KEPT)), filepath: KEPT });
}
