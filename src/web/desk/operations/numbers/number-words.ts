import { OPERATIONS } from '../sections.ts';

export const NUMBERS = `${OPERATIONS}/numbers`;

export const feedPath = (feedId: string): string => `${NUMBERS}/lists/${feedId}`;
export const batchPath = (batchId: string): string => `${NUMBERS}/batches/${batchId}`;
