import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../../domain/values/language.ts';
import { GIVEN_ID, MAIN_ID, type OfflineGiven } from './given.ts';
import { OFFLINE_WORDS } from './words.ts';

/** `page.tsx` and all that it needs, as `npm run docs` bundles it. */
const script = readFileSync(join(import.meta.dirname, 'page.generated.js'), 'utf8');
const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * One HTML file that verifies certificates in a browser without a connection. Its content security policy lets its own
 * script run and nothing else, and lets nothing out.
 *
 * @param css the style sheet of the portal
 */
export function offlinePage(given: OfflineGiven, css: string): string {
  const policy = [
    "default-src 'none'",
    `script-src ${sourceOf(script)}`,
    `style-src ${sourceOf(css)}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  const words = LANGUAGES.map((language) => OFFLINE_WORDS[language].verifyOffline);
  return `<!doctype html>
<html lang="${LANGUAGES[0]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.map(({ title }) => title).join(' / ')}</title>
<style>${css}</style>
</head>
<body>
<main class="column" id="${MAIN_ID}"><noscript>${words.map(({ noScript }) => `<p>${noScript}</p>`).join('')}</noscript></main>
<script type="application/json" id="${GIVEN_ID}">${JSON.stringify(given).replaceAll('<', '\\u003c')}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}
