// The peer of the bench: npm oidc-provider with its rows in PostgreSQL, one client, one person who is always let in.
import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { Provider } from 'oidc-provider';

const { PORT, PEER_DATABASE, PEER_SECRET, PEER_REDIRECT } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const pool = new pg.Pool({ ...JSON.parse(PEER_DATABASE), max: 4 });
const TABLE = `CREATE TABLE IF NOT EXISTS bench_peer (
  id text NOT NULL, model text NOT NULL, payload jsonb NOT NULL, grant_id text, uid text, user_code text,
  expires_at timestamptz, consumed_at timestamptz, PRIMARY KEY (model, id));
  CREATE INDEX IF NOT EXISTS bench_peer_grant ON bench_peer (grant_id);
  CREATE INDEX IF NOT EXISTS bench_peer_uid ON bench_peer (uid)`;
const query = (name, text, values) => pool.query({ name, text, values });
const first = (result) => {
  const row = result.rows[0];
  if (!row) return undefined;
  return row.consumed_at ? { ...row.payload, consumed: true } : row.payload;
};

class Rows {
  constructor(model) { this.model = model; }
  async upsert(id, payload, expiresIn) {
    const expires = expiresIn ? new Date(Date.now() + expiresIn * 1000) : null;
    await query('upsert', `INSERT INTO bench_peer (id, model, payload, grant_id, uid, user_code, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (model, id) DO UPDATE SET payload = $3, expires_at = $7`,
    [id, this.model, payload, payload.grantId, payload.uid, payload.userCode, expires]);
  }
  async find(id) {
    return first(await query('find', `SELECT payload, consumed_at FROM bench_peer WHERE model = $1 AND id = $2
      AND (expires_at IS NULL OR expires_at > now())`, [this.model, id]));
  }
  async findByUid(uid) {
    return first(await query('uid', 'SELECT payload, consumed_at FROM bench_peer WHERE model = $1 AND uid = $2',
      [this.model, uid]));
  }
  async findByUserCode(code) {
    return first(await query('code', 'SELECT payload, consumed_at FROM bench_peer WHERE model = $1 AND user_code = $2',
      [this.model, code]));
  }
  async consume(id) {
    await query('consume', 'UPDATE bench_peer SET consumed_at = now() WHERE model = $1 AND id = $2', [this.model, id]);
  }
  async destroy(id) {
    await query('destroy', 'DELETE FROM bench_peer WHERE model = $1 AND id = $2', [this.model, id]);
  }
  async revokeByGrantId(grantId) {
    await query('revoke', 'DELETE FROM bench_peer WHERE grant_id = $1', [grantId]);
  }
}

const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const provider = new Provider(issuer, {
  adapter: Rows,
  jwks: { keys: [{ ...key, use: 'sig', alg: 'ES256', kid: 'bench' }] },
  clients: [{
    client_id: 'bench', client_secret: PEER_SECRET, redirect_uris: [PEER_REDIRECT], response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'], id_token_signed_response_alg: 'ES256',
  }],
  cookies: { keys: ['bench'] },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  features: { devInteractions: { enabled: false }, introspection: { enabled: true } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (_, interaction) => `/let-in/${interaction.uid}` },
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
});

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/let-in/')) return next();
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  const grant = new provider.Grant({ accountId: 'layla', clientId: 'bench' });
  grant.addOIDCScope('openid offline_access');
  const result = { login: { accountId: 'layla' }, consent: { grantId: await grant.save() } };
  return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: Boolean(details) });
});
await pool.query(TABLE);
provider.listen(Number(PORT), '127.0.0.1', () => console.log('ready'));
