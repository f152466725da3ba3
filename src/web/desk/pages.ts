import { CARD_PAGES } from './cards/pages.ts';
import { home } from './home/home-page.tsx';
import type { DeskPage } from './kit/desk-visit.ts';

/** Every page of the desks. */
export const DESK_PAGES: readonly DeskPage[] = [home, ...CARD_PAGES];
