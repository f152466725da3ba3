import type { PortalTexts } from './en.ts';
import * as caseTexts from './zh-cn-case.ts';
import * as entry from './zh-cn-entry.ts';
import * as esimTexts from './zh-cn-esim.ts';
import { phone } from './zh-cn-phone.ts';
import * as proof from './zh-cn-proof.ts';
import * as rules from './zh-cn-rules.ts';

export const zhCn: PortalTexts = { ...entry, ...rules, ...caseTexts, ...esimTexts, ...proof, phone };
