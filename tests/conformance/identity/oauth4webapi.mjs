// Drives the provider by npm `oauth4webapi`, a flow a run: each step of a specification is a call of its own.
import * as oauth from "oauth4webapi";
import { importJWK } from "jose";
import { end, expect, next, say, send, settings } from "./site.mjs";

const plain = { [oauth.allowInsecureRequests]: true };
const issuer = new URL(settings.issuer);
const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, plain));
const site = {
  client_id: settings.client_id,
  id_token_signed_response_alg: settings.alg ?? "ES256",
  authorization_signed_response_alg: settings.alg ?? "ES256",
  introspection_signed_response_alg: settings.alg ?? "ES256",
  ...(settings.userinfo_alg ? { userinfo_signed_response_alg: settings.userinfo_alg } : {}),
};
const key = settings.key && { key: await importJWK(settings.key, settings.key.alg), kid: settings.key.kid };
const methods = {
  client_secret_basic: () => oauth.ClientSecretBasic(settings.secret),
  client_secret_post: () => oauth.ClientSecretPost(settings.secret),
  private_key_jwt: () => oauth.PrivateKeyJwt(key),
};
const authentication = methods[settings.method ?? "client_secret_basic"]();
const redirect_uri = `${settings.address}/callback`;

async function request(more = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const checks = { verifier, state: oauth.generateRandomState(), nonce: oauth.generateRandomNonce() };
  const parameters = new URLSearchParams({
    client_id: site.client_id,
    response_type: "code",
    redirect_uri,
    scope: settings.scope ?? "openid phone",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state: checks.state,
    nonce: checks.nonce,
    ...more,
  });
  return { parameters, checks };
}

function authorizeAt(parameters) {
  const url = new URL(as.authorization_endpoint);
  url.search = new URLSearchParams(parameters).toString();
  return url;
}

async function exchange(answer, checks, options = {}) {
  const post = () =>
    oauth.authorizationCodeGrantRequest(as, site, authentication, answer, redirect_uri, checks.verifier, { ...plain, ...options });
  const read = async (response) =>
    oauth.processAuthorizationCodeResponse(as, site, response, { expectedNonce: checks.nonce, requireIdToken: true });
  const response = await post();
  try {
    return [await read(response), response];
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    const again = await post(); // the handle keeps the nonce that the server asked for (RFC 9449 §8)
    return [await read(again), again];
  }
}

async function signIn(more = {}) {
  const { parameters, checks } = await request(more);
  const came = await send(authorizeAt(parameters));
  const answer = came.method === "POST" ? new URLSearchParams(await came.text()) : new URL(came.url);
  const [tokens] = await exchange(oauth.validateAuthResponse(as, site, answer, checks.state), checks);
  return tokens;
}

async function push(parameters, options) {
  const post = () => oauth.pushedAuthorizationRequest(as, site, authentication, parameters, { ...plain, ...options });
  const read = async () => oauth.processPushedAuthorizationResponse(as, site, await post());
  const { request_uri } = await read().catch((error) => {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return read();
  });
  return authorizeAt({ client_id: site.client_id, request_uri });
}

async function proof() {
  return { DPoP: oauth.DPoP(site, await oauth.generateKeyPair("ES256")) };
}

function describe(tokens) {
  return { claims: oauth.getValidatedIdTokenClaims(tokens), scope: tokens.scope, token_type: tokens.token_type };
}

async function userinfo(tokens, options = {}) {
  const sub = oauth.getValidatedIdTokenClaims(tokens).sub;
  const ask = () => oauth.userInfoRequest(as, site, tokens.access_token, { ...plain, ...options });
  const read = async () => oauth.processUserInfoResponse(as, site, sub, await ask());
  return read().catch((error) => {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return read();
  });
}

async function renew(token) {
  const response = await oauth.refreshTokenGrantRequest(as, site, authentication, token, plain);
  return oauth.processRefreshTokenResponse(as, site, response);
}

