export const stuckDesk = {
  title: 'Stuck cases',
};
