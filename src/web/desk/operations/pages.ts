import type { DeskPage } from '../kit/desk-visit.ts';
import { RULE_PAGES } from './rules/pages.ts';

/** The operations desk: every case found, read and steered. */
export const OPERATIONS_PAGES: readonly DeskPage[] = [...RULE_PAGES];
