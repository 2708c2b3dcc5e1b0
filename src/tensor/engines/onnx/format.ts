import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** The messages of onnx.proto that programs need. Each holds what it says; `encodeModel` alone knows how they lie in bytes. */

export type ElementType = "float" | "int64" | "bool";

/** Known, or a name for one that the caller of the model chooses. */
export type Dimension = number | string;

export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly dimensions: readonly Dimension[];
}

/** A list of tensors. */
export interface SequenceInfo {
  readonly name: string;
  readonly sequenceOf: ElementType;
}

export interface Initializer {
  readonly name: string;
  readonly type: ElementType;
  readonly dimensions: readonly number[];
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array;
}

export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly graph: Graph };

export type Attributes = Readonly<Record<string, Attribute>>;

export interface Operation {
  readonly operator: string;
  /** Empty for those of ONNX itself. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

export interface Graph {
  readonly name: string;
  /** In an order in which each comes after what it uses. */
  readonly operations: readonly Operation[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly (ValueInfo | SequenceInfo)[];
}

/** A version of ONNX that its runtimes of the last years load, and the format that goes with it. */
const OPERATOR_SET = 17;
const FORMAT = 8;

const ELEMENT_TYPES: Readonly<Record<ElementType, number>> = { float: 1, int64: 7, bool: 9 };
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

/** A model file. */
export function encodeModel(graph: Graph): Uint8Array {
  const writer = new BinaryWriter();
  int(writer, 1, FORMAT);
  text(writer, 2, "qedmark");
  message(writer, 7, () => {
    writeGraph(writer, graph);
  });
  const domains = new Set(["", ...domainsOf(graph)]);
  for (const domain of domains) {
    message(writer, 8, () => {
      text(writer, 1, domain);
      int(writer, 2, domain === "" ? OPERATOR_SET : 1);
    });
  }
  return writer.finish();
}

function domainsOf({ operations }: Graph): readonly string[] {
  return operations.flatMap(({ domain, attributes }) => [
    domain,
    ...Object.values(attributes).flatMap((attribute) => ("graph" in attribute ? domainsOf(attribute.graph) : [])),
  ]);
}

function writeGraph(writer: BinaryWriter, { name, operations, initializers, inputs, outputs }: Graph): void {
  for (const operation of operations) {
    message(writer, 1, () => {
      writeOperation(writer, operation);
    });
  }
  text(writer, 2, name);
  for (const { name: own, type, dimensions, bytes } of initializers) {
    message(writer, 5, () => {
      for (const dimension of dimensions) int(writer, 1, dimension);
      int(writer, 2, ELEMENT_TYPES[type]);
      text(writer, 8, own);
      writer.tag(9, WireType.LengthDelimited).bytes(bytes);
    });
  }
  for (const [field, infos] of [[11, inputs] as const, [12, outputs] as const]) {
    for (const info of infos) {
      message(writer, field, () => {
        writeValueInfo(writer, info);
      });
    }
  }
}

function writeOperation(writer: BinaryWriter, { operator, domain, inputs, outputs, attributes }: Operation): void {
  for (const name of inputs) text(writer, 1, name);
  for (const name of outputs) text(writer, 2, name);
  text(writer, 4, operator);
  for (const [name, attribute] of Object.entries(attributes)) {
    message(writer, 5, () => {
      text(writer, 1, name);
      writeAttribute(writer, attribute);
    });
  }
  if (domain !== "") text(writer, 7, domain);
}

function writeAttribute(writer: BinaryWriter, attribute: Attribute): void {
  if ("int" in attribute) {
    int(writer, 3, attribute.int);
    int(writer, 20, ATTRIBUTE_TYPES.int);
  } else if ("ints" in attribute) {
    for (const value of attribute.ints) int(writer, 8, value);
    int(writer, 20, ATTRIBUTE_TYPES.ints);
  } else if ("float" in attribute) {
    writer.tag(2, WireType.Bit32).float(attribute.float);
    int(writer, 20, ATTRIBUTE_TYPES.float);
  } else if ("string" in attribute) {
    text(writer, 4, attribute.string);
    int(writer, 20, ATTRIBUTE_TYPES.string);
  } else {
    message(writer, 6, () => {
      writeGraph(writer, attribute.graph);
    });
    int(writer, 20, ATTRIBUTE_TYPES.graph);
  }
}

function writeValueInfo(writer: BinaryWriter, info: ValueInfo | SequenceInfo): void {
  text(writer, 1, info.name);
  message(writer, 2, () => {
    if ("dimensions" in info) writeTensorType(writer, info);
    else {
      message(writer, 4, () => {
        message(writer, 1, () => {
          writeTensorType(writer, { type: info.sequenceOf });
        });
      });
    }
  });
}

/** Without dimensions, of any. */
function writeTensorType(writer: BinaryWriter, { type, dimensions }: Pick<ValueInfo, "type"> & Partial<ValueInfo>): void {
  message(writer, 1, () => {
    int(writer, 1, ELEMENT_TYPES[type]);
    if (dimensions === undefined) return;
    message(writer, 2, () => {
      for (const dimension of dimensions) {
        message(writer, 1, () => {
          if (typeof dimension === "number") int(writer, 1, dimension);
          else text(writer, 2, dimension);
        });
      }
    });
  });
}

function int(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
