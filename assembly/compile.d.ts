// Said here, so that the compiler's own types, which declare globals of AssemblyScript, stay out of the project.

/** The module that the kernels are kept as. */
export const KEPT: string;

/** Compiles `assembly/` to WebAssembly, its source files changed as said. @throws Error with what the compiler says */
export function compileKernels(change?: (path: string, text: string) => string): Promise<Uint8Array>;

/** What stands in `KEPT`. */
export function keptAs(bytes: Uint8Array): Promise<string>;
