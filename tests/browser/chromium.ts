import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const named = process.env.QEDMARK_CHROMIUM ?? "";
const usual = "/usr/bin/chromium";

/** Where the browser lies: where the environment says, else where Debian puts it; null where it is not there. */
export const browserPath: string | null = named !== "" ? named : existsSync(usual) ? usual : null;

export const MISSING = `${usual} is not there; apt-get install chromium, or set QEDMARK_CHROMIUM`;

export async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath ?? usual, args: ["--no-sandbox", "--disable-gpu"] });
}
