import type { DeskPage } from '../kit/desk-visit.ts';
import { card } from './card-page.tsx';
import { casePhotos } from './case-photos-page.tsx';
import { documents } from './documents-page.tsx';
import { form } from './form-page.tsx';
import { handOver, receiptOnly } from './hand-over-page.tsx';
import { leave, resume, visit } from './leave.ts';
import { certificatePaper, formPaper, labelPaper } from './papers.ts';
import { photo, photos } from './photos-page.tsx';
import { signature } from './signature-page.tsx';
import { start } from './start-page.tsx';

export const COUNTER_PAGES: readonly DeskPage[] = [
  start,
  visit,
  documents,
  photos,
  photo,
  casePhotos,
  form,
  signature,
  card,
  handOver,
  receiptOnly,
  formPaper,
  labelPaper,
  certificatePaper,
  leave,
  resume,
];
