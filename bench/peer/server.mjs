// The peer of `make bench`: an OpenID provider with one public-style client, refresh tokens and allowed device codes.
// node server.mjs PORT REFRESH_TOKENS DEVICE_CODES FILE — writes what the client holds to FILE, then listens on loopback.

import { writeFileSync } from 'node:fs';

import Provider from 'oidc-provider';

const [port, refreshTokens, deviceCodes] = process.argv.slice(2, 5).map(Number);
const file = process.argv[5];

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const SCOPE = 'offline_access';
const ACCOUNT = 'ada';
const CREDENTIALS = { client_id: 'bench', client_secret: 'a secret that nobody else knows, 0123456789' };

// Rows in memory, without the default adapter's limit of a thousand.
class MemoryAdapter {
  static rows = new Map();

  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload) {
    MemoryAdapter.rows.set(this.key(id), payload);
  }

  async find(id) {
    return MemoryAdapter.rows.get(this.key(id));
  }

  async consume(id) {
    MemoryAdapter.rows.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    MemoryAdapter.rows.delete(this.key(id));
  }
}

const provider = new Provider(`http://localhost:${port}`, {
  adapter: MemoryAdapter,
  clients: [
    {
      ...CREDENTIALS,
      grant_types: ['refresh_token', DEVICE_CODE],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  features: { deviceFlow: { enabled: true }, devInteractions: { enabled: false } },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  rotateRefreshToken: true,
  ttl: { AccessToken: 3600, DeviceCode: 3600, Grant: 28800, IdToken: 3600, RefreshToken: 28800 },
});

async function allowed(client) {
  const grant = new provider.Grant({ accountId: ACCOUNT, clientId: client.clientId });
  grant.addOIDCScope(SCOPE);
  return { accountId: ACCOUNT, client, grantId: await grant.save(), scope: SCOPE };
}

async function several(count, make) {
  const made = [];
  for (let number = 0; number < count; number += 1) made.push(await make(number));
  return made;
}

const client = await provider.Client.find(CREDENTIALS.client_id);
const held = {
  client: CREDENTIALS,
  refresh_tokens: await several(refreshTokens, async () => (
    new provider.RefreshToken({ ...await allowed(client), gty: 'device_code' }).save()
  )),
  device_codes: await several(deviceCodes, async (number) => (
    new provider.DeviceCode({ ...await allowed(client), params: {}, userCode: `code-${number}` }).save()
  )),
};
writeFileSync(file, JSON.stringify(held), { mode: 0o600 });
provider.listen(port, '127.0.0.1');
