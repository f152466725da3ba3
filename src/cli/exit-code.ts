/** What a command tells the shell. */
export const ExitCode = {
  done: 0,
  /** It was understood and did not work, or the answer is no. */
  failed: 1,
  /** It was not understood, or it needs a consent that nobody could give. */
  usage: 2,
  /** What somebody else shows contradicts itself: more than a no. */
  contradicted: 3,
} as const;
