import type { Language } from '../../domain/values/language.ts';
import { en, type PortalTexts } from './en.ts';
import { zhCn } from './zh-cn.ts';

export type { PortalTexts } from './en.ts';

export function portalTexts(language: Language): PortalTexts {
  return language === 'en' ? en : zhCn;
}
