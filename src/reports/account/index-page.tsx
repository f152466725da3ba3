import { renderToString } from 'preact-render-to-string';
import type { AccountContent, AccountTableName } from '../../domain/accounts/account-content.ts';
import { messages } from '../../messages/index.ts';

/** A table of the archive, and how many rows it came to have. */
export interface Listed {
  readonly name: AccountTableName;
  readonly rows: number;
}

/** It stands alone, is read without a network, and is printed. */
const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:44rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-bottom:1px solid #8884}td.n,th.n{text-align:right}
a{color:LinkText}@media(max-width:30rem){td,th{display:block;border:0;padding:.1rem 0}td.n,th.n{text-align:left}tr{display:block;padding:.5rem 0;border-bottom:1px solid #8884}}`;

/** The page of an archive that says what is in it: a whole document, without scripts. */
export function indexPage(
  content: AccountContent,
  listed: readonly Listed[],
  certificates: readonly string[],
): string {
  const { language, operatorName, hotline, reference, madeOn, tables, portal } = content;
  const { accountExport: t, writing } = messages(language);
  const number = new Intl.NumberFormat(writing.locale);
  const date = new Intl.DateTimeFormat(writing.locale, { dateStyle: 'long', timeZone: 'UTC' });
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{t.indexTitle(operatorName)}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <h1>{t.indexTitle(operatorName)}</h1>
        <p>{t.indexLead(date.format(new Date(madeOn)), reference)}</p>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.what}</th>
              <th scope="col" class="n">
                {t.rows}
              </th>
              <th scope="col">{t.files}</th>
            </tr>
          </thead>
          <tbody>
            {listed.map(({ name, rows }) => (
              <tr key={name}>
                <td>
                  <strong>{t.tables[name].title}</strong>
                  <br />
                  {t.tables[name].about}
                </td>
                <td class="n">{number.format(rows)}</td>
                <td>
                  <a href={`${name}.csv`}>CSV</a> <a href={`${name}.json`}>JSON</a>
                </td>
              </tr>
            ))}
            {certificates.map((one) => (
              <tr key={one}>
                <td>
                  <strong>{t.certificate}</strong>
                  <br />
                  {one}
                </td>
                <td />
                <td>
                  <a href={`certificates/${one}.pdf`}>PDF</a> <a href={`certificates/${one}.json`}>JSON</a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {tables.includes('usage') ? null : <p>{t.noRecords(operatorName)}</p>}
        <p>{t.csvOrJson}</p>
        {certificates.length === 0 ? null : <p>{t.verifyAt(`${portal}/verify`)}</p>}
        <p>{t.questions(hotline)}</p>
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}
