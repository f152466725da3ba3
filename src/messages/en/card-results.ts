/** What became of an old card, in plain words: the same on paper and on every page. */
export const cardResults = {
  title: 'Old card',
  short: {
    missing: 'Not handed in',
    taken_in: 'Taken in',
    destroyed: 'Destroyed',
  },
  missing: (on: string) => `Its holder said on ${on} that they no longer have it.`,
  takenIn: {
    whole: (on: string) => `Taken in on ${on}, whole.`,
    cut_by_holder: (on: string) => `Taken in on ${on}, cut by its holder.`,
    damaged: (on: string) => `Taken in on ${on}, damaged.`,
  },
  waits: 'Not destroyed when this certificate was made.',
  destroyed: {
    shredded: (on: string) => `Shredded on ${on}.`,
    pulverised: (on: string) => `Pulverised on ${on}.`,
    incinerated: (on: string) => `Incinerated on ${on}.`,
    melted: (on: string) => `Melted down on ${on}.`,
  },
  particles: (name: string) => `Particles of class ${name} (ISO/IEC 21964).`,
};
