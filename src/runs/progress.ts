/** How far a training is. */
export interface TrainingProgress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Images taken of this epoch, and how many it has. */
  readonly images: number;
  readonly ofImages: number;
  /** Null while it is not known. */
  readonly imagesPerSecond: number | null;
  /** The loss and its terms, by their names, in the order in which they are shown. */
  readonly terms: readonly (readonly [name: string, value: number])[];
  /** Until the end of the training; null while it is not known. */
  readonly secondsLeft: number | null;
}

/** What a terminal shows of it. */
export interface LineStyle {
  /** Columns that the line may take. */
  readonly width: number;
  readonly unicode: boolean;
}

const WIDEST_BAR = 30;
const NARROWEST_BAR = 6;

/**
 * One line without colour, of `width` columns at most: `epoch 3/10 ━━━━━━━━━━──────  62%  41,203 images/s  loss 108.3  kl 25.2  1:12 left`. Where there is
 * little room the bar goes first, then the terms from the last on.
 */
export function progressLine(progress: TrainingProgress, { width, unicode }: LineStyle): string {
  const { epoch, epochs, images, ofImages, terms, secondsLeft } = progress;
  const fraction = ofImages === 0 ? 1 : Math.min(1, images / ofImages);
  const head = `epoch ${epoch}/${epochs}`;
  const percent = `${Math.floor(fraction * 100)}%`.padStart(4);
  const left = secondsLeft === null ? [] : [`${durationText(secondsLeft)} left`];
  const speed = speedParts(progress);
  for (let shown = terms.length; shown >= 0; shown--) {
    const tail = [...speed, ...termParts(terms.slice(0, shown)), ...left].map((part) => `  ${part}`).join("");
    const room = width - head.length - percent.length - tail.length - 2;
    if (room >= NARROWEST_BAR) return `${head} ${bar(fraction, Math.min(room, WIDEST_BAR), unicode)} ${percent}${tail}`;
    if (room >= -1) return `${head} ${percent}${tail}`;
  }
  return `${head} ${percent}`.slice(0, Math.max(0, width));
}

/** The line for an epoch that is over, where no terminal is: no bar, nothing that was only so for a moment. */
export function epochLine(progress: TrainingProgress): string {
  const { epoch, epochs, terms } = progress;
  return [`epoch ${epoch}/${epochs}`, ...termParts(terms), ...speedParts(progress)].join("  ");
}

/** `0:09`, `12:34`, `3:07:00`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function termParts(terms: TrainingProgress["terms"]): readonly string[] {
  return terms.map(([name, value]) => `${name} ${figureText(value)}`);
}

function speedParts({ imagesPerSecond }: TrainingProgress): readonly string[] {
  return imagesPerSecond === null ? [] : [`${Math.round(imagesPerSecond).toLocaleString("en-US")} images/s`];
}

/** With as many digits as tell one step from the next. */
function figureText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || (size < 1e-3 && size > 0)) return value.toExponential(2);
  return value.toFixed(size >= 1000 ? 0 : size >= 10 ? 2 : 4);
}

function bar(fraction: number, width: number, unicode: boolean): string {
  const full = Math.floor(fraction * width);
  return unicode ? "━".repeat(full) + "─".repeat(width - full) : "#".repeat(full) + "-".repeat(width - full);
}
