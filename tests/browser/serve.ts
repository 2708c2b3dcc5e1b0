import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../node_modules/", import.meta.url));

/** WebAssembly that engines fetch, by the name of its file. */
const WEBASSEMBLY = {
  "ort-wasm-simd-threaded.wasm": `${packages}onnxruntime-web/dist/ort-wasm-simd-threaded.wasm`,
  "tfjs-backend-wasm.wasm": `${packages}@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm`,
  "tfjs-backend-wasm-simd.wasm": `${packages}@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm`,
  "tfjs-backend-wasm-threaded-simd.wasm": `${packages}@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm`,
} as const;

const ISOLATION = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" } as const;

/**
 * A site on this machine of three folders, each a page with the same scripts: `/isolated/` with the headers that isolate it from other origins, `/plain/`
 * without, and `/bare/` without onnxruntime's WebAssembly either.
 */
export async function serve(scripts: ReadonlyMap<string, string>): Promise<{ readonly url: string; readonly close: () => void }> {
  const webAssembly = new Map<string, string>(Object.entries(WEBASSEMBLY));
  const server = createServer((request, response) => {
    const [, folder = "", file = ""] = (request.url ?? "").split("/");
    const script = scripts.get(file);
    const path = folder === "bare" && file.startsWith("ort-") ? undefined : webAssembly.get(file);
    const headers = folder === "isolated" ? ISOLATION : {};
    if (file === "")
      response.writeHead(200, { ...headers, "Content-Type": "text/html" }).end("<!doctype html><link rel=icon href=data:,>");
    else if (script !== undefined) response.writeHead(200, { ...headers, "Content-Type": "text/javascript" }).end(script);
    else if (path !== undefined)
      response.writeHead(200, { ...headers, "Content-Type": "application/wasm" }).end(readFileSync(path));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = addressOf(server.address());
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address;
}
