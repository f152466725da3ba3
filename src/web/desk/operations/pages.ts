import type { DeskPage } from '../kit/desk-visit.ts';
import { agentsPage } from './agents/agents-page.tsx';

/** The operations desk: every case found, read and steered. */
export const OPERATIONS_PAGES: readonly DeskPage[] = [agentsPage];
