const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

function endsLine(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

/** The first offset at or behind `offset` where a line's characters are over: that of its line end, or the length of the text. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !endsLine(text.charCodeAt(end))) end += 1;
  return end;
}

/** Where the line behind the one that holds `offset` begins, or the length of the text. */
export function nextLineStart(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return (
    end + (text.charCodeAt(end) === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED ? 2 : end < text.length ? 1 : 0)
  );
}

/** Where the line that holds `offset` begins. */
export function lineStartBefore(text: string, offset: number): number {
  let start = offset;
  while (start > 0) {
    const code = text.charCodeAt(start - 1);
    if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(start) !== LINE_FEED)) break;
    start -= 1;
  }
  return start;
}
