/** Stores, their hours and their appointments. */
export const storeVisits = {
  title: 'Stores',
};
