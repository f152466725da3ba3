export const campaignDesk = {
  title: 'Campaigns',
};
