import { OPERATIONS } from '../sections.ts';

export const NUMBERS = `${OPERATIONS}/numbers`;

export const batchPath = (batchId: string): string => `${NUMBERS}/batches/${batchId}`;
