import type { DeskPage } from '../../kit/desk-visit.ts';
import { behindPage } from './behind-page.tsx';
import { chartFiles, chartsPage } from './charts-page.tsx';

export const CHART_PAGES: readonly DeskPage[] = [chartsPage, behindPage, ...chartFiles];
