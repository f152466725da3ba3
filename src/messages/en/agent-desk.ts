export const agentDesk = {
  title: 'Unusual agents',
};
