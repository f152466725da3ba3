import * as caseTexts from './en-case.ts';
import * as entry from './en-entry.ts';
import * as esimTexts from './en-esim.ts';
import { phone } from './en-phone.ts';
import * as proof from './en-proof.ts';
import * as rules from './en-rules.ts';

/** The portal in English; it defines what every other language must have. */
export const en = { ...entry, ...rules, ...caseTexts, ...esimTexts, ...proof, phone };

export type PortalTexts = typeof en;
