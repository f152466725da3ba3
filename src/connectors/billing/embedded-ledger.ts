import type { Known, Standing } from '../../domain/lines/line.ts';
import { type LocalDate, lastDayOfMonth } from '../../domain/values/local-date.ts';
import { type Money, money, multiply, negate, sum } from '../../domain/values/money.ts';
import type { Bill, BillItem, Billing, SettleRequest } from '../../ports/billing.ts';
import type { ChargeControl } from '../../ports/charge-control.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import { dates, int8s, jsonbs, texts } from '../../store/database/array-parameters.ts';
import { type Db, inTransaction, type Pool } from '../../store/database/database.ts';

/** Days to pay a final bill in, where the operator says nothing of its own. */
const DUE_DAYS = 30;

interface AccountRow {
  account_id: string;
  currency: string;
  balance: number;
  unbilled: number;
}

/** Accounts that pay for a line that goes on: one that has not ended, and is not among those that are billed now. */
async function sharedAccounts(db: Db, requests: readonly SettleRequest[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ account_id: string }>({
    name: 'billing-shared-accounts',
    text: `select distinct account_id from line where account_id = any($1::text[]) and status <> 'ended' and line_id <> all($2::text[])`,
    values: [texts(requests, (r) => r.accountId), texts(requests, (r) => r.lineId)],
  });
  return new Set(rows.map((row) => row.account_id));
}

interface InvoiceRow {
  invoice_id: string;
  effect_key: string;
  items: BillItem[];
  total: number;
  currency: string;
  due_on: LocalDate | null;
}

/**
 * The billing system that comes with Handback: prepaid and postpaid accounts, a final bill with the monthly fee of
 * the last month by days, an order to refund what is left. An account that pays for other lines too keeps its credit, its
 * debt and its usage until the last of them ends. An operator's own system stands behind the same port.
 */
export function embeddedLedger(pool: Pool, dueDays = DUE_DAYS): Billing {
  return {
    callTimeoutMs: 10_000,
    async standing(accountIds) {
      const accounts = await findAccounts(pool, accountIds);
      return accountIds.map((id): Known<Standing> => {
        const row = accounts.get(id);
        if (row === undefined) return { known: false, system: 'billing' };
        return {
          known: true,
          value: { balance: money(row.currency, row.balance), unbilled: money(row.currency, row.unbilled) },
        };
      });
    },
    async quote(requests) {
      const accounts = await findAccounts(
        pool,
        requests.map((r) => r.accountId),
      );
      const shared = await sharedAccounts(pool, requests);
      return requests.map((request) => {
        const account = accountOf(accounts, request);
        const items = itemsFor(request, shared.has(request.accountId) ? untouched(account) : account);
        return toBill('', request.confidential ? [] : items, request.monthlyFee.currency, null);
      });
    },
    settle: (requests) => inTransaction(pool, (tx) => settleAll(tx, requests, dueDays)),
    async moveLine({ toAccountId, currency }) {
      await pool.query(
        `insert into billing_account (account_id, currency, balance, unbilled) values ($1, $2, 0, 0)
         on conflict (account_id) do nothing`,
        [toAccountId, currency],
      );
    },
    supplement: ({ key, lineId, accountId, usage, usedOn, confidential }) =>
      inTransaction(pool, async (tx) => {
        const item: BillItem = { kind: 'usage', description: `usage ${usedOn}`, amount: usage };
        if (confidential) return toBill('', [], usage.currency, null);
        const bills = await book(
          tx,
          'supplementary',
          [{ key, lineId, accountId, items: [item], currency: usage.currency, billedOn: usedOn }],
          dueDays,
        );
        return bills.get(key)!;
      }),
  };
}

/**
 * The same billing system, asked for its charges. It books none on a line that has ended, so that what is disputed is taken back at
 * once. It charges the lines that stand, and an account with usage on it that no line which stands will ever pay.
 */
