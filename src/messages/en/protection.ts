export const protection = {
  title: 'This was not me',
};
