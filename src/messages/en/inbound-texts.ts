/** What is answered to those who write a text message. */
export const inboundTexts = {
  title: 'Text messages that come in',
};
