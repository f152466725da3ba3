const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can name anything in the database: PostgreSQL refuses what cannot. RFC 9562, of any version. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
