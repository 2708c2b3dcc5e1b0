import { EngineError } from "../engine.js";
import type { Tfjs } from "./kernel.js";
import { restoreIsNullOrUndefined } from "./node-util.js";

export type Backend = "node" | "wasm" | "webgpu" | "cpu";

/** A loaded backend. */
export interface Loaded {
  readonly tf: Tfjs;
  /** What the library calls it. */
  readonly registered: string;
  /** For logs and results. */
  readonly name: string;
}

interface Row {
  readonly registered: string;
  readonly library: string;
  readonly load: () => Promise<void>;
  readonly remedy: string;
}

/** Packages that need not be installed are named where no bundler looks for them: it would demand them. */
const [nodePackage, webgpuPackage]: readonly [string, string] = ["@tensorflow/tfjs-node", "@tensorflow/tfjs-backend-webgpu"];

const backends: Readonly<Record<Backend, Row>> = {
  node: {
    registered: "tensorflow",
    library: nodePackage,
    load: async () => {
      restoreIsNullOrUndefined();
      await import(/* @vite-ignore */ nodePackage);
    },
    remedy: `run npm install ${nodePackage} and npm rebuild ${nodePackage}, which fetches its native library from storage.googleapis.com`,
  },
  wasm: {
    registered: "wasm",
    library: "@tensorflow/tfjs-backend-wasm",
    load: async () => {
      await import("@tensorflow/tfjs-backend-wasm");
    },
    remedy: "run npm install again; it comes with qedmark",
  },
  webgpu: {
    registered: "webgpu",
    library: webgpuPackage,
    load: async () => {
      await import(/* @vite-ignore */ webgpuPackage);
    },
    remedy: `run npm install ${webgpuPackage}; it needs a WebGPU device, which Node has with the package webgpu`,
  },
  cpu: {
    registered: "cpu",
    library: "@tensorflow/tfjs-backend-cpu",
    load: async () => {
      await import("@tensorflow/tfjs-backend-cpu");
    },
    remedy: "run npm install again; it comes with qedmark",
  },
};

/** @throws EngineError when the backend does not load here, with what to do */
export async function loadBackend(backend: Backend): Promise<Loaded> {
  const { registered, library, load, remedy } = backends[backend];
  try {
    const tf = await import("@tensorflow/tfjs-core");
    // Nothing but results goes to the console.
    tf.enableProdMode();
    // A page that bundles a backend has registered it itself.
    if (!Object.hasOwn(tf.engine().registryFactory, registered)) await load();
    if (!(await tf.setBackend(registered))) throw new Error("there is no device for it");
    return { tf, registered, name: `${library} ${tf.version_core}` };
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split(/\n| imported from /u);
    throw new EngineError(`${library} does not load (${reason}); ${remedy}`, { cause: error });
  }
}
