import { isSet } from "./errors.js";
import type { Io, Output } from "./io.js";

/** Columns of a report that goes to a file or a pipe. */
const PAGE = 100;

/** Columns of a terminal that does not say how many it has. */
const TERMINAL = 80;

export interface Look {
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly width: number;
}

/** How a report looks on `output`: colour on a terminal only, unless the environment says otherwise; NO_COLOR has the last word. */
export function lookOf(output: Output, environment: Io["environment"]): Look {
  const terminal = output.isTerminal && environment.TERM !== "dumb";
  const refused = (environment.NO_COLOR ?? "") !== "";
  return {
    colour: !refused && (terminal || isSet(environment.FORCE_COLOR)),
    unicode: hasUnicode(environment),
    width: output.isTerminal ? (output.columns() ?? TERMINAL) : PAGE,
  };
}

/** How a report looks in a file: the same wherever it is written. */
export const FILE_LOOK: Look = { colour: false, unicode: true, width: PAGE };

/** The locale's character set; where no locale is set, Unicode is assumed but on the consoles that are known to lack it. */
function hasUnicode(environment: Io["environment"]): boolean {
  const locale = [environment.LC_ALL, environment.LC_CTYPE, environment.LANG].find(
    (value) => value !== undefined && value !== "",
  );
  if (locale !== undefined) return /utf-?8/iu.test(locale);
  return environment.TERM !== "linux" && environment.TERM !== "dumb";
}
