/** How a card looks that came back. */
export const CONDITIONS_HERE = ['whole', 'cut_by_holder', 'damaged'] as const;
export type ConditionHere = (typeof CONDITIONS_HERE)[number];

/** `missing`: its holder does not have it any more; that is recorded and refuses nothing. */
export const CARD_CONDITIONS = [...CONDITIONS_HERE, 'missing'] as const;
export type CardCondition = (typeof CARD_CONDITIONS)[number];

export const DESTRUCTION_METHODS = ['shredded', 'pulverised', 'incinerated', 'melted'] as const;
export type DestructionMethod = (typeof DESTRUCTION_METHODS)[number];
