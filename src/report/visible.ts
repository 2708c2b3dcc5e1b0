/**
 * Text from a document, a path or a message may hold characters that steer a terminal, turn the reading direction or show nothing. None of
 * them reaches an output as it is: what comes back from `visible` holds printable characters and plain spaces only, and `visible` leaves
 * its own results alone.
 */

/** Controls but for white space, direction marks, invisible and private-format characters, line separators, lone surrogates. */
const HAZARD =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}\p{Surrogate}]/gu;

const EMOJI_JOINT = /(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic})/gu;

const pictureOf = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
};

/** `text` with every hazard replaced by a picture of it: `␛` for the escape character, `\u202e` for a direction override. */
export function visible(text: string): string {
  // The joiner inside an emoji is the one hazard that is part of what is seen.
  const joints = new Set<number>();
  for (const joint of text.matchAll(EMOJI_JOINT)) joints.add(joint.index);
  return text.replace(HAZARD, (character: string, offset: number) => (joints.has(offset) ? character : pictureOf(character)));
}

/** `visible`, with every run of white space (line ends too) as one space: for text that stands within a line. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s+/gu, " ").trim());
}
