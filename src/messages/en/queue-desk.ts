export const queueDesk = {
  title: 'Work queue',
};
