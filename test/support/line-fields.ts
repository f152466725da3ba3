/** The n-th line as a row of an import has it; `changes` replace fields. */
export function lineFields(
  n: number,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const digits = String(n).padStart(10, '0');
  return {
    line_id: `L${n}`,
    msisdn: `+86170${digits.slice(2)}`,
    imsi: `00101${digits}`,
    iccid: `8986090000${digits}`,
    access_kind: 'sim',
    holder_id: `P${n}`,
    holder_kind: 'natural',
    holder_name: '张三',
    document_type: 'cn_resident_id',
    document_number: '11010519491231002X',
    contact_phone: `+8617099${String(n).padStart(6, '0')}`,
    account_id: `A${n}`,
    currency: 'CNY',
    payment: 'postpaid',
    plan_name: '畅享 39',
    monthly_fee: '39.00',
    jurisdiction: 'cn',
    province: 'CN-BJ',
    opened_on: '2020-05-17',
    opened_channel: 'online',
    ...changes,
  };
}
