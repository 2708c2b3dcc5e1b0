import { decodeData, decodeTensor, fieldsOf, itemsOf, shapeOf } from "./wire.js";
import type { FailureReason, NamedTensor, Outcome } from "./types.js";

/** What a worker says of its first request. */
export type Opening =
  | {
      readonly kind: "opened";
      readonly text: string | null;
      readonly parameters: readonly string[] | null;
      readonly arrays: "numpy" | "lists" | "arrays";
    }
  | {
      readonly kind: "unusable";
      readonly reason: string;
      readonly message: string;
      readonly line: number | null;
      readonly file: string | null;
    };

export interface Reply {
  readonly id: number;
  readonly fields: ReadonlyMap<string, unknown>;
}

/** A line of ours; null for anything else that reached the descriptor. */
export function readReply(line: string, token: string): Reply | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const fields = fieldsOf(value);
  const id = fields.get("id");
  return fields.get("token") === token && typeof id === "number" ? { id, fields } : null;
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

const lineOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isInteger(value) && value > 0 ? value : null;

export function openingOf({ fields }: Reply): Opening {
  if (fields.get("kind") === "opened") {
    const names = fields.get("parameters");
    const parameters = Array.isArray(names) ? names.map(String) : null;
    const arrays = fields.get("arrays");
    return {
      kind: "opened",
      text: textOf(fields.get("text")),
      parameters,
      arrays: arrays === "numpy" || arrays === "lists" ? arrays : "arrays",
    };
  }
  return {
    kind: "unusable",
    reason: textOf(fields.get("reason")) ?? "threw",
    message: textOf(fields.get("message")) ?? "no reason was given",
    line: lineOf(fields.get("line")),
    file: textOf(fields.get("file")),
  };
}

const reasons: ReadonlyMap<unknown, FailureReason> = new Map(
  (["threw", "refused", "ended", "out of memory", "not numbers", "too large", "not running"] as const).map((reason) => [
    reason,
    reason,
  ]),
);

/** The outcome that a reply tells of; null when it makes no sense. */
export function outcomeOf({ fields }: Reply): Outcome | null {
  const printed = textOf(fields.get("printed"));
  switch (fields.get("kind")) {
    case "value": {
      const value = decodeData(fields.get("value"));
      if (value === null) return null;
      if (shapeOf(value) !== null) return { kind: "value", value, printed };
      const message = "gave back a ragged array: its rows have different lengths";
      return { kind: "failure", reason: "ragged", message, line: null, printed };
    }
    case "tensor": {
      const value = decodeTensor(fields.get("value"));
      const gradients = gradientsOf(fields.get("gradients"));
      return value === null || gradients === null ? null : { kind: "tensor", value, gradients, printed };
    }
    case "failure": {
      const reason = reasons.get(fields.get("reason")) ?? "threw";
      return { kind: "failure", reason, message: textOf(fields.get("message")) ?? "", line: lineOf(fields.get("line")), printed };
    }
    default:
      return null;
  }
}

function gradientsOf(value: unknown): ReadonlyMap<string, NamedTensor> | null {
  if (!Array.isArray(value)) return null;
  const gradients = new Map<string, NamedTensor>();
  for (const entry of value) {
    const [name, code] = itemsOf(entry);
    const tensor = decodeTensor(code);
    if (typeof name !== "string" || tensor === null) return null;
    gradients.set(name, tensor);
  }
  return gradients;
}
