/** What `handback import` says. */
export const importCommand = {
  /** One bad row in the list of them. */
  badRow: (title: string, detail: string) => `${title}. ${detail}`,
};
