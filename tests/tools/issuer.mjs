// An issuer of identities for the tests: oidc-provider, certified by the OpenID Foundation, with an
// interaction that believes whoever names themselves, in a cookie or on a page. Faults are put around it, as the
// test says in FAULT; the provider itself does what it always does.
//
//   node issuer.mjs TOOLS CLIENT_REDIRECT [FAULT]     prints its address when it listens
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import http from "node:http";
import path from "node:path";

const [tools, redirect, fault = ""] = process.argv.slice(2);
const resolve = createRequire(path.join(tools, "package.json")).resolve;
const { Provider } = await import(pathToFileURL(resolve("oidc-provider")).href);

const server = http.createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const account = (sub) => ({
  accountId: sub,
  async claims() {
    return { sub, email: `${sub}@example.org`, email_verified: !sub.startsWith("unverified") };
  },
});
const provider = new Provider(fault === "other-issuer" ? `${issuer}/other` : issuer, {
  clients: [
    {
      client_id: "samverkan",
      client_secret: "the secret of the tests only",
      redirect_uris: [redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], acr: null },
  acrValues: ["urn:test:strong", "urn:test:weak"],
  conformIdTokenClaims: false,
  findAccount: (_, sub) => account(sub),
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ["tests only"] },
  ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
});

// What a broken or hostile issuer, or somebody on the way, could do to the request.
const spoil = (url) => {
  if (fault === "other-nonce" && url.pathname === "/auth") url.searchParams.set("nonce", "another");
  if (fault === "no-pkce" && url.pathname === "/auth") {
    url.searchParams.delete("code_challenge");
    url.searchParams.delete("code_challenge_method");
  }
  return url;
};

const asks = `<!doctype html><html lang="sv"><link rel="icon" href="data:,"><title>Lärosätet</title><main><h1>Lärosätets inloggning</h1>
<form><label>Ditt konto <input name="who"></label><button>Det är jag</button></form></main></html>`;

const handle = provider.callback();
server.on("request", async (request, response) => {
  const url = spoil(new URL(request.url, issuer));
  request.url = url.pathname + url.search;
  if (!url.pathname.startsWith("/interaction/")) return handle(request, response);
  // Who: the test's own cookie says so, or the page asks. `nobody` cancels.
  const said = url.searchParams.get("who") ?? /(?:^|; )who=([^;]+)/.exec(request.headers.cookie || "")?.[1];
  if (said === undefined) return response.setHeader("content-type", "text/html; charset=utf-8").end(asks);
  const [sub, acr] = decodeURIComponent(said).split("|");
  const result =
    sub === "nobody"
      ? { error: "access_denied", error_description: "the person changed their mind" }
      : { login: { accountId: sub, acr: acr || "urn:test:weak", amr: ["test"], remember: false } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
});
provider.on("server_error", (_, error) => console.error(error));
console.log(issuer);
process.stdin.on("close", () => process.exit()).resume();
