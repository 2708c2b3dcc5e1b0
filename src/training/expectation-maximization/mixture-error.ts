/** Points, settings or parameters with which a mixture cannot be fitted or evaluated: one line that says why, and what to do. */
export class MixtureError extends Error {
  override readonly name = "MixtureError";
}
