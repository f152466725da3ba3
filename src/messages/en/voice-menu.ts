/** What the voice menu says. */
export const voiceMenu = {
  title: 'Voice menu',
};
