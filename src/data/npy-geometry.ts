import { DataError } from "./dataset.js";
import type { ImageShape } from "./dataset.js";
import { MOST_PIXELS } from "./limits.js";
import type { NpyHeader } from "./npy-header.js";

/** Where the pixels of images are among the values of an array. */
export interface Geometry {
  readonly count: number;
  readonly shape: ImageShape;
  /** By how many values a step along an axis moves. */
  readonly strides: Readonly<Record<Role, number>>;
}

type Role = "image" | "channel" | "row" | "column";

const isChannels = (extent: number | undefined): boolean => extent === 1 || extent === 3;

/** @throws DataError when the axes are no images', or may be read in two ways */
export function geometryOf(path: string, { shape: extents, fortranOrder }: Omit<NpyHeader, "type" | "start">): Geometry {
  const roles = rolesOf(path, extents);
  const strides = { image: 0, channel: 0, row: 0, column: 0 };
  const shape = { image: 1, channel: 1, row: 1, column: 1 };
  const axes = roles.map((role, axis) => ({ role, extent: extents[axis] ?? 0 }));
  let stride = 1;
  for (const { role, extent } of fortranOrder ? axes : axes.reverse()) {
    strides[role] = stride;
    shape[role] = extent;
    stride *= extent;
  }
  if (shape.row * shape.column > MOST_PIXELS) {
    throw new DataError(
      `${path}: holds images of ${shape.row} × ${shape.column} pixels, more than ${MOST_PIXELS}: make them smaller`,
    );
  }
  return { count: shape.image, shape: { channels: shape.channel, height: shape.row, width: shape.column }, strides };
}

function rolesOf(path: string, extents: readonly number[]): readonly Role[] {
  const written = `(${extents.join(", ")})`;
  if (extents.length === 3) return ["image", "row", "column"];
  if (extents.length !== 4) {
    throw new DataError(`${path}: has the axes ${written}: save (n, height, width), or a fourth axis of 1 or 3 channels`);
  }
  const [first, last] = [isChannels(extents[1]), isChannels(extents[3])];
  if (first === last) {
    const what = first ? "two axes that may be the channels" : "no axis of 1 or 3 channels";
    throw new DataError(`${path}: has the axes ${written}, ${what}: save (n, height, width, channels) with 1 or 3 channels`);
  }
  return first ? ["image", "channel", "row", "column"] : ["image", "row", "column", "channel"];
}
