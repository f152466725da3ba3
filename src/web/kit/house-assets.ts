import { accentOf, type Scheme } from '../../domain/operator/accent.ts';
import type { House, Logo } from '../../domain/operator/house.ts';

/** How a logo is served: even opened by itself it draws, and does nothing else. */
export const LOGO_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** The operator's colours over those of the style sheet; nothing where it named none. */
export function houseCss({ colour }: House): string {
  if (colour === null) return '';
  const of = (scheme: Scheme): string => {
    const { accent, deep, onAccent, wash } = accentOf(colour[scheme], scheme);
    return `{--accent:${accent};--accent-deep:${deep};--on-accent:${onAccent};--wash:${wash}}`;
  };
  // As specific as the rules of 1-base.css, and after them.
  return `:root${of('light')}@media (prefers-color-scheme:dark){:root:not([data-theme="light"])${of('dark')}}[data-theme="dark"]${of('dark')}`;
}

/** Which logos there are, by the scheme that they are for. */
export function logosOf({ logo }: House): readonly { readonly scheme: Scheme; readonly logo: Logo }[] {
  if (logo === null) return [];
  return [
    { scheme: 'light', logo: logo.light },
    ...(logo.dark === null ? [] : [{ scheme: 'dark', logo: logo.dark } as const]),
  ];
}
