import type { DeskPage } from '../kit/desk-visit.ts';

/** The operations desk: every case found, read and steered. */
export const OPERATIONS_PAGES: readonly DeskPage[] = [];
