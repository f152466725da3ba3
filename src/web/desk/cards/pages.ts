import type { DeskPage } from '../kit/desk-visit.ts';
import { bagMovePages } from './bag-move-pages.tsx';
import { bagPage } from './bag-page.tsx';
import { batchClose } from './batch-close-page.tsx';
import { batchHandOver, fillBatch } from './batch-fill-pages.tsx';
import { batchPage } from './batch-page.tsx';
import { batchScan, scanStartOver } from './batch-scan-page.tsx';
import { cardsPage, newBag, newBatch } from './cards-page.tsx';
import { destructionPage } from './destruction-page.tsx';
import { removePage, setAsidePage } from './loose-pages.tsx';

/** Old cards, from the first scan to the destroyer's record. */
export const CARD_PAGES: readonly DeskPage[] = [
  ...[cardsPage, newBag, newBatch, bagPage, ...bagMovePages, setAsidePage, removePage],
  ...[batchPage, fillBatch, batchHandOver, batchScan, scanStartOver, batchClose, destructionPage],
];
