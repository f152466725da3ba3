export const esimDesk = {
  title: 'eSIM',
};
