// Shortcut links of the AWS access portal, /start/#/console?account_id=…&role_name=…: what stands behind the # no server sees.

const BEGINNING = "#/console?";

export function followShortcut() {
  if (location.hash.startsWith(BEGINNING)) location.replace(`/?${location.hash.slice(BEGINNING.length)}`);
}