export function embeddedChargeControl(pool: Pool): ChargeControl {
  return {
    element: 'billing',
    callTimeoutMs: 10_000,
    async disputeCharge({ key, chargeId, lineId, amount }) {
      const { rows } = await pool.query<{ dispute_ref: string }>({
        name: 'billing-dispute-charge',
        text: `with made as (
            insert into billing_charge_dispute (effect_key, charge_id, line_id, amount, currency) values ($1, $2, $3, $4, $5)
            on conflict (effect_key) do nothing returning dispute_ref)
          select dispute_ref from made
          union all select dispute_ref from billing_charge_dispute where effect_key = $1`,
        values: [key, chargeId, lineId, amount.minor, amount.currency],
      });
      // Made in the same moment by another, it is not in this statement's sight: asked again it is.
      if (rows[0] === undefined) throw new ConnectorError('billing', 'unavailable', 'asked_at_once');
      return { disputeRef: rows[0].dispute_ref, state: 'withdrawn', reason: null };
    },
    async chargedLines(after, limit) {
      const { rows } = await pool.query<{ line_id: string }>({
        name: 'billing-charged-lines',
        text: `select l.line_id from line l left join billing_account b on b.account_id = l.account_id
          where l.line_id collate "C" > coalesce($1::text, '')
            and (l.status <> 'ended' or (b.unbilled > 0 and not exists (
              select from line o where o.account_id = l.account_id and o.status <> 'ended')))
          order by l.line_id collate "C" limit $2`,
        values: [after, limit],
      });
      return rows.map(({ line_id: lineId }) => ({ lineId, lastCharge: null }));
    },
    close: async () => undefined,
  };
}

