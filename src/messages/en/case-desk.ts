export const caseDesk = {
  title: 'Find a case',
};
