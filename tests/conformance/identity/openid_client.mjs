// Drives the provider by npm `openid-client`, a flow a run: the name of the flow is in the settings.
import * as client from "openid-client";
import { importJWK } from "jose";
import { end, expect, next, say, send, settings } from "./site.mjs";

const algorithms = {
  id_token_signed_response_alg: settings.alg ?? "ES256",
  authorization_signed_response_alg: settings.alg ?? "ES256",
  introspection_signed_response_alg: settings.alg ?? "ES256",
  ...(settings.userinfo_alg ? { userinfo_signed_response_alg: settings.userinfo_alg } : {}),
};
const key = settings.key && { key: await importJWK(settings.key, settings.key.alg), kid: settings.key.kid };
const methods = {
  client_secret_basic: () => client.ClientSecretBasic(settings.secret),
  client_secret_post: () => client.ClientSecretPost(settings.secret),
  private_key_jwt: () => client.PrivateKeyJwt(key),
};
const config = await client.discovery(
  new URL(settings.issuer),
  settings.client_id,
  algorithms,
  methods[settings.method ?? "client_secret_basic"](),
  { execute: [client.allowInsecureRequests] },
);
const redirect_uri = `${settings.address}/callback`;

async function request(more = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier: verifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  const parameters = {
    redirect_uri,
    scope: settings.scope ?? "openid phone",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  };
  return { parameters, checks };
}

async function proof() {
  return { DPoP: client.getDPoPHandle(config, await client.randomDPoPKeyPair()) };
}

async function signIn(more = {}) {
  const { parameters, checks } = await request(more);
  const came = await send(client.buildAuthorizationUrl(config, parameters));
  return client.authorizationCodeGrant(config, came.method === "POST" ? came : new URL(came.url), checks);
}

async function pushed(options, build = (p) => client.buildAuthorizationUrlWithPAR(config, p, options)) {
  const { parameters, checks } = await request();
  const came = await send(await build(parameters));
  return client.authorizationCodeGrant(config, new URL(came.url), checks, undefined, options);
}

function describe(tokens) {
  return { claims: tokens.claims(), scope: tokens.scope, token_type: tokens.token_type };
}

async function userinfo(tokens, options) {
  return client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, options);
}

const flows = {
  async code() {
    const tokens = await signIn();
    return { ...describe(tokens), userinfo: await userinfo(tokens) };
  },

  async form_post() {
    return describe(await signIn({ response_mode: "form_post" }));
  },

  async logout() {
    const tokens = await signIn();
    const state = client.randomState();
    const post_logout_redirect_uri = `${settings.address}/bye`;
    const url = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri, state });
    const back = new URL((await send(url)).url);
    expect(back.pathname === "/bye" && back.searchParams.get("state") === state, "the way back with its state");
    return describe(tokens);
  },

  async refresh() {
    const first = await signIn();
    const second = await client.refreshTokenGrant(config, first.refresh_token);
    expect(second.refresh_token !== first.refresh_token, "another refresh token each time");
    const stolen = await client.refreshTokenGrant(config, first.refresh_token).catch((error) => error.error);
    const family = await client.refreshTokenGrant(config, second.refresh_token).catch((error) => error.error);
    return { ...describe(second), stolen, family };
  },

  async revocation() {
    const tokens = await signIn();
    const before = await client.tokenIntrospection(config, tokens.access_token);
    await client.tokenRevocation(config, tokens.access_token);
    const after = await client.tokenIntrospection(config, tokens.access_token);
    return { before: before.active, after: after.active };
  },

  async fapi_security() {
    const options = await proof();
    const tokens = await pushed(options);
    return { ...describe(tokens), userinfo: await userinfo(tokens, options) };
  },

  async fapi_message_signing() {
    client.useJwtResponseMode(config);
    client.enableNonRepudiationChecks(config);
    const options = await proof();
    const tokens = await pushed(options, async (parameters) => {
      const signed = await client.buildAuthorizationUrlWithJAR(config, parameters, key);
      return client.buildAuthorizationUrlWithPAR(config, signed.searchParams, options);
    });
    const known = await client.tokenIntrospection(config, tokens.access_token);
    return { ...describe(tokens), active: known.active };
  },

  async signed_userinfo() {
    client.enableNonRepudiationChecks(config);
    const tokens = await signIn();
    return { ...describe(tokens), userinfo: await userinfo(tokens) };
  },

  async device() {
    const begun = await client.initiateDeviceAuthorization(config, { scope: settings.scope ?? "openid phone" });
    say({ approve: begun.verification_uri_complete ?? begun.verification_uri, code: begun.user_code });
    return describe(await client.pollDeviceAuthorizationGrant(config, begun));
  },

  async ciba() {
    const begun = await client.initiateBackchannelAuthentication(config, {
      scope: settings.scope ?? "openid phone",
      login_hint: settings.person,
      binding_message: "W4-SCT",
    });
    say({ approve: "", code: "W4-SCT" });
    return describe(await client.pollBackchannelAuthenticationGrant(config, begun));
  },

  async back_channel_logout() {
    const tokens = await signIn();
    say({ leave: true });
    const told = new URLSearchParams(await (await next()).text());
    return { ...describe(tokens), logout_token: told.get("logout_token") };
  },
};

end(await flows[settings.flow]());
