/** A formula, or a part of it, cannot be turned into code. The message says which part and why. */
export class NotComputableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotComputableError";
  }
}
