export const ruleDesk = {
  title: 'Rules',
};
