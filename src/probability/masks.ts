import { constant } from "../tensor/index.js";
import type { Axis, Extent, NodeOf } from "../tensor/index.js";

export interface MaskOptions {
  /** Rows and columns of the kernel, both odd, so that it has a centre. */
  readonly size: Extent;
  /** The kernel's channel axes; their sizes are multiples of `colours`. */
  readonly channels: { readonly in: Axis; readonly out: Axis };
  /** 1 for grey images, 3 for red, green, blue; the first third of the channels then belongs to red, the next to green. 1 unless given. */
  readonly colours?: number;
}

/**
 * The mask of a first layer: a kernel multiplied by it sees what comes before a pixel when pixels are read row by row, colours in order, and not itself.
 *
 *     1 1 1     between colours, at the centre c:      to  R G B
 *     1 c 0                                       from R   0 1 1
 *     0 0 0                                            G   0 0 1
 *                                                      B   0 0 0
 *
 * Axes: height, width, in, out. (Van den Oord, Kalchbrenner, Kavukcuoglu: Pixel recurrent neural networks, 2016, section 3.4.)
 *
 * @throws RangeError unless the kernel has a centre and the channels divide into colours
 */
export function maskA(options: MaskOptions): NodeOf<"constant"> {
  return mask("maskA", options, ({ row, column }, from, to) => isBefore(row, column) || (isCentre(row, column) && from < to));
}

/**
 * The mask of every further layer: as `maskA`, but the centre also sees its own colour, which by then holds only what came before.
 *
 *     1 1 1     between colours, at the centre c:      to  R G B
 *     1 c 0                                       from R   1 1 1
 *     0 0 0                                            G   0 1 1
 *                                                      B   0 0 1
 *
 * @throws RangeError as `maskA`
 */
export function maskB(options: MaskOptions): NodeOf<"constant"> {
  return mask("maskB", options, ({ row, column }, from, to) => isBefore(row, column) || (isCentre(row, column) && from <= to));
}

/**
 * The mask of a stack that sees whole rows: those above a pixel and its own. Moved down by a row, what it gives sees the rows above alone (van den Oord et al.:
 * Conditional image generation with PixelCNN decoders, NeurIPS 2016, section 2.2).
 *
 *     1 1 1
 *     1 c 1     c is 1 too, between any colours
 *     0 0 0
 *
 * @throws RangeError as `maskA`
 */
export function maskBelow(options: MaskOptions): NodeOf<"constant"> {
  return mask("maskBelow", options, ({ row }) => row <= 0);
}

/** Whether a place that lies so far from the centre is read before it, row by row. */
function isBefore(row: number, column: number): boolean {
  return row < 0 || (row === 0 && column < 0);
}

function isCentre(row: number, column: number): boolean {
  return row === 0 && column === 0;
}

function mask(
  name: string,
  { size: { height, width }, channels, colours = 1 }: MaskOptions,
  sees: (place: { readonly row: number; readonly column: number }, from: number, to: number) => boolean,
): NodeOf<"constant"> {
  for (const size of [height, width]) {
    if (!Number.isSafeInteger(size) || size < 1 || size % 2 === 0) {
      throw new RangeError(`${name}: a kernel of ${height} × ${width} has no centre; give odd sizes`);
    }
  }
  for (const { name: axis, size } of [channels.in, channels.out]) {
    if (!Number.isSafeInteger(colours) || colours < 1 || size % colours !== 0) {
      throw new RangeError(`${name}: the ${size} channels of "${axis}" do not divide into ${colours} colours; give a multiple`);
    }
  }
  const centre = { row: (height - 1) / 2, column: (width - 1) / 2 };
  const values = new Float64Array(height * width * channels.in.size * channels.out.size);
  let next = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const place = { row: row - centre.row, column: column - centre.column };
      for (let i = 0; i < channels.in.size; i++) {
        for (let o = 0; o < channels.out.size; o++) {
          const [from, to] = [colourOf(i, channels.in.size, colours), colourOf(o, channels.out.size, colours)];
          values[next++] = sees(place, from, to) ? 1 : 0;
        }
      }
    }
  }
  return constant([{ name: "height", size: height }, { name: "width", size: width }, channels.in, channels.out], values);
}

function colourOf(channel: number, channels: number, colours: number): number {
  return Math.floor((channel * colours) / channels);
}