async function findAccounts(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, AccountRow>> {
  const { rows } = await db.query<AccountRow>({
    name: 'billing-accounts',
    text: 'select account_id, currency, balance, unbilled from billing_account where account_id = any($1::text[])',
    values: [ids],
  });
  return new Map(rows.map((row) => [row.account_id, row]));
}

function accountOf(accounts: ReadonlyMap<string, AccountRow>, request: SettleRequest): AccountRow {
  const row = accounts.get(request.accountId);
  if (row === undefined) throw new ConnectorError('billing', 'refused', 'account_unknown');
  return row;
}

/** The account as a line sees it that leaves it to others. */
const untouched = (account: AccountRow): AccountRow => ({ ...account, balance: 0, unbilled: 0 });

async function settleAll(
  tx: Db,
  requests: readonly SettleRequest[],
  dueDays: number,
): Promise<readonly Bill[]> {
  // One account can pay for several lines that are settled together: what the first one used up is not there twice.
  const ids = [...new Set(requests.map((r) => r.accountId))].sort();
  const { rows } = await tx.query<AccountRow>({
    name: 'billing-lock-accounts',
    text: `select account_id, currency, balance, unbilled from billing_account where account_id = any($1::text[])
      order by account_id for update`,
    values: [ids],
  });
  const accounts = new Map(rows.map((row) => [row.account_id, { ...row }]));
  const bills = await invoicesByKey(
    tx,
    requests.map((r) => r.key),
  );
  // Of what is confidential no invoice is made: it would stand among those of the account.
  for (const { key, monthlyFee, confidential } of requests)
    if (confidential) bills.set(key, toBill('', [], monthlyFee.currency, null));
  const fresh = requests.filter((r) => !bills.has(r.key));
  const shared = await sharedAccounts(tx, fresh);
  const drafts = fresh.map((request) => {
    const account = accountOf(accounts, request);
    const goesOn = shared.has(request.accountId);
    const items = itemsFor(request, goesOn ? untouched(account) : account);
    if (!goesOn) {
      account.balance = 0;
      account.unbilled = 0;
    }
    return {
      key: request.key,
      lineId: request.lineId,
      accountId: request.accountId,
      items,
      currency: account.currency,
      billedOn: request.billingEndOn,
    };
  });
  await tx.query({
    name: 'billing-clear-accounts',
    text: 'update billing_account set balance = 0, unbilled = 0 where account_id = any($1::text[])',
    values: [[...new Set(drafts.map((d) => d.accountId))].filter((id) => !shared.has(id))],
  });
  for (const [key, bill] of await book(tx, 'final', drafts, dueDays)) bills.set(key, bill);
  return requests.map((r) => bills.get(r.key)!);
}

interface Draft {
  readonly key: string;
  readonly lineId: string;
  readonly accountId: string;
  readonly items: readonly BillItem[];
  readonly currency: string;
  /** The last day that it bills: it is due so many days after it, or after it was booked where that is later. */
  readonly billedOn: LocalDate;
}

/** Books invoices, each key once: a second call with the same key answers what the first one booked. */
async function book(
  tx: Db,
  kind: 'final' | 'supplementary',
  drafts: readonly Draft[],
  dueDays: number,
): Promise<Map<string, Bill>> {
  if (drafts.length === 0) return new Map();
  const totals = drafts.map((d) => totalOf(d.items, d.currency));
  const { rows: booked } = await tx.query<{
    invoice_id: string;
    effect_key: string;
    due_on: LocalDate | null;
  }>({
    name: 'billing-book',
    text: `with booked as (
        insert into billing_invoice (effect_key, account_id, line_id, kind, items, total, currency, due_on)
        select a, b, c, $7, d, e, f, case when e > 0 then greatest(g, current_date) + $9::int end
        from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::bigint[], $6::text[], $8::date[]) as o(a, b, c, d, e, f, g)
        on conflict (effect_key) do nothing
        returning invoice_id, effect_key, total, currency, due_on),
      refunded as (
        insert into billing_refund (invoice_id, amount, currency) select invoice_id, -total, currency from booked where total < 0)
      select invoice_id, effect_key, due_on from booked`,
    values: [
      texts(drafts, (d) => d.key),
      texts(drafts, (d) => d.accountId),
      texts(drafts, (d) => d.lineId),
      jsonbs(drafts, (d) => JSON.stringify(d.items)),
      int8s(totals, (t) => t.minor),
      texts(totals, (t) => t.currency),
      kind,
      dates(drafts, (d) => d.billedOn),
      dueDays,
    ],
  });
  const byKey = new Map(drafts.map((draft) => [draft.key, draft]));
  const bills = new Map<string, Bill>();
  for (const { invoice_id, effect_key, due_on } of booked) {
    const { items, currency } = byKey.get(effect_key)!;
    bills.set(effect_key, toBill(invoice_id, items, currency, due_on));
    byKey.delete(effect_key);
  }
  for (const [key, bill] of await invoicesByKey(tx, [...byKey.keys()])) bills.set(key, bill);
  return bills;
}

async function invoicesByKey(tx: Db, keys: readonly string[]): Promise<Map<string, Bill>> {
  if (keys.length === 0) return new Map();
  const { rows } = await tx.query<InvoiceRow>({
    name: 'billing-invoices-by-key',
    text: 'select invoice_id, effect_key, items, total, currency, due_on from billing_invoice where effect_key = any($1::text[])',
    values: [texts(keys, (key) => key)],
  });
  return new Map(
    rows.map((row) => [row.effect_key, toBill(row.invoice_id, row.items, row.currency, row.due_on)]),
  );
}

/** What the last bill holds: what was owed or left, what was used, the part of the month's fee, the price of leaving early. */
function itemsFor(request: SettleRequest, account: AccountRow): readonly BillItem[] {
  const { currency } = account;
  const items: BillItem[] = [];
  if (account.balance !== 0) {
    items.push({
      kind: 'balance',
      description: account.balance < 0 ? 'owed before' : 'credit left',
      amount: money(currency, -account.balance),
    });
  }
  if (account.unbilled > 0)
    items.push({
      kind: 'usage',
      description: 'used and not yet billed',
      amount: money(currency, account.unbilled),
    });
  if (request.monthlyFee.minor > 0) items.push(proratedFee(request));
  if (request.earlyTermination !== null && request.earlyTermination.minor > 0) {
    items.push({
      kind: 'early_termination',
      description: 'contract left early',
      amount: request.earlyTermination,
    });
  }
  return items;
}

/** Postpaid pays for the days served this month; prepaid paid for the month already and gets the other days back. */
function proratedFee(request: SettleRequest): BillItem {
  const days = dayOf(lastDayOfMonth(request.billingEndOn));
  const last = dayOf(request.billingEndOn);
  if (request.payment === 'postpaid') {
    const openedThisMonth = request.openedOn.slice(0, 7) === request.billingEndOn.slice(0, 7);
    const served = openedThisMonth ? Math.max(0, last - dayOf(request.openedOn) + 1) : last;
    return {
      kind: 'monthly_fee',
      description: `${served}/${days} days`,
      amount: multiply(request.monthlyFee, served, days),
    };
  }
  return {
    kind: 'monthly_fee_refund',
    description: `${days - last}/${days} days`,
    amount: negate(multiply(request.monthlyFee, days - last, days)),
  };
}

function dayOf(date: LocalDate): number {
  return Number(date.slice(8));
}

function totalOf(items: readonly BillItem[], currency: string): Money {
  return sum(
    currency,
    items.map((item) => item.amount),
  );
}

function toBill(
  invoiceId: string,
  items: readonly BillItem[],
  currency: string,
  dueOn: LocalDate | null,
): Bill {
  const total = totalOf(items, currency);
  return { invoiceId, items, total, refund: total.minor < 0 ? negate(total) : null, dueOn };
}
