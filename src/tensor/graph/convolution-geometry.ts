import { findAxis, hasAxis, replaceAxis } from "./axes.js";
import type { Axes } from "./axes.js";
import { ShapeError } from "./shape-error.js";

/** The channel axes of a convolution: its input has `in`, its output `out`, its kernel both. */
export interface Channels {
  readonly in: string;
  readonly out: string;
}

/** Two numbers, one along each direction of an image. */
export interface Extent {
  readonly height: number;
  readonly width: number;
}

/** Rows and columns of zeros around the image. */
export interface Padding {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** One trilinear form Σ image · kernel · output, of which each convolving operation is a partial derivative. */
export interface Convolution {
  readonly channels: Channels;
  readonly strides: Extent;
  readonly padding: Padding;
}

export interface ConvolutionOptions {
  readonly channels: Channels;
  /** 1 each unless given. */
  readonly strides?: Extent;
  /** None unless given. */
  readonly padding?: Padding;
}

/** The height and width of a tensor that has both. */
export function extentOf(axes: Axes): Extent {
  return { height: findAxis("extent", axes, "height").size, width: findAxis("extent", axes, "width").size };
}

const NO_PADDING: Padding = { top: 0, bottom: 0, left: 0, right: 0 };

/** @throws ShapeError when the channels are not named apart from each other and from height and width, a stride is not a whole number from 1 or a padding not one from 0 */
export function convolutionOf(operation: string, options: ConvolutionOptions): Convolution {
  const { channels, strides = { height: 1, width: 1 }, padding = NO_PADDING } = options;
  const names = ["height", "width", channels.in, channels.out];
  if (new Set(names).size < names.length) {
    throw new ShapeError(operation, `of the axes ${names.join(", ")} two have one name`, "name the channel axes apart");
  }
  for (const [name, stride] of [["height", strides.height] as const, ["width", strides.width] as const]) {
    if (!Number.isSafeInteger(stride) || stride < 1) {
      throw new ShapeError(operation, `the stride along ${name} is ${stride}`, "a stride is a whole number from 1");
    }
  }
  for (const side of ["top", "bottom", "left", "right"] as const) {
    if (!Number.isSafeInteger(padding[side]) || padding[side] < 0) {
      throw new ShapeError(operation, `the padding at the ${side} is ${padding[side]}`, "a padding is a whole number from 0");
    }
  }
  return { channels, strides, padding };
}

/** @throws ShapeError unless the kernel's axes are height, width and both channels, the former two not empty */
export function checkKernel(operation: string, kernel: Axes, { channels }: Convolution): void {
  const expected = ["height", "width", channels.in, channels.out];
  for (const name of expected) findAxis(`${operation}'s kernel`, kernel, name);
  const other = kernel.find(({ name }) => !expected.includes(name));
  if (other !== undefined) {
    throw new ShapeError(operation, `the kernel has the axis "${other.name}"`, `its axes are ${expected.join(", ")}`);
  }
  const empty = kernel.find(({ name, size }) => (name === "height" || name === "width") && size === 0);
  if (empty !== undefined)
    throw new ShapeError(operation, `the kernel has no ${empty.name}`, "give it at least one row and column");
}

/** The axes of the output of a convolution: the image's, height and width shrunk, `out` in the place of `in`. @throws ShapeError */
export function outputAxes(operation: string, image: Axes, kernel: Axes, convolution: Convolution): Axes {
  const { channels, strides, padding } = convolution;
  checkKernel(operation, kernel, convolution);
  const channel = findAxis(operation, image, channels.in);
  const expected = findAxis(operation, kernel, channels.in);
  if (channel.size !== expected.size) {
    throw new ShapeError(
      operation,
      `axis "${channels.in}" has size ${channel.size} in the image and ${expected.size} in the kernel`,
      "make the sizes equal",
    );
  }
  if (hasAxis(image, channels.out)) {
    throw new ShapeError(operation, `the image has the axis "${channels.out}" of the output`, "rename one of the two");
  }
  const shrink = (name: "height" | "width", pad: number): number => {
    const padded = findAxis(operation, image, name).size + pad;
    const { size } = findAxis(operation, kernel, name);
    if (size > padded) {
      throw new ShapeError(
        operation,
        `the kernel's ${name} ${size} exceeds the padded image's ${padded}`,
        "pad more or crop the kernel",
      );
    }
    return Math.floor((padded - size) / strides[name]) + 1;
  };
  const height = { name: "height", size: shrink("height", padding.top + padding.bottom) };
  const width = { name: "width", size: shrink("width", padding.left + padding.right) };
  const resized = replaceAxis(replaceAxis(image, "height", height), "width", width);
  return replaceAxis(resized, channels.in, findAxis(operation, kernel, channels.out));
}
