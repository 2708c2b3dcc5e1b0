/** Images of up to so many bytes together are held in memory; more are read from their files by positions. */
export const HELD_BYTES = 2 ** 28;

/** Images of more pixels are refused: a file of a few bytes can promise any number. */
export const MOST_PIXELS = 2 ** 24;

/** Labels are bytes. */
export const MOST_CLASSES = 256;
