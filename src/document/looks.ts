/** Groups of prose inside mathematics: `\text{…}` and its kin, up to the first inner brace. */
const textGroup = /\\(?:text\w*|[mhf]box|math(?:rm|it|sf|tt|bf|up)|operatorname\*?|intertext|label|tag|ref|eqref)\s*\{[^{}]*\}/g;
const standingWord = /(?<=^|[\s([])[A-Za-z]{3,}[,.;:]?(?=$|[\s)\]])/g;
const wordsInARow = /(?<![A-Za-z\\])(?:[A-Za-z]{2,}[,;:.]?\s+){3}[A-Za-z]{2,}/;
const ideographs = /[\u3400-\u9fff]{6}/;
const texSign = /[\\^_={}]/;

/** Whether TeX was written here: a command such as `\alpha`. */
export function hasCommand(text: string): boolean {
  return /\\[A-Za-z]{2,}/.test(text);
}

/** Whether something stands here that prose does without: a command, a script, a relation, a group, or a lone letter. */
export function hasTexSign(text: string): boolean {
  return texSign.test(text) || /[<>|+]/.test(text) || /^\s*[A-Za-z]'*(?:\([A-Za-z,\s]*\))?\s*$/.test(text);
}

/** How many words of three letters or more stand by themselves, outside `\text{…}`. */
export function plainWords(text: string): number {
  return text.replace(textGroup, " ").match(standingWord)?.length ?? 0;
}

/** Whether nothing but words stands here. */
export function isWords(text: string): boolean {
  return !hasTexSign(text) && (plainWords(text) > 0 || /\p{Script=Han}/u.test(text));
}

/** Whether a line is a sentence rather than a row of mathematics. */
export function isProse(line: string): boolean {
  if (/\\(?:text|[mhf]box|intertext|shortintertext|operatorname)/.test(line)) return false;
  if (/(?:^|[^\\$])\$(?:[^$]|$)/.test(line)) return plainWords(line) >= 2 || ideographs.test(line);
  return !texSign.test(line) && !line.includes("&") && (wordsInARow.test(line) || ideographs.test(line));
}
