import type { Extent } from "../../graph/convolution-geometry.js";
import { concat, fit, reshape, zeros } from "./arrays.js";
import type { GraphBuilder } from "./graph-builder.js";
import type { ConvolutionForm } from "./patches.js";
import { tapsOf } from "./taps.js";
import type { Tap } from "./taps.js";

/** The most rows that images are put together in at once. More are met by several products, in the same memory. */
const ROWS = 384;

/**
 * The kernel's part of the form of a convolution whose strides are 1.
 *
 * Images and outputs lie in a line for each channel, with so many rows of zeros after each image that what a tap of the kernel meets is everywhere as far ahead
 * in the line as anywhere else. So the images moved by so much, tap by tap one above the other, are lines copied whole, and the kernel is their product with the
 * outputs. What a tap would meet of the row before or after is 0. Values are right as long as all are finite: what is 0 is multiplied.
 *
 * Images and outputs over (channel, batch, height, width); the kernel over (input channel, height, width, output channel), 0 at taps that are not asked for.
 */
export function productOfLines(
  graph: GraphBuilder,
  images: string,
  outputs: string,
  form: ConvolutionForm,
  asked: readonly Tap[],
): string {
  const { padding, batch, channels, image, output } = form;
  // The zeros after an image are those before the next one.
  const whole: Extent = {
    height: Math.max(image.height + Math.max(padding.top, padding.bottom), output.height),
    width: Math.max(image.width, output.width),
  };
  const filled = (x: string, { height, width }: Extent, count: number): string => {
    const rows = fit(graph, x, 4, [{ dimension: 3, before: 0, size: width, wanted: whole.width }]);
    return concat(graph, [rows, ...zeros(graph, [count, batch, whole.height - height, whole.width])], 2);
  };
  const lines = (x: string, count: number): string => reshape(graph, x, [count, batch * whole.height * whole.width]);
  const aheadOf = ({ row, column }: Tap): number => (row - padding.top) * whole.width + column - padding.left;
  const [least, most] = [Math.min(0, ...asked.map(aheadOf)), Math.max(0, ...asked.map(aheadOf))];
  const between = (line: string, count: number, before: number, after: number): readonly string[] => [
    ...zeros(graph, [count, before]),
    line,
    ...zeros(graph, [count, after]),
  ];

  const x = filled(images, image, channels.in);
  const y = lines(filled(outputs, output, channels.out), channels.out);
  const met = concat(graph, between(y, channels.out, most, -least), 1);
  const moved = (tap: Tap): readonly string[] => {
    const line = lines(withoutOtherRows(graph, x, form, whole, tap.column - padding.left), channels.in);
    return between(line, channels.in, most - aheadOf(tap), aheadOf(tap) - least);
  };
  const atOnce = Math.max(1, Math.floor(ROWS / channels.in));
  const products: string[] = [];
  for (let first = 0; first < asked.length; first += atOnce) {
    const some = asked.slice(first, first + atOnce);
    const stack = reshape(graph, concat(graph, some.flatMap(moved), 1), [channels.in * some.length, -1]);
    const product = graph.emit("Gemm", [stack, met], { attributes: { transB: { int: 1 } } });
    products.push(reshape(graph, product, [channels.in, some.length, channels.out]));
  }
  const { height, width } = form.kernel;
  return reshape(graph, spread(graph, products, form, asked), [channels.in, height, width, channels.out]);
}

/** Images of this size with zeros in the columns that outputs in the row before or after would meet, if they lie so many columns ahead. */
function withoutOtherRows(
  graph: GraphBuilder,
  images: string,
  { image, output }: ConvolutionForm,
  { height, width }: Extent,
  ahead: number,
): string {
  const isMet = (column: number): boolean => (ahead < 0 ? column >= width + ahead : column < output.width + ahead - width);
  const mask = Array.from({ length: width }, (_, column) => Number(column >= image.width || !isMet(column)));
  if (!mask.includes(0)) return images;
  // Whole planes are repeated faster than rows.
  const plane = graph.emit("Expand", [graph.floats([width], mask), graph.integers([height, width])]);
  return graph.emit("Mul", [images, plane]);
}

/** Over (input channel, tap, output channel) the products for the taps that are asked for, with zeros at the others. */
function spread(
  graph: GraphBuilder,
  products: readonly string[],
  { channels, kernel }: ConvolutionForm,
  asked: readonly Tap[],
): string {
  const taps = tapsOf(kernel);
  if (asked.length === taps.length) return concat(graph, products, 1);
  const nothing = zeros(graph, [channels.in, 1, channels.out]);
  const places = taps.map((tap) => asked.findIndex((own) => own.row === tap.row && own.column === tap.column));
  const indices = graph.integers(places.map((place) => (place < 0 ? asked.length : place)));
  return graph.emit("Gather", [concat(graph, [...products, ...nothing], 1), indices], { attributes: { axis: { int: 1 } } });
}
