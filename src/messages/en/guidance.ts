/** What somebody needs before they set out, and where to go. */
export const guidance = {
  title: 'What do I need?',
};
