import type { DeskPage } from '../../kit/desk-visit.ts';
import { batchPage } from './batch-page.tsx';
import { feedFile, feedPage } from './feed-page.tsx';
import { numbersPage, rangesFile } from './numbers-page.tsx';

export const NUMBER_PAGES: readonly DeskPage[] = [numbersPage, rangesFile, batchPage, feedPage, feedFile];
