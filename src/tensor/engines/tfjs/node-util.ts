/**
 * Puts back `util.isNullOrUndefined`, which @tensorflow/tfjs-node 4.22 calls and Node 23 took away. Where it is there, or where there is no Node, nothing
 * changes.
 */
export function restoreIsNullOrUndefined(): void {
  const util = nodeModule("node:util");
  if (util === null || "isNullOrUndefined" in util) return;
  const isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
  Object.defineProperty(util, "isNullOrUndefined", { value: isNullOrUndefined, configurable: true, writable: true });
}

/** One of Node's own modules as its packages see it; null elsewhere. */
function nodeModule(name: string): object | null {
  const host: { readonly process?: unknown } = globalThis;
  const { process } = host;
  if (typeof process !== "object" || process === null || !("getBuiltinModule" in process)) return null;
  const { getBuiltinModule } = process;
  if (typeof getBuiltinModule !== "function") return null;
  const found: unknown = Reflect.apply(getBuiltinModule, process, [name]);
  return typeof found === "object" && found !== null ? found : null;
}
