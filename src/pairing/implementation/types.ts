/** Numbers as plain functions take and return them: a number, or arrays of them. NaN and the infinities are numbers too. */
export type Data = number | readonly Data[];

/** A tensor with named axes, row-major: the last axis runs fastest. */
export interface NamedTensor {
  readonly axes: readonly (readonly [name: string, size: number])[];
  readonly values: readonly number[];
}

/** What a function is called with. A plain function gets a tensor as nested arrays; a function from graph to graph gets it as an input of that name. */
export type Argument =
  | { readonly kind: "data"; readonly value: Data }
  | { readonly kind: "tensor"; readonly name: string; readonly tensor: NamedTensor }
  | { readonly kind: "literal"; readonly value: number | string | boolean }
  | { readonly kind: "list"; readonly items: readonly Argument[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [key: string, value: Argument])[] };

/** A function that takes and returns numbers, exported by a file of the user: .mjs, .cjs, .js, .mts, .ts or .py. */
export interface PlainTarget {
  readonly kind: "plain";
  /** As the user named it; relative to the current folder. */
  readonly file: string;
  readonly name: string;
}

/** A function that builds graph from graph, exported by a module of the project. */
export interface GraphTarget {
  readonly kind: "graph";
  /** The source, as the user named it: what messages point at. */
  readonly file: string;
  readonly name: string;
  /** The built module. */
  readonly module: string;
  /** The built tensor library that the module uses. */
  readonly library: string;
  /** What is called on the object that the function returns: `gaussianMixture(…).logProb(x)`. */
  readonly method: { readonly name: string } | null;
}

export type Target = PlainTarget | GraphTarget;

export interface Limits {
  /** From the start of the process until the function is loaded. */
  readonly startMilliseconds: number;
  readonly callMilliseconds: number;
  /** What the code may take besides what its language needs to run at all. */
  readonly memoryMegabytes: number;
  /** The most numbers that one call may return. */
  readonly values: number;
  /** How much is kept of what one call prints. */
  readonly printedCharacters: number;
}

export const defaultLimits: Limits = {
  startMilliseconds: 20_000,
  callMilliseconds: 5_000,
  memoryMegabytes: 1024,
  values: 1_000_000,
  printedCharacters: 2_000,
};

export interface Location {
  /** As the user named it. */
  readonly file: string;
  readonly name: string;
  /** Where the export stands; 1-based. */
  readonly line: number | null;
}

export interface Implementation {
  readonly location: Location;
  /** Names of the parameters in order; null where they cannot be told, as with patterns, rest parameters and native functions. */
  readonly parameters: readonly string[] | null;
  /** How values of arrays arrive in the function: Python gets NumPy arrays where NumPy is installed, lists where not. */
  readonly arrays: "arrays" | "lists" | "numpy" | "graph";
  /** Of the process that runs the function; null while there is none. */
  readonly pid: number | null;
  /** Never rejects: whatever the code does is an outcome. Calls that overlap are made one after the other. */
  readonly call: (args: readonly Argument[], method?: readonly Argument[]) => Promise<Outcome>;
  /** Ends the process. Later calls fail. */
  readonly close: () => Promise<void>;
}

export type Outcome = ValueOutcome | TensorOutcome | FailureOutcome;

export interface ValueOutcome {
  readonly kind: "value";
  readonly value: Data;
  /** The beginning of what the call printed; null where that is nothing. */
  readonly printed: string | null;
}

export interface TensorOutcome {
  readonly kind: "tensor";
  readonly value: NamedTensor;
  /** Of the sum of all values, with respect to each tensor among the arguments, by its name. */
  readonly gradients: ReadonlyMap<string, NamedTensor>;
  readonly printed: string | null;
}

export type FailureReason =
  | "threw"
  /** It tried what no implementation may: to write, to read outside its folder, to start a process, to use the network. */
  | "refused"
  | "timed out"
  /** The process ended during the call: it was told to, or it crashed. */
  | "ended"
  | "out of memory"
  /** It gave back something else than a number or arrays of numbers, or than a graph. */
  | "not numbers"
  | "ragged"
  | "too large"
  /** After an earlier failure the function could not be loaded again; or it was closed. */
  | "not running";

export interface FailureOutcome {
  readonly kind: "failure";
  readonly reason: FailureReason;
  /** One line, for people. */
  readonly message: string;
  /** Of the user's file, where known; 1-based. */
  readonly line: number | null;
  readonly printed: string | null;
}

/** The function cannot be called at all: no such file, no such export, a syntax error. The message is one line that says what to do. */
export class ImplementationError extends Error {
  readonly file: string;
  readonly line: number | null;

  constructor(message: string, file: string, line: number | null = null) {
    super(message);
    this.name = "ImplementationError";
    this.file = file;
    this.line = line;
  }
}
