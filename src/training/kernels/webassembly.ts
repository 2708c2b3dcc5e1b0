/** Memory of the host's WebAssembly. */
export interface Memory {
  readonly buffer: ArrayBuffer;
}

/** What is used of the host's WebAssembly. It is the same in Node and in browsers, and TypeScript knows it as a part of browsers alone. */
export interface Host {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly instantiate: (bytes: Uint8Array, imports: { readonly env: { readonly memory: Memory } }) => Promise<Instantiated>;
}

interface Instantiated {
  readonly instance: { readonly exports: Readonly<Record<string, unknown>> };
}

/** Bytes of a page, the unit of a memory's size. */
export const PAGE = 65_536;

/** Pages that 32-bit addresses reach. */
export const MOST_PAGES = 65_536;

/** @throws Error where there is no WebAssembly */
export function host(): Host {
  const found: unknown = Reflect.get(globalThis, "WebAssembly");
  if (!isHost(found)) throw new Error("training needs WebAssembly, which this browser or Node does not have or has switched off");
  return found;
}

function isHost(found: unknown): found is Host {
  if (typeof found !== "object" || found === null) return false;
  return "Memory" in found && typeof found.Memory === "function" && "instantiate" in found;
}
