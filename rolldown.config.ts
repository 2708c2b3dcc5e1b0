import { chmodSync } from "node:fs";
import { defineConfig } from "rolldown";

/**
 * The command line as a few large files: one for what every command needs, one for each part that a command loads when it is asked for.
 * Node takes longer to find and open hundreds of small modules than to run them. The files lie as deep as their sources, so that a path
 * relative to one of them means the same in both.
 */
export default defineConfig({
  input: { main: "src/cli/main.ts" },
  platform: "node",
  // Packages with libraries, WebAssembly or data of their own find these by where they lie.
  external: [/^onnxruntime-/u, /^@tensorflow\//u, "sharp", "webgpu"],
  output: { dir: "dist/cli", cleanDir: true, chunkFileNames: "[name].js" },
  plugins: [
    {
      name: "executable",
      writeBundle: () => {
        chmodSync("dist/cli/main.js", 0o755);
      },
    },
  ],
});
