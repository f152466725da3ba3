/** What is official, and what is not. */
export const scamCheck = {
  title: 'Is this from us?',
};
