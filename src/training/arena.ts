import { host, MOST_PAGES, PAGE } from "./kernels/webassembly.js";
import type { Memory } from "./kernels/webassembly.js";

/** More memory than there is: one line for people, with what to do. */
export class MemoryError extends RangeError {
  override readonly name = "MemoryError";
}

/** How many values each named tensor has. */
export type Sizes = ReadonlyMap<string, number>;

/** Every tensor, section and range of bytes begins at a multiple of so many bytes. */
const ALIGNMENT = 16;

interface Section {
  readonly whole: Float32Array;
  readonly tensors: ReadonlyMap<string, Float32Array>;
}

/**
 * One memory of a fixed size, in which named tensors of single precision lie section by section, and ranges of bytes after them: engines take the views as
 * inputs and outputs, kernels run over them. Views are never detached, and all is 0 at first.
 *
 * Sections of the same sizes are laid out alike: value i of one belongs to value i of the other. After a tensor come up to three values of padding, which
 * only a section as a whole shows.
 */
export class Arena<SectionName extends string, BytesName extends string = never> {
  readonly memory: Memory;
  readonly #sections: ReadonlyMap<string, Section>;
  readonly #bytes: ReadonlyMap<string, Uint8Array>;

  /** @throws RangeError for a size that is no whole number from 0; MemoryError for more than 4 GiB in all, and for more than the machine has */
  constructor(sections: Readonly<Record<SectionName, Sizes>>, bytes: Readonly<Record<BytesName, number>>) {
    const layout = new Layout();
    const places = Object.entries<Sizes>(sections).map(([name, sizes]) => {
      const start = layout.end;
      const tensors = [...sizes].map(([tensor, size]) => ({
        tensor,
        size,
        start: layout.place(`the tensor ${tensor}`, size, 4),
      }));
      return { name, start, values: (layout.end - start) / 4, tensors };
    });
    const ranges = Object.entries<number>(bytes).map(([name, size]) => ({ name, size, start: layout.place(name, size, 1) }));

    this.memory = allocated(layout.end);
    const { buffer } = this.memory;
    this.#sections = new Map(
      places.map(({ name, start, values, tensors }) => [
        name,
        {
          whole: new Float32Array(buffer, start, values),
          tensors: new Map(tensors.map(({ tensor, size, start }) => [tensor, new Float32Array(buffer, start, size)])),
        },
      ]),
    );
    this.#bytes = new Map(ranges.map(({ name, size, start }) => [name, new Uint8Array(buffer, start, size)]));
  }

  /** All tensors of a section, and their padding. */
  section(name: SectionName): Float32Array {
    return this.#section(name).whole;
  }

  /** The tensors of a section by their names, in the order in which they lie. */
  tensors(name: SectionName): ReadonlyMap<string, Float32Array> {
    return this.#section(name).tensors;
  }

  /** @throws Error when the section has no such tensor */
  tensor(section: SectionName, name: string): Float32Array {
    return there(this.#section(section).tensors.get(name), `${section} have no tensor ${name}`);
  }

  bytes(name: BytesName): Uint8Array {
    return there(this.#bytes.get(name), `no bytes ${name}`);
  }

  #section(name: SectionName): Section {
    return there(this.#sections.get(name), `no section ${name}`);
  }
}

/** Places one after another, and the bytes that they take together. */
class Layout {
  #end = 0;

  get end(): number {
    return this.#end;
  }

  /** The start of so many values of so many bytes. @throws RangeError for a size that is no whole number from 0 */
  place(what: string, size: number, bytes: number): number {
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${what} can not have ${size} values`);
    const start = this.#end;
    this.#end += Math.ceil((size * bytes) / ALIGNMENT) * ALIGNMENT;
    return start;
  }
}

function allocated(bytes: number): Memory {
  const pages = Math.max(1, Math.ceil(bytes / PAGE));
  const size = `${Math.ceil(bytes / 2 ** 20)} MiB`;
  if (pages > MOST_PAGES)
    throw new MemoryError(
      `training needs ${size} of memory at once, of which there are at most 4096: make the model or the batch smaller`,
    );
  try {
    return new (host().Memory)({ initial: pages, maximum: pages });
  } catch (error) {
    if (error instanceof RangeError)
      throw new MemoryError(
        `this machine does not give training the ${size} of memory that it needs: make the model or the batch smaller`,
        { cause: error },
      );
    throw error;
  }
}

function there<T>(found: T | undefined, missing: string): T {
  if (found === undefined) throw new Error(missing);
  return found;
}
