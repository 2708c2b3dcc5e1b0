import { InvalidArgumentError, Option } from "commander";
import type { Budget } from "../verdicts/result.js";

export const FORMATS = ["pretty", "json", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

const BUDGETS: readonly Budget[] = ["quick", "standard", "thorough"];

export const seedOption = (): Option => new Option("--seed <n>", "seed of the random models").argParser(parseSeed).default(0);

export const budgetOption = (): Option =>
  new Option("--budget <size>", "work spent on each step").choices(BUDGETS).default("standard");

export const formatOption = (formats: readonly Format[]): Option =>
  new Option("--format <format>", "form of the report").choices(formats).default("pretty");

export const splitOption = (description = "which images of the data"): Option =>
  new Option("--split <split>", description).choices(["train", "test"]);

/** An option that takes a whole number from 1. */
export const wholeOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((text) => parseWhole(text, 1));

/** An option that takes a whole number from 0. */
export const naturalOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((text) => parseWhole(text, 0));

/** An option that takes any finite number. */
export const numberOption = (flags: string, description: string): Option => new Option(flags, description).argParser(parseNumber);

function parseWhole(text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/u.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new InvalidArgumentError(`It takes a whole number from ${least}.`);
  return value;
}

export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It takes a number.");
  return value;
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/u.test(text) || !Number.isSafeInteger(seed))
    throw new InvalidArgumentError(`A seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`);
  return seed;
}
