import type { ImageSize } from "../models/index.js";
import type { Region } from "../training/pixel-pictures.js";
import { RequestError } from "./errors.js";

/** What is drawn anew of an image: a half, or rows and columns as TOP,LEFT,HEIGHT,WIDTH. @throws RequestError when it is no part of the image */
export function regionOf(text: string, { height, width }: ImageSize): Region {
  if (text === "bottom") return { rows: [Math.floor(height / 2), height], columns: [0, width] };
  if (text === "right") return { rows: [0, height], columns: [Math.floor(width / 2), width] };
  const parts = text.split(",").map((part) => (/^\d+$/u.test(part) ? Number(part) : NaN));
  const [top = NaN, left = NaN, rows = NaN, columns = NaN, ...others] = parts;
  const whole = [top, left, rows, columns].every((number) => Number.isSafeInteger(number));
  const fits = top >= 0 && left >= 0 && rows >= 1 && columns >= 1 && top + rows <= height && left + columns <= width;
  if (!whole || !fits || others.length > 0)
    throw new RequestError(
      `--hide ${text}: is no part of images of ${height} × ${width}: name bottom, right, or TOP,LEFT,HEIGHT,WIDTH`,
    );
  return { rows: [top, top + rows], columns: [left, left + columns] };
}
