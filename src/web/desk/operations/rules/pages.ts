import type { DeskPage } from '../../kit/desk-visit.ts';
import { rulebookPage } from './rulebook-page.tsx';
import { rulesPage } from './rules-page.tsx';
import { simulatePage } from './simulate-page.tsx';
import { simulationFile, simulationPage } from './simulation-page.tsx';

/** The section about rulebooks. */
export const RULE_PAGES: readonly DeskPage[] = [
  rulesPage,
  simulationPage,
  simulationFile,
  rulebookPage,
  simulatePage,
];
