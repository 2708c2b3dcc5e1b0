/** Settings that mean nothing, or do not fit each other: one line that names the setting, and what is allowed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}
