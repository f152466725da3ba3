export const chartDesk = {
  title: 'Charts',
};