async function introspect(token) {
  const headers = new Headers({ accept: "application/token-introspection+jwt, application/json;q=0.1" });
  const signed = settings.flow === "fapi_message_signing" ? { headers, requestJwtResponse: true } : {};
  const response = await oauth.introspectionRequest(as, site, authentication, token, { ...plain, ...signed });
  return oauth.processIntrospectionResponse(as, site, response);
}

async function until(ask, read, seconds) {
  for (;;) {
    await new Promise((over) => setTimeout(over, seconds * 1000));
    try {
      return await read(await ask());
    } catch (error) {
      if (!["authorization_pending", "slow_down"].includes(error.error)) throw error;
    }
  }
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
    const state = oauth.generateRandomState();
    const url = new URL(as.end_session_endpoint);
    url.search = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: `${settings.address}/bye`,
      state,
    }).toString();
    const back = new URL((await send(url)).url);
    expect(back.pathname === "/bye" && back.searchParams.get("state") === state, "the way back with its state");
    return describe(tokens);
  },

  async refresh() {
    const first = await signIn();
    const second = await renew(first.refresh_token);
    expect(second.refresh_token !== first.refresh_token, "another refresh token each time");
    const stolen = await renew(first.refresh_token).catch((error) => error.error);
    const family = await renew(second.refresh_token).catch((error) => error.error);
    return { ...describe(second), stolen, family };
  },

  async revocation() {
    const tokens = await signIn();
    const before = await introspect(tokens.access_token);
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, site, authentication, tokens.access_token, plain),
    );
    const after = await introspect(tokens.access_token);
    return { before: before.active, after: after.active };
  },

  async fapi_security() {
    const options = await proof();
    const { parameters, checks } = await request();
    const came = new URL((await send(await push(parameters, options))).url);
    const [tokens] = await exchange(oauth.validateAuthResponse(as, site, came, checks.state), checks, options);
    return { ...describe(tokens), userinfo: await userinfo(tokens, options) };
  },

  async fapi_message_signing() {
    const options = await proof();
    const { parameters, checks } = await request({ response_mode: "jwt" });
    const signed = await oauth.issueRequestObject(as, site, parameters, key);
    const came = new URL((await send(await push({ client_id: site.client_id, request: signed }, options))).url);
    const answer = await oauth.validateJwtAuthResponse(as, site, came, checks.state, plain);
    const [tokens, response] = await exchange(answer, checks, options);
    await oauth.validateApplicationLevelSignature(as, response, plain);
    return { ...describe(tokens), active: (await introspect(tokens.access_token)).active };
  },

  async signed_userinfo() {
    const tokens = await signIn();
    return { ...describe(tokens), userinfo: await userinfo(tokens) };
  },

  async device() {
    const asked = await oauth.deviceAuthorizationRequest(as, site, authentication, { scope: settings.scope ?? "openid phone" }, plain);
    const begun = await oauth.processDeviceAuthorizationResponse(as, site, asked);
    say({ approve: begun.verification_uri_complete ?? begun.verification_uri, code: begun.user_code });
    const ask = () => oauth.deviceCodeGrantRequest(as, site, authentication, begun.device_code, plain);
    return describe(await until(ask, (response) => oauth.processDeviceCodeResponse(as, site, response), begun.interval ?? 5));
  },

  async ciba() {
    const asked = await oauth.backchannelAuthenticationRequest(
      as,
      site,
      authentication,
      { scope: settings.scope ?? "openid phone", login_hint: settings.person, binding_message: "W4-SCT" },
      plain,
    );
    const begun = await oauth.processBackchannelAuthenticationResponse(as, site, asked);
    say({ approve: "", code: "W4-SCT" });
    const ask = () => oauth.backchannelAuthenticationGrantRequest(as, site, authentication, begun.auth_req_id, plain);
    const read = (response) => oauth.processBackchannelAuthenticationGrantResponse(as, site, response);
    return describe(await until(ask, read, begun.interval ?? 5));
  },

  async back_channel_logout() {
    const tokens = await signIn();
    say({ leave: true });
    const told = new URLSearchParams(await (await next()).text());
    return { ...describe(tokens), logout_token: told.get("logout_token") };
  },
};

end(await flows[settings.flow]());
