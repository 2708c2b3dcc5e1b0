let last: Promise<unknown> = Promise.resolve();

/** Runs one such act at a time: the library has one current backend for the whole process. */
export async function exclusively<T>(act: () => Promise<T>): Promise<T> {
  const own = last.then(act);
  last = own.catch(() => undefined);
  return own;
}
